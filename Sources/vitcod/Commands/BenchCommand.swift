import ArgumentParser
import AttentionCompiler
import AttentionSpec
import Basics
import CircuitInterpreter
import CoSimulation
import Foundation
import VerilatorSimulation

struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the accelerator in simulation.",
    subcommands: [BenchAttentionCommand.self])
}

struct BenchAttentionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attention",
    abstract: "Cycles of the attention of a network, from memory to memory.",
    discussion: """
      All layers run as one program, from the start write to the interrupt, with everything in the \
      memory outside before. That is a token bucket that gains 153.6 bytes a cycle, holds 308 and \
      starts empty, with a latency of 100 cycles for reads and for the responses to writes. \
      Operands are random, and all values are compared with the reference model.
      """)

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The configuration, a YAML file as in configs/.", valueName: "file"))
  var config: String

  @OptionGroup(title: "Masks") var masks: MaskOptions

  @Option(help: ArgumentHelp("Features of a head.", valueName: "d"))
  var headDimension = 64

  @Option(
    help: ArgumentHelp(
      "Codes of a token of queries, and of keys, from which heads are decoded; 0 for plain ones.",
      valueName: "count"))
  var codes = 2

  @Option(help: ArgumentHelp("Of the operands.", valueName: "seed"))
  var seed: UInt64 = 1

  @OptionGroup var reporting: ReportOptions

  func run() async throws {
    let configuration = try ConfigurationFile(path: config).accelerator.configuration
    let network = try masks.read()
    var generator = SplitMix64(seed: seed)
    let layers = try (0..<network.blocks).map { block in
      try LayerInput.random(
        (0..<network.heads).map { network[block, $0] }, headDimension: headDimension,
        codes: codes, &generator)
    }
    let job = try AttentionJob(layers, configuration)
    let simulation = try await AttentionSimulation(configuration, Self.memory)
    let trace = try simulation.run(job, cycleLimit: 40 * job.program.estimate.cycles + 100_000)
    let report = AttentionReport(job, trace, AttentionComparison(job, trace))
    try reporting.print(report, remarks: [])
    guard report.isExact else { throw ExitCode(1) }
  }

  private static let memory = MemorySettings(
    bandwidth: .shared(TokenBucket(bytes: 1_536, cycles: 10, capacity: 308)), readLatency: 100,
    writeLatency: 100)
}
