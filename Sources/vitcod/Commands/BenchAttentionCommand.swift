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
      memory outside before. That is a token bucket that gains 153.6 bytes a cycle, holds 308 and \
      starts empty, for reads and writes together, with a latency of 100 cycles. Then each layer \
      runs as a program of its own, so that no load runs ahead. Operands and decoders are \
      random; codes, queries, keys and values as they come on chip, scores, softmax numerators, \
      row sums and outputs are compared with the reference model.

      COLUMNS
        cycles    from the last write of the layer before to its own
        estimate  likewise, by the compiler's model
        apart     of a program of the layer alone
        computing from its first issue to its last output, beside the layers around it
        floor     products of the kept entries / multiply-accumulate units
        use       floor / cycles

      The last line is PASS, or FAIL with the first value that differs.
      """)

  @OptionGroup var input: ConfigurationOption
  @OptionGroup var masks: OptionalMaskOptions

  @OptionGroup var operands: RandomOperandOptions
  @OptionGroup var reporting: ReportOptions

  func run() async throws {
    let accelerator = try input.accelerator()
    let configuration = accelerator.configuration
    let layers = try layers(configuration)
    let job = try AttentionJob(layers, configuration)
    let simulation = try await BuildProgress(configuration).report { progress in
      try await AttentionSimulation(accelerator, .modelled, progress: progress)
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
    return try (0..<masks.blocks).map { block in
      try operands.layer(
        (0..<masks.heads).map { try masks.mask(block: block, head: $0) }, layer: block,
        configuration)
    }
  }

  private func report(
    _ job: AttentionJob, _ simulation: AttentionSimulation
  ) throws -> AttentionReport {
    let trace = try simulation.run(job, cycleLimit: job.cycleLimit)
    return AttentionReport(job, trace, AttentionComparison(job, trace))
  }
}
