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

  /// - Parameter program: One of the same masks and shapes, whose plan serves again.
  /// - Throws: `Refusal` for layers that the configuration cannot hold, `BrokenRule` never, unless
  ///   the compiler itself is wrong.
  public init(
    _ layers: [LayerInput], _ configuration: AcceleratorConfiguration,
    like program: AttentionProgram? = nil
  ) throws {
    self.configuration = configuration
    self.layers = layers
    let compiled = try AttentionProgram(layers, configuration, like: program)
    self.program = compiled
    var image = compiled.image
    expected = try LayerExecution(configuration).run(&image)
    expectedImage = image
  }

  /// Far above the cycles of any run that goes on, whatever the memory does.
  public var cycleLimit: Int { 40 * program.estimate.cycles + 100_000 }
}
