import ArgumentParser
import AttentionCompiler
import AttentionSpec
import CoSimulation
import SimulationInterface

/// Runs the attention of a network on the accelerator that reads programs from memory.
struct BenchAttentionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attention",
    abstract: "Cycles of the attention of a network, from memory to memory.",
    discussion: """
      All layers run as one program, from the start write to the interrupt, with everything in the \
      memory outside before: a token bucket that gains 153.6 bytes a cycle, holds 308 and starts \
      empty, for reads and writes together, and a latency of 100 cycles. Then each layer runs as \
      a program of its own, so that no load runs ahead. Operands and decoders are random; codes, \
      queries, keys and values as they come on chip, scores, softmax numerators, row sums and \
      outputs are compared with the reference model.

      COLUMNS
        cycles    from the last write of the layer before to its own
        estimate  likewise, by the compiler's model
        apart     of a program of the layer alone
        floor     products of the kept entries / multiply-accumulate units
      """)

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The configuration, as configs/*.yaml.", valueName: "file"))
  var config: String

  @OptionGroup var masks: OptionalMaskOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Features of a head. (default: 64, or what the configuration holds)", valueName: "d"))
  var headDimension: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Codes of a token of queries, and of keys, from which heads are decoded; 0 for plain ones.",
      valueName: "count"))
  var codes = 2

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Seed of the operands.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    guard (0...15).contains(codes) else {
      throw ValidationError("--codes is \(codes) but may be 0 to 15.")
    }
    if let headDimension, headDimension < 1 {
      throw ValidationError("--head-dimension is \(headDimension) but may be 1 or more.")
    }
  }

  func run() async throws {
    let configuration = try ConfigurationFile(path: config).accelerator.configuration
    let layers = try layers(configuration)
    let job = try AttentionJob(layers, configuration)
    let simulation = try await BuildProgress(configuration).report { progress in
      try await AttentionSimulation(configuration, .modelled, progress: progress)
    }
    var report = try report(job, simulation)
    for (number, layer) in layers.enumerated() {
      let apart = try self.report(AttentionJob([layer], configuration), simulation)
      report.add(apart, as: number)
    }
    try reporting.print(report, remarks: [])
    guard report.isExact else { throw ExitCode(1) }
  }

  private func layers(_ configuration: AcceleratorConfiguration) throws -> [LayerInput] {
    let masks = try masks.masks(for: configuration.capacity)
    var generator = SplitMix64(seed: seed)
    return try (0..<masks.blocks).map { block in
      try LayerInput.random(
        (0..<masks.heads).map { try masks.mask(block: block, head: $0) },
        headDimension: headDimension ?? min(64, configuration.capacity.headDimension),
        codes: codes, &generator)
    }
  }

  private func report(
    _ job: AttentionJob, _ simulation: AttentionSimulation
  ) throws -> AttentionReport {
    let trace = try simulation.run(job, cycleLimit: 40 * job.program.estimate.cycles + 100_000)
    return AttentionReport(job, trace, AttentionComparison(job, trace))
  }
}

extension MemorySettings {
  /// The memory of the bench.
  fileprivate static let modelled = MemorySettings(
    bandwidth: .shared(TokenBucket(bytes: 1_536, cycles: 10, capacity: 308)), readLatency: 100,
    writeLatency: 100)
}
