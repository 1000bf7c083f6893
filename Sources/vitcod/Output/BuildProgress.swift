import AttentionSpec
import CoSimulation
import Foundation
import VerilatorSimulation

/// What a build gives.
protocol BuiltSimulation {
  var simulation: Simulation { get }
}

extension SimulatedAttention: BuiltSimulation where ChosenSimulator == Simulation {}

/// Tells the person who waits for a build that it goes on, and with what.
final class BuildProgress: @unchecked Sendable {
  private let configuration: AcceleratorConfiguration
  private let lock = NSLock()
  /// Nil as long as nothing is built.
  private var stage: BuildStage?

  /// Shorter builds need no word.
  private static let patienceSeconds = 2
  private static let intervalSeconds = 15
  private static let adviceSeconds = 60

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
  }

  /// Says so when `build`, which tells what it is at, takes longer than a moment, as it does when
  /// the cache is cold.
  func report<Built: BuiltSimulation>(
    _ build: (@escaping @Sendable (BuildStage) -> Void) async throws -> Built
  ) async throws -> Built {
    let ticker = Task { try await tick() }
    defer { ticker.cancel() }
    let simulation = try await build { stage in self.lock.withLock { self.stage = stage } }
    let report = simulation.simulation.report
    for notice in report.notices { StandardStreams.printError(notice) }
    if !report.warnings.isEmpty { StandardStreams.printError(report.warnings) }
    if !report.isFromCache { StandardStreams.printError("\(report)") }
    return simulation
  }

  private func tick() async throws {
    let start = ContinuousClock.now
    var seconds = Self.patienceSeconds
    while true {
      try await Task.sleep(until: start + .seconds(seconds), clock: .continuous)
      if let stage = lock.withLock({ stage }) {
        for line in lines(stage, seconds: seconds) { StandardStreams.printError(line) }
      }
      seconds +=
        seconds < Self.intervalSeconds ? Self.intervalSeconds - seconds : Self.intervalSeconds
    }
  }

  /// What is said of a build that is at `stage` after some seconds.
  func lines(_ stage: BuildStage, seconds: Int) -> [String] {
    let macs = configuration.array.macs
    let now =
      switch stage {
      case .waiting: "another process is at it"
      case .verilating: "Verilator reads the SystemVerilog"
      case .compiling(let bytes): "the C++ compiler works on \(Self.megabytes(bytes)) MB of model"
      case .linking: "the library is linked"
      }
    if seconds == Self.patienceSeconds {
      let line =
        "Building the simulation of \(configuration.name), \(macs) MACs: \(now). The build is kept "
        + "for the next time."
      return macs > 512 ? [line, Self.known] : [line]
    }
    let line = "\(seconds) s: \(now)."
    guard seconds == Self.adviceSeconds else { return [line] }
    return [
      line,
      "The time grows with the array. A smaller one is made of the same kinds of modules and is "
        + "built in seconds; configs/ has some.",
    ]
  }

  /// From the first line to the library, without the runtime.
  private static let known =
    "Arrays of 512, 2048, 4096 and 8192 MACs took 5, 26, 78 and 240 s of one core where they were "
    + "measured."

  private static func megabytes(_ bytes: Int) -> String {
    let tenths = (bytes + 50_000) / 100_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
