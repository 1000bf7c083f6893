import ArgumentParser
import AttentionSpec
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
      valueName: "a..b"),
    transform: CycleWindow.init)
  var traceCycles: CycleWindow?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Levels of hierarchy that are traced, 1 for the ports and signals of the top module. "
        + "(default: all)",
      valueName: "n"))
  var traceDepth: Int?

  func validate() throws {
    try OutputKind.fst.check("--trace", trace)
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

  /// The file of the waveform, if one is wanted.
  ///
  /// - Throws: `CommandFailure` for a head that does not run, or a file that could not be written,
  ///   before the work begins.
  func file(heads: Int, inputs: [String]) throws -> OutputFile? {
    guard let trace, let head else { return nil }
    guard head < heads else {
      throw CommandFailure.usage(
        "--trace-head is \(head) but \(heads.counted("head")) \(heads == 1 ? "runs" : "run"), "
          + "from 0."
      )
    }
    return try OutputFile(path: trace, inputs: inputs, noun: "waveform")
  }

  /// Starts the waveform of the head that is about to be loaded.
  func start(_ simulation: Simulation, at stage: WaveformStage) throws {
    let first = simulation.cycle
    let window = traceCycles.map { first + $0.first..<first + $0.last + 1 }
    try simulation.startWaveform(stage.path, cycles: window ?? first..<Int.max, depth: traceDepth)
  }

  /// Tells the person that the head ended before the window, or in it.
  func warnIfShort(head: String, cycles: Int) {
    guard let trace, let traceCycles, traceCycles.last >= cycles else { return }
    let what =
      traceCycles.first >= cycles
      ? "holds no cycle, since --trace-cycles begins at \(traceCycles.first)"
      : "ends at cycle \(cycles - 1), though --trace-cycles ends at \(traceCycles.last)"
    StandardStreams.printError(
      "Warning: \(trace) \(what) and \(head) took \(cycles.counted("cycle")).")
  }

  /// How to look at something that went wrong in a cycle, counted from the head's first write.
  func advice(head: Int, cycle: Int?) -> String {
    if trace != nil, head == self.head { return "To look at it, \(remedy(head: head))." }
    let window = cycle.map { " --trace-cycles \(max(0, $0 - 40))..\(max(0, $0) + 10)" } ?? ""
    return "To look at it, run again with --trace fail.fst\(Self.option(head))\(window)."
  }

  /// How to look at a head that hung.
  func remedy(head: Int) -> String {
    if let trace, head == self.head { return "see the waveform \(trace)" }
    return "add --trace hang.fst\(Self.option(head)) to look at it"
  }

  private static func option(_ head: Int) -> String {
    head == 0 ? "" : " --trace-head \(head)"
  }
}

/// A range of cycles such as `100..250`, both included.
struct CycleWindow {
  var first: Int
  var last: Int

  /// More cycles than any run has; it keeps sums far from overflow.
  private static let cyclesMax = 1_000_000_000_000

  /// - Throws: `ValidationError` for a text that is no range.
  init(_ argument: String) throws {
    let ends = argument.components(separatedBy: "..")
    guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), first >= 0,
      first <= last, last <= Self.cyclesMax
    else {
      throw ValidationError("give the first and the last cycle, such as 10..20.")
    }
    self.first = first
    self.last = last
  }
}
