import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Collects the outputs of all elements, as rows that leave one at a time: in groups of as many
/// elements as a line has positions, which take turns.
final class OutputCollector: Module {
  let drain: [DrainPort]
  let rows: ReadyValid<OutputRow>

  let group: [OutputGroup]
  /// One group has nobody to share with.
  let arbiter: StreamArbiter<OutputRow>?

  private let configuration: AcceleratorConfiguration
  private let latency: Int

  /// - Parameter latency: Cycles from the start of a drain to its first position.
  init(_ configuration: AcceleratorConfiguration, latency: Int) {
    self.configuration = configuration
    self.latency = latency
    let elements = configuration.array.elements
    let size = configuration.array.macsPerLine
    drain = (0..<elements).map { _ in DrainPort(.input(), configuration) }
    rows = .output { OutputRow($0, configuration) }
    group = stride(from: 0, to: elements, by: size).map { first in
      OutputGroup(configuration, elements: min(size, elements - first), latency: latency)
    }
    arbiter =
      group.count == 1
      ? nil : StreamArbiter(count: group.count) { OutputRow($0, configuration) }
  }

  var moduleName: String { configuration.name + "_output_collector" }

  var documentation: Documentation {
    let starts = drain.map(\.start)
    return Documentation(
      "Outputs of \(drain.count.counted("element")) that wait to be written, in "
        + "\(group.count.counted("group")).",
      latency: [
        .sentence(
          "\(latency + configuration.array.macsPerLine + 1) cycles from the start of a drain to "
            + "the row")
      ],
      throughput: [.sentence("a row every cycle")],
      reset: [.sentence("no row"), .value(0, of: rows.valid)],
      combinationalPaths: Documentation.Paths([.path(from: drain.map(\.isReady), to: starts)]))
  }

  var body: Behavior {
    let size = configuration.array.macsPerLine
    for (number, group) in group.enumerated() {
      let last = min((number + 1) * size, drain.count)
      for (inside, outside) in zip(group.drain, drain[(number * size)..<last]) {
        inside <== outside
      }
    }
    if let arbiter {
      arbiter.inputs <== group.map(\.rows)
      rows <== arbiter.output
    } else {
      rows <== group[0].rows
    }
  }
}
