import ArgumentParser
import CircuitFuzzing
import Foundation
import SystemVerilog
import VerilatorSimulation

/// Random circuits in the interpreter, in Verilator and in Icarus; all outputs must be equal in all
/// cycles.
struct FuzzCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz",
    abstract: "Compares the interpreter, Verilator and Icarus on random circuits.",
    discussion: "Ends with a failure where they differ. Build with `-c release`.")

  @Argument(help: "How many circuits.")
  var circuits = 200

  @Argument(help: "The seed of the run.")
  var seed: UInt64 = 1

  @Option(help: "Repeats the one circuit of this seed instead.")
  var circuit: UInt64?

  @Option(help: "How many cycles each circuit runs.")
  var cycles = 100

  @Option(help: "How many circuits are built together.")
  var batch = 50

  @Option(help: "Who runs: interpreter, verilator, icarus.")
  var executors = ["interpreter", "verilator", "icarus"]

  @Option(help: "How many rounds a difference is shrunk.")
  var rounds = 60

  @Option(help: "The folder for the text of circuits that differ.")
  var output = ".build/fuzz"

  func run() async throws {
    let run = FuzzRun(
      executors: try executors.map { try Self.executor($0, warnings: .fatal) }, cycles: cycles,
      batchSize: batch)
    let seeds = circuit.map { [$0] }
      ?? (0..<circuits).map { FuzzCase.seed(run: seed, index: $0) }
    print("seed \(seed), \(seeds.count) circuits of \(cycles) cycles in "
      + run.executors.map(\.name).joined(separator: ", "))
    let report = try await run.run(seeds: seeds) { report in
      print("  \(report.circuits) circuits, \(report.differences.count) differences")
    }
    print("\nOperators and statements, in up to 64 bits + over 64 bits:")
    for line in report.operators.lines { print("  " + line) }
    print("\n\(report.differences.count) differences")
    for difference in report.differences { try await show(difference, run) }
    guard report.differences.isEmpty else { throw ExitCode.failure }
  }

  static func executor(_ name: String, warnings: LintWarnings) throws -> any Executor {
    switch name {
    case "interpreter": InterpreterExecutor()
    case "verilator": VerilatorExecutor(warnings: warnings)
    case "icarus": IcarusExecutor()
    default:
      throw ValidationError("'\(name)' runs no circuits; write interpreter, verilator or icarus.")
    }
  }

  /// Prints a difference, makes its circuit smaller, and writes the text of both.
  private func show(_ difference: Difference, _ run: FuzzRun) async throws {
    print("\n\(difference)")
    let folder = "\(output)/\(difference.seed)"
    let fuzzCase = try FuzzCase(seed: difference.seed, cycles: cycles)
    try write(fuzzCase, to: folder + "/whole")
    // One that agrees and one that does not tell the difference.
    let dissenter = difference.dissenters.first
    let pair =
      executors.filter { Self.names[$0] == dissenter }
      + executors.filter { Self.names[$0] != dissenter }.prefix(1)
    let shrinker = Shrinker(
      executors: try pair.map {
        try Self.executor($0, warnings: difference.complaint != nil ? .fatal : .reported)
      }, roundsMax: rounds)
    let small = await shrinker.shrunk(fuzzCase, difference)
    try write(small, to: folder + "/shrunk")
    let found = await FuzzRun(executors: shrinker.executors).differences([small])
    print("  shrunk: \(found.first?.map(\.description) ?? "no difference")")
    print("  repeat: scripts/fuzz --circuit \(difference.seed)")
    print("  text: \(folder)/whole and \(folder)/shrunk")
  }

  private static let names = [
    "interpreter": "interpreter", "verilator": "Verilator", "icarus": "Icarus",
  ]

  private func write(_ fuzzCase: FuzzCase, to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for file in SystemVerilogEmitter().emit(fuzzCase.circuit) {
      try file.text.write(toFile: folder + "/" + file.name, atomically: true, encoding: .utf8)
    }
  }
}
