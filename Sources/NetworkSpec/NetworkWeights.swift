import AttentionSpec

/// An affine layer: `y = weight x + bias`.
public struct LinearWeights: Sendable, Equatable {
  public let outputs: Int
  public let inputs: Int
  /// `outputs * inputs` numbers, the input fastest, as PyTorch has them.
  public let weight: [Float]
  /// `outputs` numbers.
  public let bias: [Float]

  /// A layer; without `bias` it adds zeros.
  public init(outputs: Int, inputs: Int, weight: [Float], bias: [Float]? = nil) {
    precondition(
      weight.count == outputs * inputs && (bias?.count ?? outputs) == outputs,
      "A layer of \(outputs) x \(inputs) has as many weights and \(outputs) biases.")
    self.outputs = outputs
    self.inputs = inputs
    self.weight = weight
    self.bias = bias ?? Array(repeating: 0, count: outputs)
  }
}

/// LayerNorm over the features of a token: `(x - mean) / sqrt(variance + epsilon) * gain + offset`.
public struct NormWeights: Sendable, Equatable {
  public let gain: [Float]
  public let offset: [Float]

  public init(gain: [Float], offset: [Float]) {
    precondition(gain.count == offset.count, "A norm has as many gains as offsets.")
    self.gain = gain
    self.offset = offset
  }
}

/// ViTCoD's auto-encoder for queries or keys: for each token and feature, the vector of heads goes
/// through fewer numbers and back (paper, section IV-B; `mix_head_fc_qk` in the authors'
/// Algorithm/deit/timm/vision_transformer.py).
public struct AutoEncoderWeights: Sendable, Equatable {
  /// heads to hidden heads.
  public let encoder: LinearWeights
  /// hidden heads to heads.
  public let decoder: LinearWeights

  public var heads: Int { encoder.inputs }
  public var hiddenHeads: Int { encoder.outputs }

  public init(encoder: LinearWeights, decoder: LinearWeights) {
    precondition(
      encoder.outputs == decoder.inputs && encoder.inputs == decoder.outputs,
      "A decoder goes back to where its encoder came from.")
    self.encoder = encoder
    self.decoder = decoder
  }
}

/// A pre-norm block. Layer scale, where a network has it, is in `projection` and `contraction`.
public struct BlockWeights: Sendable, Equatable {
  public var attentionNorm: NormWeights
  /// width to 3 * width: queries, keys, values; in each, head after head.
  public var queriesKeysValues: LinearWeights
  /// Both nil, or both of the same number of heads.
  public var queryAutoEncoder: AutoEncoderWeights?
  public var keyAutoEncoder: AutoEncoderWeights?
  /// width to width, after the heads.
  public var projection: LinearWeights
  public var perceptronNorm: NormWeights
  /// width to hidden, before the GELU.
  public var expansion: LinearWeights
  /// hidden to width, after the GELU.
  public var contraction: LinearWeights

  public init(
    attentionNorm: NormWeights, queriesKeysValues: LinearWeights,
    queryAutoEncoder: AutoEncoderWeights? = nil, keyAutoEncoder: AutoEncoderWeights? = nil,
    projection: LinearWeights, perceptronNorm: NormWeights, expansion: LinearWeights,
    contraction: LinearWeights
  ) {
    self.attentionNorm = attentionNorm
    self.queriesKeysValues = queriesKeysValues
    self.queryAutoEncoder = queryAutoEncoder
    self.keyAutoEncoder = keyAutoEncoder
    self.projection = projection
    self.perceptronNorm = perceptronNorm
    self.expansion = expansion
    self.contraction = contraction
  }
}

/// What the classifier looks at, after the last norm.
public enum Readout: String, Sendable, Codable {
  /// The class token: ViT, DeiT.
  case classToken
  /// The class token and the distillation token, each with a classifier; the logits are averaged
  /// (DeiT with distillation).
  case averageOfTwo
  /// The class token followed by the mean of the patches (DINOv2).
  case classTokenAndPatchMean
}

/// A Vision Transformer in float32.
public struct NetworkWeights: Sendable, Equatable {
  public let shape: NetworkShape
  /// A patch (channel, row, column; the column fastest) to width.
  public var patchEmbedding: LinearWeights
  /// `classTokens * width` numbers.
  public var classTokens: [Float]
  /// `tokens * width` numbers: what is added to every token, class tokens first.
  public var positions: [Float]
  public var blocks: [BlockWeights]
  public var norm: NormWeights
  public var readout: Readout
  /// Two for `averageOfTwo`, otherwise one; none for a network whose result are features.
  public var classifiers: [LinearWeights]

  /// - Throws: `Refusal` for a part whose size is not that of the shape.
  public init(
    shape: NetworkShape, patchEmbedding: LinearWeights, classTokens: [Float], positions: [Float],
    blocks: [BlockWeights], norm: NormWeights, readout: Readout = .classToken,
    classifiers: [LinearWeights]
  ) throws {
    self.shape = shape
    self.patchEmbedding = patchEmbedding
    self.classTokens = classTokens
    self.positions = positions
    self.blocks = blocks
    self.norm = norm
    self.readout = readout
    self.classifiers = classifiers
    try checkSizes()
  }

  /// Whether queries and keys go through auto-encoders.
  public var hasAutoEncoders: Bool { blocks.contains { $0.queryAutoEncoder != nil } }
}
