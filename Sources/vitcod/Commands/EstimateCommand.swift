import ArgumentParser
import AttentionCompiler
import AttentionSpec

struct EstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Cycles that the attention of a network takes, and why, without simulation.",
    discussion: """
      The program that the compiler makes of the masks runs in a model of the accelerator's units, \
      cycle after cycle, with the memory of bench attention: 153.6 bytes a cycle and a latency of \
      100 cycles. No cycle depends on the operands. The causes add up to all cycles.

      COLUMNS
        kept      entries of the masks that are kept
        slots     slots of the schedule; each is issued twice
        cycles    from the last write of the layer before, or from the start, to its own
        floor     products of the kept entries / multiply-accumulate units
        places    cycles that places of slots without an entry cost
        waits     cycles without an issue while the outputs of the layer are next
      """)

  @OptionGroup var input: ConfigurationOption
  @OptionGroup(title: "Layers") var masks: OptionalMaskOptions
  @OptionGroup var shape: OperandShapeOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    let configuration = try ConfigurationFile(path: input.config).configuration
    let set = try masks.masks(for: configuration.capacity)
    let layers = try (0..<set.blocks).map { layer in
      try shape.layer(
        (0..<set.heads).map { try set.mask(block: layer, head: $0) }, seed: 1, configuration)
    }
    let program = try AttentionProgram(layers, configuration)
    try report.print(EstimateReport(program, layers, configuration), remarks: [])
  }
}
