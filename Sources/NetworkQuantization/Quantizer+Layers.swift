import AttentionSpec
import Foundation
import NetworkSpec

extension Quantizer {
  /// An affine layer in integers.
  ///
  /// The scale of each input is folded into the weights before they are quantized, one scale an
  /// output.
  ///
  /// - Parameters:
  ///   - inputScales: one an input; real input = scale * (integer + offset).
  ///   - inputOffsets: one an input; nil for zeros.
  ///   - outputScales: one an output.
  func linear(
    _ layer: LinearWeights, inputScales: [Double], inputOffsets: [Double]? = nil,
    outputScales: [Double]
  ) throws -> QuantizedLinear {
    var weight: [Int8] = []
    var biases: [Int32] = []
    var rescale: [FixedMultiplier] = []
    weight.reserveCapacity(layer.weight.count)
    for output in 0..<layer.outputs {
      let row = zip(layer.weight[output * layer.inputs..<(output + 1) * layer.inputs], inputScales)
        .map { Double($0) * $1 }
      let offsets = inputOffsets ?? Array(repeating: 0, count: row.count)
      let bias = Double(layer.bias[output])
      let constant = bias + zip(row, offsets).reduce(0) { $0 + $1.0 * $1.1 }
      let largest = row.reduce(0) { max($0, abs($1)) }
      // Small weights beside a large bias: the bias must leave room in 32 bits.
      let scale = max(
        largest / 127, max(abs(bias), abs(constant)) / Double(Self.biasMaximum),
        outputScales[output] * 0x1p-24)
      let integers = row.map { Int8(clamping: rounded($0 / scale)) }
      weight += integers
      // With the rounded weights, so that an input of 0 gives the bias.
      let shifted = zip(integers, offsets).reduce(bias / scale) { $0 + Double($1.0) * $1.1 }
      biases.append(Int32(clamping: rounded(shifted)))
      rescale.append(try FixedMultiplier(scale / outputScales[output]))
    }
    return try QuantizedLinear(
      outputs: layer.outputs, inputs: layer.inputs, weight: weight, bias: biases,
      rescale: rescale)
  }

  /// A quarter of what 32 bits hold is left to the bias.
  private static let biasMaximum = 1 << 29

  /// LayerNorm in integers.
  func norm(_ norm: NormWeights, residual: Double, output: Double) -> QuantizedNorm {
    let width = Double(shape.width)
    let gains = norm.gain.map { Double($0) / output }
    let offsets = norm.offset.map { Double($0) / output }
    // As many fraction bits as the largest gain leaves of 16, and every offset of 48.
    func fractionBits(_ values: [Double], bits: Int) -> Int {
      let largest = values.reduce(0) { max($0, abs($1)) }
      guard largest > 0 else { return bits - 1 }
      return bits - 2 - Int(largest.exponent)
    }
    let normBits = NetworkFormats.normFractionBits
    let bits = max(
      0,
      min(
        fractionBits(gains, bits: NetworkFormats.normGainBits),
        fractionBits(offsets, bits: NetworkFormats.normOffsetBits) - normBits, 30))
    return QuantizedNorm(
      epsilon: rounded(
        min(Double(shape.normEpsilon) * width * width / (residual * residual), 0x1p60)),
      gain: gains.map { Int16(clamping: rounded($0 * exp2(Double(bits)))) },
      offset: offsets.map { rounded($0 * exp2(Double(bits + normBits))) },
      shift: bits + normBits)
  }

  /// The GELU of every int8.
  static func activationTable(input: Double, output: IntegerFormat) -> [Int8] {
    (-128...127).map { integer in
      let activated = Self.activation(Double(integer) * input)
      return Int8(clamping: rounded(activated / output.scales[0] - output.offsets[0]))
    }
  }

  static func activation(_ value: Double) -> Double {
    value * 0.5 * (1 + erf(value / 2.0.squareRoot()))
  }

  /// What leaves a GELU: nothing is below its minimum, so no integer is spent there.
  private mutating func activated(_ checkpoint: NetworkCheckpoint) throws -> IntegerFormat {
    let limit = try ranges.limits(checkpoint, rule: rule, levels: 255)[0]
    let scale = (limit - Self.activationMinimum) / 255
    let format = IntegerFormat(scale: scale, offset: 128 + Self.activationMinimum / scale)
    formats[checkpoint] = format
    return format
  }

  /// The least value of a GELU, at about -0.7518.
  private static let activationMinimum = -0.169_971

  /// A block in integers.
  mutating func block(_ index: Int, residual: Double) throws -> QuantizedBlock {
    let block = weights.blocks[index]
    func place(_ tensor: NetworkTensor) -> NetworkCheckpoint {
      NetworkCheckpoint(tensor, block: index)
    }
    func each(_ scale: Double, _ count: Int) -> [Double] { Array(repeating: scale, count: count) }
    let input = try scale(place(.attentionInput))
    let queries = try scaleOfEachHead(place(.queries))
    let keys = try scaleOfEachHead(place(.keys))
    let values = try scaleOfEachHead(place(.values))
    let queryEncoder = try autoEncoder(
      block.queryAutoEncoder, input: queries, encoded: place(.encodedQueries),
      decoded: place(.decodedQueries))
    let keyEncoder = try autoEncoder(
      block.keyAutoEncoder, input: keys, encoded: place(.encodedKeys),
      decoded: place(.decodedKeys))
    // An output multiplier reaches 16 times a value's scale.
    let reach = Double(NumberFormats.outputMultiplierMaximum) / 4097
    let outputs = try scaleOfEachHead(place(.headOutputs), minimum: values.map { $0 / reach })
    let heads = try (0..<shape.heads).map { head in
      try HeadQuantization(
        queryScale: queryEncoder.output[head], keyScale: keyEncoder.output[head],
        valueScale: values[head], outputScale: outputs[head], headDimension: shape.headDimension)
    }
    func eachFeature(_ scales: [Double]) -> [Double] {
      scales.flatMap { each($0, shape.headDimension) }
    }
    let perceptronInput = try scale(place(.perceptronInput))
    let expanded = try scale(place(.expanded))
    let activated = try activated(place(.activated))
    return QuantizedBlock(
      attentionNorm: norm(block.attentionNorm, residual: residual, output: input),
      queriesKeysValues: try linear(
        block.queriesKeysValues, inputScales: each(input, shape.width),
        outputScales: eachFeature(queries + keys + values)),
      queryAutoEncoder: queryEncoder.quantized, keyAutoEncoder: keyEncoder.quantized,
      heads: heads,
      projection: try linear(
        block.projection, inputScales: eachFeature(outputs),
        outputScales: each(residual, shape.width)),
      perceptronNorm: norm(block.perceptronNorm, residual: residual, output: perceptronInput),
      expansion: try linear(
        block.expansion, inputScales: each(perceptronInput, shape.width),
        outputScales: each(expanded, shape.hidden)),
      activationTable: Self.activationTable(input: expanded, output: activated),
      contraction: try linear(
        block.contraction, inputScales: each(activated.scales[0], shape.hidden),
        inputOffsets: each(activated.offsets[0], shape.hidden),
        outputScales: each(residual, shape.width)))
  }

  /// An auto-encoder in integers, and the scales of what it gives: those of its input without one.
  private mutating func autoEncoder(
    _ weights: AutoEncoderWeights?, input: [Double], encoded: NetworkCheckpoint,
    decoded: NetworkCheckpoint
  ) throws -> (quantized: QuantizedAutoEncoder?, output: [Double]) {
    guard let weights else { return (nil, input) }
    let encodedScales = try scaleOfEachHead(encoded)
    let decodedScales = try scaleOfEachHead(decoded)
    let quantized = QuantizedAutoEncoder(
      encoder: try linear(
        weights.encoder, inputScales: input, outputScales: encodedScales),
      decoder: try linear(
        weights.decoder, inputScales: encodedScales, outputScales: decodedScales))
    return (quantized, decodedScales)
  }
}
