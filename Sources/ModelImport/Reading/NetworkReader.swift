import AttentionSpec
import NetworkSpec
import TensorFiles

/// Makes a network of the tensors of a file: its sizes first, then its parts.
struct NetworkReader {
  var tensors: TensorReader
  /// What the tensors do not tell, with notes about what was not used.
  var settings: ModelSettings
  let shape: NetworkShape
  let readout: Readout
  let headsSource: SettingSource
  let normEpsilonSource: SettingSource

  var naming: TensorNaming { tensors.naming }

  /// - Throws: `Refusal` for sizes that are missing or do not go together.
  init(_ tensors: TensorReader, _ settings: ModelSettings) throws(Refusal) {
    var settings = settings
    let sizes = try NetworkSizes(tensors, &settings)
    let (heads, headsSource) = try settings.heads(width: sizes.width, encoded: sizes.encodedHeads)
    let (epsilon, epsilonSource) = settings.normEpsilon(tensors.naming)
    do {
      shape = try NetworkShape(
        channels: sizes.channels, imageSide: sizes.grid * sizes.patchSide,
        patchSide: sizes.patchSide, classTokens: sizes.classTokens, width: sizes.width,
        heads: heads, blocks: sizes.blocks, hidden: sizes.hidden, classes: sizes.classes,
        normEpsilon: epsilon)
    } catch { throw Refusal(in: tensors.path, "\(error)") }
    let queries = tensors.naming.block.queriesKeysValues.map {
      tensors.naming.name(block: 0, $0 + ".bias")
    }
    try settings.checkConfiguration(shape, hasQueryBias: queries.contains { tensors.has($0) })
    self.tensors = tensors
    self.settings = settings
    readout = sizes.readout
    self.headsSource = headsSource
    normEpsilonSource = epsilonSource
  }

  /// - Throws: `Refusal` for a tensor that is missing, of another shape, not finite or left
  ///   over.
  mutating func weights() throws(Refusal) -> NetworkWeights {
    let width = shape.width
    let patch = [width, shape.channels, shape.patchSide, shape.patchSide]
    let patchEmbedding = LinearWeights(
      outputs: width, inputs: shape.patchSize,
      weight: try tensors.floats(naming.patchEmbedding + ".weight", patch),
      bias: try tensors.floats(naming.patchEmbedding + ".bias", [width]))
    var classTokens = try tensors.floats(naming.classToken, [1, 1, width])
    if shape.classTokens == 2 {
      classTokens += try tensors.floats(naming.distillationToken, [1, 1, width])
    }
    let positions = try positions()
    var blocks: [BlockWeights] = []
    for index in 0..<shape.blocks { blocks.append(try block(index)) }
    let norm = try norm(naming.norm)
    let inputs = readout == .classTokenAndPatchMean ? 2 * width : width
    var classifiers: [LinearWeights] = []
    for name in naming.classifiers(readout) where shape.classes > 0 {
      classifiers.append(try layer(name, inputs: inputs, outputs: shape.classes))
    }
    try tensors.checkAllTaken()
    do {
      return try NetworkWeights(
        shape: shape, patchEmbedding: patchEmbedding, classTokens: classTokens,
        positions: positions, blocks: blocks, norm: norm, readout: readout,
        classifiers: classifiers)
    } catch { throw Refusal(in: tensors.path, "\(error)") }
  }

  /// DeiT III adds positions to its patches alone; here they are zeros for the class token.
  private mutating func positions() throws(Refusal) -> [Float] {
    let extents = try tensors.extents(naming.positions, "[1, tokens, width]", axes: 3)
    guard extents[1] == shape.patches else {
      return try tensors.floats(naming.positions, [1, shape.tokens, shape.width])
    }
    return [Float](repeating: 0, count: shape.classTokens * shape.width)
      + (try tensors.floats(naming.positions, [1, shape.patches, shape.width]))
  }

  private mutating func norm(_ name: String) throws(Refusal) -> NormWeights {
    NormWeights(
      gain: try tensors.floats(name + ".weight", [shape.width]),
      offset: try tensors.floats(name + ".bias", [shape.width]))
  }

  private mutating func layer(
    _ name: String, inputs: Int, outputs: Int
  ) throws(Refusal) -> LinearWeights {
    LinearWeights(
      outputs: outputs, inputs: inputs,
      weight: try tensors.floats(name + ".weight", [outputs, inputs]),
      bias: try tensors.floats(name + ".bias", [outputs]))
  }
}

extension NetworkReader {
  private mutating func block(_ index: Int) throws(Refusal) -> BlockWeights {
    let names = naming.block
    func name(_ part: String) -> String { naming.name(block: index, part) }
    let (width, hidden) = (shape.width, shape.hidden)
    let encoders = names.autoEncoders.map(name)
    let hasEncoders = encoders.flatMap(\.weightAndBias).contains { tensors.has($0) }
    return BlockWeights(
      attentionNorm: try norm(name(names.attentionNorm)),
      queriesKeysValues: try queriesKeysValues(names.queriesKeysValues.map(name)),
      queryAutoEncoder: hasEncoders ? try autoEncoder(encoders[0], encoders[1]) : nil,
      keyAutoEncoder: hasEncoders ? try autoEncoder(encoders[2], encoders[3]) : nil,
      projection: try scaledLayer(
        name(names.projection), inputs: width, by: name(names.attentionScale)),
      perceptronNorm: try norm(name(names.perceptronNorm)),
      expansion: try layer(name(names.expansion), inputs: width, outputs: hidden),
      contraction: try scaledLayer(
        name(names.contraction), inputs: hidden, by: name(names.perceptronScale)))
  }

  /// One layer of three, or three that become one. Without biases they add nothing.
  private mutating func queriesKeysValues(_ names: [String]) throws(Refusal) -> LinearWeights {
    let rows = 3 * shape.width / names.count
    let hasBias = names.contains { tensors.has($0 + ".bias") }
    var weight: [Float] = []
    var bias: [Float] = []
    for name in names {
      weight += try tensors.floats(name + ".weight", [rows, shape.width])
      if hasBias { bias += try tensors.floats(name + ".bias", [rows]) }
    }
    return LinearWeights(
      outputs: 3 * shape.width, inputs: shape.width, weight: weight, bias: hasBias ? bias : nil)
  }

  private mutating func autoEncoder(
    _ encoder: String, _ decoder: String
  ) throws(Refusal) -> AutoEncoderWeights {
    let hidden = try tensors.extents(
      encoder + ".weight", "[hidden heads, \(shape.heads)]", axes: 2)[0]
    return AutoEncoderWeights(
      encoder: try layer(encoder, inputs: shape.heads, outputs: hidden),
      decoder: try layer(decoder, inputs: hidden, outputs: shape.heads))
  }

  /// A layer that gives features of the residual stream, with a factor for each of them behind it
  /// where the model has layer scale.
  private mutating func scaledLayer(
    _ name: String, inputs: Int, by scale: String
  ) throws(Refusal) -> LinearWeights {
    let layer = try layer(name, inputs: inputs, outputs: shape.width)
    guard let factors = try tensors.floatsIfPresent(scale, [shape.width]) else { return layer }
    let weight = layer.weight.enumerated().map { place, value in value * factors[place / inputs] }
    let bias = zip(layer.bias, factors).map { $0 * $1 }
    guard weight.allSatisfy(\.isFinite), bias.allSatisfy(\.isFinite) else {
      throw tensors.refusal(
        scale,
        "The layer times its layer scale overflows float32; look for what made such numbers before "
          + "the file was written.")
    }
    return LinearWeights(outputs: shape.width, inputs: inputs, weight: weight, bias: bias)
  }
}
