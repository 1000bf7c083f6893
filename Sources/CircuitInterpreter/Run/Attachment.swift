import CTestbench
import SimulationInterface

/// An agent that was attached to some streams, and what it sees of them, as in
/// testbench/attached_agent.hpp.
struct Attachment {
  /// All its streams have this clock.
  let clock: Int
  private let agent: any AttachedAgent
  private let functions: bench_agent
  private let streams: [Int]
  private let channels: UnsafeMutablePointer<bench_channel>
  private let words: UnsafeMutablePointer<UInt32>

  /// To be deallocated.
  init(_ agent: any AttachedAgent, to streams: [Int], _ all: inout [StreamAgent]) {
    self.agent = agent
    self.streams = streams
    functions = agent.functions
    clock = streams.first.map { all[$0].clock } ?? 0
    let count = streams.reduce(0) { $0 + all[$1].itemWords }
    words = .allocate(capacity: count)
    words.initialize(repeating: 0, count: count)
    channels = .allocate(capacity: streams.count)
    channels.initialize(repeating: bench_channel(), count: streams.count)
    var next = words
    for (index, stream) in streams.enumerated() {
      all[stream].serve()
      channels[index].words = next
      next += all[stream].itemWords
    }
  }

  func deallocate() {
    channels.deallocate()
    words.deallocate()
  }

  /// Returns whether it may have changed an input.
  func drive(
    _ machine: Machine, _ all: inout [StreamAgent], cycle: Int, isReset: Bool,
    report: (String) -> Void
  ) -> Bool {
    call(functions.drive, cycle, isReset, report)
    var isChanged = false
    for (index, stream) in streams.enumerated() {
      if all[stream].put(machine, &channels[index]) { isChanged = true }
    }
    return isChanged
  }

  func sample(
    _ machine: Machine, _ all: [StreamAgent], cycle: Int, isReset: Bool, report: (String) -> Void
  ) {
    for (index, stream) in streams.enumerated() {
      all[stream].get(machine, &channels[index], isReset: isReset)
    }
    call(functions.sample, cycle, isReset, report)
  }

  private typealias Function =
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<bench_view>?) -> Void

  private func call(
    _ function: Function?, _ cycle: Int, _ isReset: Bool, _ report: (String) -> Void
  ) {
    withoutActuallyEscaping(report) { report in
      withUnsafePointer(to: report) { reporter in
        var view = bench_view()
        view.cycle = UInt64(cycle)
        view.in_reset = isReset ? 1 : 0
        view.channels = channels
        view.reporter = UnsafeMutableRawPointer(mutating: reporter)
        view.report = { reporter, text in
          guard let reporter, let text else { return }
          reporter.assumingMemoryBound(to: ((String) -> Void).self).pointee(String(cString: text))
        }
        function?(functions.context, &view)
      }
    }
  }
}
