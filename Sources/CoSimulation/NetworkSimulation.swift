import AttentionCompiler
import AttentionSpec
import NetworkSpec
import ReferenceModel
import SimulationInterface

/// What became of one image.
public struct ImageRun: Sendable {
  /// Of the reference model alone.
  public let expected: [Int16]
  /// With the attention of the simulated hardware.
  public let logits: [Int16]
  /// Of the attention of all blocks.
  public let attention: AttentionReport

  public init(expected: [Int16], logits: [Int16], attention: AttentionReport) {
    self.expected = expected
    self.logits = logits
    self.attention = attention
  }

  /// Whether every value of the attention, and every logit, agrees.
  public var isExact: Bool { expected == logits && attention.isExact }
}

/// Runs the attention of a network in a simulated accelerator, and the rest of it in the integer
/// reference model.
///
/// The attention of all blocks is one program, whose operands are those of the reference model;
/// then the network runs with what the hardware gave back in place of its own attention.
public struct NetworkSimulation<ChosenSimulator: Simulator> {
  public let network: IntegerNetwork
  private let accelerator: SimulatedAttention<ChosenSimulator>
  /// Of the image before. The masks are fixed, so its plan serves all images.
  private var program: AttentionProgram?

  public init(
    _ network: IntegerNetwork, in accelerator: SimulatedAttention<ChosenSimulator>
  ) {
    self.network = network
    self.accelerator = accelerator
  }

  /// Runs one image.
  ///
  /// - Parameter pixels: As `PixelQuantization` gives them.
  /// - Throws: `SimulationError` for a hang or a failed assertion, `Refusal` for another count of
  ///   pixels or a network that does not fit the accelerator.
  public mutating func run(_ pixels: [Int8]) throws -> ImageRun {
    let operands = try NetworkOperands(network, pixels)
    let job = try AttentionJob(operands.layers, accelerator.configuration, like: program)
    program = job.program
    let trace = try accelerator.run(job, cycleLimit: job.cycleLimit)
    let logits = try network.run(
      pixels,
      attention: { place, input in
        let output = job.program.output(layer: place.block, head: place.head, of: trace.image)
        guard let output else { throw Refusal("The program has no \(place); report this.") }
        return output
      })
    return ImageRun(
      expected: operands.logits, logits: logits,
      attention: AttentionReport(job, trace, AttentionComparison(job, trace)))
  }
}
