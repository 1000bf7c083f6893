import AttentionCompiler
import AttentionSpec
import ReferenceModel

/// Layers of attention, ready to run: the program and memory image that the compiler made of them,
/// and what the reference model says comes of these.
public struct AttentionJob: Sendable {
  public let configuration: AcceleratorConfiguration
  public let layers: [LayerInput]
  public let program: AttentionProgram
  /// Unit after unit, with the results at each checkpoint.
  public let expected: [ComputedUnit]
  /// The memory outside after the run.
  public let expectedImage: MemoryImage

  /// - Throws: `Refusal` for layers that the configuration cannot hold, `BrokenRule` never, unless
  ///   the compiler itself is wrong.
  public init(_ layers: [LayerInput], _ configuration: AcceleratorConfiguration) throws {
    self.configuration = configuration
    self.layers = layers
    program = try AttentionProgram(layers, configuration)
    var image = program.image
    expected = try LayerExecution(configuration).run(&image)
    expectedImage = image
  }
}
