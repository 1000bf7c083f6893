import AttentionSpec
import CoSimulation

/// One head to run. The work of making it is done when its turn comes.
struct HeadSource {
  var masks: MaskSet
  var layer: Int
  var head: Int
  var headDimension: Int
  var seed: UInt64

  var name: String { "layer \(layer) head \(head)" }

  /// - Throws: `Refusal` or `CommandFailure` for a head that the configuration does not hold.
  func job(_ configuration: AcceleratorConfiguration) throws -> HeadJob {
    let mask = try masks.mask(layer: layer, head: head)
    let operands = try HeadInput.random(
      tokens: mask.tokens, headDimension: headDimension, seed: seed)
    return try HeadJob(name: name, input: operands, mask: mask, configuration: configuration)
  }
}
