import AttentionSpec

/// A tensor of a network, in the order of the data. Its name is stable: reports show it.
///
/// Matrices have one row a token. The tensors of a head stand in `AttentionSpec.Checkpoint`.
public enum NetworkTensor: String, Sendable, CaseIterable, Codable {
  /// The image: channel, row, column.
  case pixels
  /// tokens x width: patches embedded, class tokens put first, positions added.
  case embedding
  /// tokens x width: the first norm of a block.
  case attentionInput
  /// tokens x width, head after head, as are `keys` and `values`.
  case queries, keys, values
  /// tokens x (hidden heads * head dimension): what the encoder leaves.
  case encodedQueries, encodedKeys
  /// tokens x width: what the decoder gives back, the operands of the scores.
  case decodedQueries, decodedKeys
  /// heads x tokens x tokens; 0 where the mask has no entry. Floating point only.
  case probabilities
  /// tokens x width: the outputs of the heads side by side.
  case headOutputs
  /// tokens x width: the residual stream after attention.
  case attentionResidual
  /// tokens x width: the second norm of a block.
  case perceptronInput
  /// tokens x hidden: before the GELU.
  case expanded
  /// tokens x hidden: after the GELU.
  case activated
  /// tokens x width: the residual stream after the perceptron.
  case perceptronResidual
  /// tokens x width: the last norm of all tokens, where the mean of the patches is looked at.
  case normalizedTokens
  /// The normalised features that the classifier looks at.
  case features
  /// One number a class; the features again for a network without a classifier.
  case logits
}

extension NetworkTensor {
  /// The range of its integers; of `features` and all others not named here, int8.
  public var integerRange: ClosedRange<Int> {
    switch self {
    case .embedding, .attentionResidual, .perceptronResidual, .logits:
      NetworkFormats.residualRange
    default: NumberFormats.outputRange
    }
  }
}

/// A tensor and the block it belongs to.
public struct NetworkCheckpoint: Sendable, Hashable, CustomStringConvertible {
  public let tensor: NetworkTensor
  /// Nil before the first block and after the last.
  public let block: Int?

  public init(_ tensor: NetworkTensor, block: Int? = nil) {
    self.tensor = tensor
    self.block = block
  }

  public var description: String {
    block.map { "blocks.\($0).\(tensor.rawValue)" } ?? tensor.rawValue
  }
}
