import AttentionSpec
import NetworkSpec
import ReferenceModel

/// Every tensor of one image in integers: what an implementation is compared with, step by step.
public struct CheckpointRecord: Sendable {
  /// The tensors of `NetworkTensor`, in the order of the data.
  public private(set) var tensors: [(checkpoint: NetworkCheckpoint, values: [Int16])] = []
  /// What each head makes of its operands.
  public private(set) var heads: [Head] = []

  /// A head of one image.
  public struct Head: Sendable {
    public let place: HeadPlace
    public let input: HeadInput
    public let result: HeadResult
  }

  /// - Throws: `Refusal` for another count of pixels.
  public init(_ network: IntegerNetwork, _ pixels: [Int8]) throws {
    var tensors: [(checkpoint: NetworkCheckpoint, values: [Int16])] = []
    var heads: [Head] = []
    _ = try network.run(
      pixels,
      attention: { place, input in
        let result = try network.attention(place, input)
        heads.append(Head(place: place, input: input, result: result))
        return result.output
      },
      observe: { tensors.append(($0, $1)) })
    self.tensors = tensors
    self.heads = heads
  }
}
