import ArgumentParser
import AttentionSpec
import Foundation
import VerilatorSimulation

/// The waveform of a run, if one is wanted.
struct WaveformOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a waveform in the FST format of GTKWave and Surfer, and beside it a save file .gtkw "
        + "with which GTKWave shows it: gtkwave run.fst run.gtkw. All signals of a large array are "
        + "slow to write: choose a window of cycles, or a depth.",
      valueName: "fst"))
  var trace: String?

  @Option(
    help: ArgumentHelp(
      "The cycles that are traced, both included, counted from the start write. "
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
    let isUsed = traceCycles != nil || traceDepth != nil
    if trace == nil && isUsed {
      throw ValidationError("--trace-cycles and --trace-depth need --trace.")
    }
    if let traceDepth, !(1...64).contains(traceDepth) {
      throw ValidationError("--trace-depth is \(traceDepth) but may be 1 to 64.")
    }
  }

  /// The file of the waveform, if one is wanted.
  ///
  /// - Throws: `CommandFailure` for a file that could not be written, before the work begins.
  func file(inputs: [String]) throws -> OutputFile? {
    try trace.map { try OutputFile(path: $0, inputs: inputs, noun: "waveform") }
  }

  /// The file with which GTKWave shows the waveform, beside it.
  ///
  /// - Throws: `CommandFailure` for a file that could not be written, before the work begins.
  func saveFile(inputs: [String]) throws -> OutputFile? {
    try trace.map { path in
      try OutputFile(
        path: path.dropLast(".fst".count) + GTKWaveFile.suffix, inputs: inputs,
        noun: "save file")
    }
  }

  /// Starts the waveform of the run that is about to start.
  func start(_ simulation: Simulation, at stage: WaveformStage) throws {
    let first = simulation.cycle
    let window = traceCycles.map { first + $0.first..<first + $0.last + 1 }
    try simulation.startWaveform(stage.path, cycles: window ?? first..<Int.max, depth: traceDepth)
  }

  /// Tells the person that the run ended before the window, or in it.
  func warnIfShort(cycles: Int) {
    guard let trace, let traceCycles, traceCycles.last >= cycles else { return }
    let what =
      traceCycles.first >= cycles
      ? "holds no cycle, since --trace-cycles begins at \(traceCycles.first)"
      : "ends at cycle \(cycles - 1), though --trace-cycles ends at \(traceCycles.last)"
    StandardStreams.printError(
      "Warning: \(trace) \(what) and the run took \(cycles.counted("cycle")).")
  }

  /// How to look at something that went wrong in a cycle, counted from the start write.
  func advice(cycle: Int?) -> String {
    if trace != nil { return "To look at it, \(remedy)." }
    let window = cycle.map { " --trace-cycles \(max(0, $0 - 40))..\(max(0, $0) + 10)" } ?? ""
    return "To look at it, run again with --trace fail.fst\(window)."
  }

  /// How to look at a run that hung.
  var remedy: String {
    trace.map { "see the waveform \($0)" } ?? "add --trace hang.fst to look at it"
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
