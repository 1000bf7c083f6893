import AttentionSpec
import NetworkSpec
import ReferenceModel

/// Every tensor of one image in integers: what an implementation is compared with, step by step.
public struct CheckpointRecord: Sendable {
  /// The tensors of `NetworkTensor`, by name, in the order of the data.
  public private(set) var tensors: [(name: String, values: [Int16])] = []
  /// What each head makes of its operands.
  public private(set) var heads: [(place: HeadPlace, result: HeadResult)] = []

  /// - Throws: `Refusal` for another count of pixels.
  public init(_ network: IntegerNetwork, _ pixels: [Int8]) throws {
    var tensors: [(name: String, values: [Int16])] = []
    var heads: [(place: HeadPlace, result: HeadResult)] = []
    _ = try network.run(
      pixels,
      attention: { place, input in
        let result = try network.attention(place, input)
        heads.append((place, result))
        return result.output
      },
      observe: { tensors.append(($0.description, $1)) })
    self.tensors = tensors
    self.heads = heads
  }
}
