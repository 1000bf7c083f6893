import ArgumentParser
import Foundation
import VerilatorSimulation

/// The waveform of a run, if one is wanted.
struct WaveformOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a waveform in the FST format of GTKWave and Surfer. All signals of a large array are "
        + "slow to write: choose a window of cycles, or a depth.",
      valueName: "fst"))
  var trace: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The head that is traced, counted from 0 among those that run. (default: 0)",
      valueName: "n"))
  var traceHead: Int?

  @Option(
    help: ArgumentHelp(
      "The cycles that are traced, both included, counted from the head's first write. "
        + "(default: all)",
      valueName: "a..b"))
  var traceCycles: CycleWindow?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Levels of hierarchy that are traced, 1 for the ports and signals of the top module. "
        + "(default: all)",
      valueName: "n"))
  var traceDepth: Int?

  func validate() throws {
    let isUsed = traceHead != nil || traceCycles != nil || traceDepth != nil
    if trace == nil && isUsed {
      throw ValidationError("--trace-head, --trace-cycles and --trace-depth need --trace.")
    }
    if let traceDepth, !(1...64).contains(traceDepth) {
      throw ValidationError("--trace-depth is \(traceDepth) but may be 1 to 64.")
    }
    if let traceHead, traceHead < 0 {
      throw ValidationError("--trace-head is \(traceHead) but heads are counted from 0.")
    }
  }

  /// The head that is traced, nil for none.
  var head: Int? { trace == nil ? nil : traceHead ?? 0 }

  /// - Throws: `CommandFailure` for a head that does not run, or a file that could not be written,
  ///   before the work begins.
  func check(heads: Int) throws {
    guard let trace, let head else { return }
    guard head < heads else {
      throw CommandFailure.usage("--trace-head is \(head) but \(heads) heads run, from 0.")
    }
    let file = URL(fileURLWithPath: trace)
    let manager = FileManager.default
    // What is there is replaced, so it must be a plain file, and no device or folder.
    let isUsable =
      manager.fileExists(atPath: trace)
      ? (try? file.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
        && manager.isWritableFile(atPath: trace)
      : manager.isWritableFile(atPath: file.deletingLastPathComponent().path)
    guard !trace.isEmpty, isUsable else {
      throw CommandFailure.unwritable(
        "The waveform \(trace) cannot be written; give a plain file in a folder that exists.")
    }
  }

  /// Starts the waveform of the head that is about to be loaded.
  func start(_ simulation: Simulation) throws {
    guard let trace else { return }
    let first = simulation.cycle
    let window = traceCycles.map { first + $0.first..<first + $0.last + 1 }
    try simulation.startWaveform(trace, cycles: window ?? first..<Int.max, depth: traceDepth)
  }
}

/// A range of cycles such as `100..250`, both included.
struct CycleWindow: ExpressibleByArgument {
  var first: Int
  var last: Int

  /// More cycles than any run has; it keeps sums far from overflow.
  private static let cyclesMax = 1_000_000_000_000

  init?(argument: String) {
    let ends = argument.components(separatedBy: "..")
    guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), first >= 0,
      first <= last, last <= Self.cyclesMax
    else { return nil }
    self.first = first
    self.last = last
  }
}
