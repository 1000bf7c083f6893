import AttentionSpec
import HardwareDSL

/// Counts the tokens of each unit under way that have arrived, of one kind of operand.
final class ArrivalCounts: Module {
  let arrived: Valid<Item>
  let clear: Valid<Item>
  let arrivals: Arrivals

  let counts: Arrivals

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let tag = HardwareType.unsigned(AcceleratorConfiguration.tagBits)
    arrived = Valid(.input(), tag, "the unit of a token that has arrived")
    clear = Valid(.input(), tag, "the tag of a unit that begins")
    arrivals = Arrivals(.output(), configuration)
    counts = Arrivals(.register(reset: 0), configuration)
  }

  var moduleName: String { "arrival_counts_t\(configuration.tokenCountBits)" }

  var documentation: Documentation {
    Documentation(
      "Counts the tokens of each unit under way that have arrived.",
      latency: [.cycles(1, from: arrived.valid, clear.valid, to: arrivals)],
      throughput: [.one("token", from: arrived.valid, to: arrivals)],
      reset: [.value(0, of: arrivals)], combinationalPaths: .none)
  }

  var body: Behavior {
    for (tag, count) in counts.count.enumerated() {
      when(clear.valid && clear.data == .number(tag)) { count <== 0 }
        .elseWhen(arrived.valid && arrived.data == .number(tag)) { count <== count &+ 1 }
    }
    arrivals <== counts
  }
}
