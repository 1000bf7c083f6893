import ArgumentParser
import Basics
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

  @Flag(help: "Puts bugs into each executor, and counts the circuits that it takes to find them.")
  var broken = false

  @Option(help: "How many cycles each circuit runs.")
  var cycles = 100

  @Option(help: "How many circuits are built together.")
  var batch = 100

  @Option(help: "Who runs; give the option several times.")
  var executors: [ExecutorName] = [.interpreter, .verilator, .icarus]

  @Option(help: "How many rounds a difference is shrunk.")
  var rounds = 60

  @Option(help: "The folder for the text of circuits that differ.")
  var output = ".build/fuzz"

  func validate() throws {
    guard circuits >= 1, cycles >= 2, batch >= 1, rounds >= 0, !executors.isEmpty else {
      throw ValidationError(
        "A run has a circuit, two cycles, a batch and an executor at least, and no fewer than 0 "
          + "rounds.")
    }
  }

  func run() async throws {
    if broken { return try await hunt() }
    let run = FuzzRun(
      executors: executors.map { $0.executor(warnings: .fatal) }, cycles: cycles, batchSize: batch)
    let seeds =
      circuit.map { [$0] } ?? (0..<circuits).map { FuzzCase.seed(run: seed, index: $0) }
    let names = run.executors.map(\.name).joined(separator: ", ")
    print("seed \(seed): \(seeds.count) circuits of \(cycles) cycles in \(names)")
    var known = 0
    let report = await run.run(seeds: seeds) { report in
      for difference in report.differences[known...] { note("\(difference)") }
      known = report.differences.count
      note("\(report.circuits) circuits, \(known) differences")
    }
    print("\noperators and statements, in up to 64 bits + over 64 bits:")
    for line in report.operators.lines { print("  " + line) }
    for (bug, found) in report.toolBugs.sorted(by: { $0.key < $1.key }) {
      print("\n\(found.count) circuits in which \(bug), and nothing else differs:")
      for difference in found { print("  \(difference.seed)") }
    }
    print("\n\(report.differences.count) differences")
    for difference in report.differences { try await show(difference) }
    guard report.differences.isEmpty else { throw ExitCode.failure }
  }

  /// Progress, which is not the result.
  private func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Prints a difference, makes its circuit smaller, and writes the text of both.
  private func show(_ difference: Difference) async throws {
    print("\n\(difference)")
    let folder = "\(output)/\(difference.seed)"
    guard let fuzzCase = try? FuzzCase(seed: difference.seed, cycles: cycles) else { return }
    try write(fuzzCase, to: folder + "/whole")
    // Two tell the difference: one that is alone with what it says, and another.
    let alone = executors.filter { difference.dissenters.contains($0.title) }
    let strange = alone.last.map { [$0] } ?? []
    let others = executors.filter { !strange.contains($0) }
    let usual = (others.filter { !alone.contains($0) } + others).prefix(1)
    let warnings = difference.complaint == nil ? LintWarnings.reported : .fatal
    let shrinker = Shrinker(
      executors: (strange + usual).map { $0.executor(warnings: warnings) }, roundsMax: rounds)
    let small = await shrinker.shrunk(fuzzCase, difference)
    try write(small, to: folder + "/shrunk")
    let found = await FuzzRun(executors: shrinker.executors).differences([small])
    print("  shrunk: \(found.first??.description ?? "no difference")")
    print("  text: \(folder)/whole and \(folder)/shrunk")
    print("  repeat: scripts/fuzz --circuit \(difference.seed)")
  }

  private func write(_ fuzzCase: FuzzCase, to folder: String) throws {
    try fuzzCase.emitter.write(fuzzCase.circuit, to: folder)
  }

  /// Every bug in every executor.
  private func hunt() async throws {
    let hunt = MutationHunt(cycles: cycles)
    var results: [[MutationHunt.Result]] = []
    for name in executors {
      note("\(hunt.mutations.count) bugs in \(name.title)")
      results.append(
        try await hunt.run(
          in: name.executor(warnings: .reported), seed: seed,
          round: name == .interpreter ? [1] : [2, 3, 5, 10, 20]))
    }
    var table = TextTable(["bug"] + executors.map(\.title))
    for mutation in hunt.mutations {
      table.add(
        [mutation.name]
          + results.map { results in
            guard let result = results.first(where: { $0.mutation == mutation.name }) else {
              return "-"
            }
            return result.circuits.map { "\($0)" } ?? "not found"
          })
    }
    print("seed \(seed): circuits until a bug is found\n\(table.text)")
    guard results.allSatisfy({ $0.allSatisfy { $0.circuits != nil } }) else {
      throw ExitCode.failure
    }
  }
}

/// An executor as the command line names it.
enum ExecutorName: String, CaseIterable, ExpressibleByArgument {
  case interpreter, verilator, icarus, yosys

  /// - Parameter warnings: whether Verilator refuses a batch for one.
  func executor(warnings: LintWarnings) -> any Executor {
    switch self {
    case .interpreter: InterpreterExecutor()
    case .verilator: VerilatorExecutor(warnings: warnings)
    case .icarus: IcarusExecutor(warnings: warnings)
    case .yosys: YosysExecutor()
    }
  }

  var title: String { executor(warnings: .reported).name }
}
