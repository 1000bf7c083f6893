import AttentionSpec

/// An affine layer in integers: int32 sums of int8 products plus an int32 bias, then a change of
/// scale for each output.
public struct QuantizedLinear: Sendable, Equatable {
  public let outputs: Int
  public let inputs: Int
  /// `outputs * inputs` numbers, the input fastest.
  public let weight: [Int8]
  public let bias: [Int32]
  /// From the scale of a sum to that of the result; one an output.
  public let rescale: [FixedMultiplier]

  /// - Throws: `Refusal` for a layer whose sums could leave 32 bits.
  public init(
    outputs: Int, inputs: Int, weight: [Int8], bias: [Int32], rescale: [FixedMultiplier]
  ) throws {
    precondition(
      weight.count == outputs * inputs && bias.count == outputs && rescale.count == outputs,
      "A layer of \(outputs) x \(inputs) has as many weights, and \(outputs) biases and factors.")
    for output in 0..<outputs {
      let row = weight[output * inputs..<(output + 1) * inputs]
      let largest = row.reduce(Int(bias[output].magnitude)) { $0 + 128 * Int($1.magnitude) }
      guard largest <= Int(Int32.max) else {
        throw Refusal(
          "A sum of \(inputs.counted("product")) can reach \(largest), more than 32 bits hold; "
            + "choose a layer with fewer inputs.")
      }
    }
    self.outputs = outputs
    self.inputs = inputs
    self.weight = weight
    self.bias = bias
    self.rescale = rescale
  }
}

/// LayerNorm in integers; see `NetworkFormats`.
public struct QuantizedNorm: Sendable, Equatable {
  /// `E`: what is added to the variance, in its units.
  public let epsilon: Int
  public let gain: [Int16]
  public let offset: [Int]
  public let shift: Int

  public init(epsilon: Int, gain: [Int16], offset: [Int], shift: Int) {
    precondition(gain.count == offset.count, "A norm has as many gains as offsets.")
    self.epsilon = epsilon
    self.gain = gain
    self.offset = offset
    self.shift = shift
  }
}

/// ViTCoD's auto-encoder in integers.
public struct QuantizedAutoEncoder: Sendable, Equatable {
  public let encoder: QuantizedLinear
  public let decoder: QuantizedLinear

  public init(encoder: QuantizedLinear, decoder: QuantizedLinear) {
    self.encoder = encoder
    self.decoder = decoder
  }
}

/// A block in integers.
public struct QuantizedBlock: Sendable, Equatable {
  public let attentionNorm: QuantizedNorm
  public let queriesKeysValues: QuantizedLinear
  public let queryAutoEncoder: QuantizedAutoEncoder?
  public let keyAutoEncoder: QuantizedAutoEncoder?
  /// One a head.
  public let heads: [HeadQuantization]
  public let projection: QuantizedLinear
  public let perceptronNorm: QuantizedNorm
  public let expansion: QuantizedLinear
  /// The GELU of -128 ... 127: integers with an offset, since a GELU is never far below 0.
  public let activationTable: [Int8]
  public let contraction: QuantizedLinear

  public init(
    attentionNorm: QuantizedNorm, queriesKeysValues: QuantizedLinear,
    queryAutoEncoder: QuantizedAutoEncoder?, keyAutoEncoder: QuantizedAutoEncoder?,
    heads: [HeadQuantization], projection: QuantizedLinear, perceptronNorm: QuantizedNorm,
    expansion: QuantizedLinear, activationTable: [Int8], contraction: QuantizedLinear
  ) {
    self.attentionNorm = attentionNorm
    self.queriesKeysValues = queriesKeysValues
    self.queryAutoEncoder = queryAutoEncoder
    self.keyAutoEncoder = keyAutoEncoder
    self.heads = heads
    self.projection = projection
    self.perceptronNorm = perceptronNorm
    self.expansion = expansion
    self.activationTable = activationTable
    self.contraction = contraction
  }
}

/// A network in integers, with its masks: all that an implementation needs.
public struct QuantizedNetwork: Sendable {
  public let shape: NetworkShape
  public let masks: NetworkMasks
  public let pixels: PixelQuantization
  public let patchEmbedding: QuantizedLinear
  /// `classTokens * width` numbers, positions added.
  public let classTokens: [Int16]
  /// `patches * width` numbers.
  public let positions: [Int16]
  public let blocks: [QuantizedBlock]
  public let norm: QuantizedNorm
  public let readout: Readout
  public let classifiers: [QuantizedLinear]
  /// What the integers of each tensor stand for.
  public let formats: [NetworkCheckpoint: IntegerFormat]

  public init(
    shape: NetworkShape, masks: NetworkMasks, pixels: PixelQuantization,
    patchEmbedding: QuantizedLinear, classTokens: [Int16], positions: [Int16],
    blocks: [QuantizedBlock], norm: QuantizedNorm, readout: Readout,
    classifiers: [QuantizedLinear], formats: [NetworkCheckpoint: IntegerFormat]
  ) {
    self.shape = shape
    self.masks = masks
    self.pixels = pixels
    self.patchEmbedding = patchEmbedding
    self.classTokens = classTokens
    self.positions = positions
    self.blocks = blocks
    self.norm = norm
    self.readout = readout
    self.classifiers = classifiers
    self.formats = formats
  }
}
