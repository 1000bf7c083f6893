import AttentionSpec
import Foundation
import NetworkSpec

extension Quantizer {
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

  /// The finest scale of what leaves a norm whose gains 16 bits hold.
  static func scaleMin(_ norm: NormWeights) -> Double {
    norm.gain.reduce(0) { max($0, abs(Double($1))) } * 0x1p-14
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

  /// What leaves a GELU: nothing is below its minimum, nor further below 0 than anything is from
  /// it, so no integer is spent there.
  private mutating func activated(_ checkpoint: NetworkCheckpoint) throws -> IntegerFormat {
    let found = try ranges.limits(checkpoint, rule: rule, levels: 255)[0]
    let limit = found > 0 ? found : zeroLimit
    let least = max(Self.activationMin, -limit)
    let scale = (limit - least) / 255
    let format = IntegerFormat(scale: scale, offset: 128 + least / scale)
    formats[checkpoint] = format
    return format
  }

  /// The least value of a GELU, at about -0.7518.
  private static let activationMin = -0.169_971

  /// A block in integers.
  mutating func block(_ index: Int, residual: Double) throws -> QuantizedBlock {
    let block = weights.blocks[index]
    func place(_ tensor: NetworkTensor) -> NetworkCheckpoint {
      NetworkCheckpoint(tensor, block: index)
    }
    func each(_ scale: Double, _ count: Int) -> [Double] { Array(repeating: scale, count: count) }
    func eachFeature(_ scales: [Double]) -> [Double] {
      scales.flatMap { each($0, shape.headDimension) }
    }
    func toResidual(_ layer: ScaledLayer, _ tensor: NetworkTensor) throws -> QuantizedLinear {
      try layer.quantized(outputScales: each(residual, shape.width)) {
        "\(place(tensor)), feature \($0)"
      }
    }
    let input = try scale(place(.attentionInput), minimum: Self.scaleMin(block.attentionNorm))
    let layer = ScaledLayer(
      block.queriesKeysValues, inputScales: each(input, shape.width))
    let (queries, keys) = try operands(ofBlock: index, projection: layer)
    let values = try scaleOfEachHead(
      place(.values), minimum: minimumOfEachHead(layer, part: 2))
    // An output multiplier reaches 16 times a value's scale.
    let reach = Double(NumberFormats.outputMultiplierMax) / 4097
    let outputs = try scaleOfEachHead(
      place(.headOutputs), minimum: values.map { $0 / reach }, zeros: values.map { $0 * 127 })
    let heads = try (0..<shape.heads).map { head in
      try HeadQuantization(
        queryScale: queries.scales[head], keyScale: keys.scales[head],
        valueScale: values[head], outputScale: outputs[head], headDimension: shape.headDimension)
    }
    let perceptronInput = try scale(
      place(.perceptronInput), minimum: Self.scaleMin(block.perceptronNorm))
    let expansion = ScaledLayer(block.expansion, inputScales: each(perceptronInput, shape.width))
    let expanded = try scale(
      place(.expanded), minimum: expansion.outputScaleMin(0..<shape.hidden))
    let activated = try activated(place(.activated))
    return QuantizedBlock(
      attentionNorm: norm(block.attentionNorm, residual: residual, output: input),
      queriesKeysValues: try layer.quantized(
        outputScales: eachFeature(queries.projected + keys.projected + values)
      ) { output in
        let (part, feature) = output.quotientAndRemainder(dividingBy: shape.width)
        let tensor = [NetworkTensor.queries, .keys, .values][part]
        return "\(place(tensor)), head \(feature / shape.headDimension)"
      },
      queryAutoEncoder: queries.autoEncoder, keyAutoEncoder: keys.autoEncoder,
      heads: heads,
      projection: try toResidual(
        ScaledLayer(block.projection, inputScales: eachFeature(outputs)), .attentionResidual),
      perceptronNorm: norm(block.perceptronNorm, residual: residual, output: perceptronInput),
      expansion: try expansion.quantized(outputScales: each(expanded, shape.hidden)) {
        "\(place(.expanded)), feature \($0)"
      },
      activationTable: Self.activationTable(input: expanded, output: activated),
      contraction: try toResidual(
        ScaledLayer(
          block.contraction, inputScales: each(activated.scales[0], shape.hidden),
          inputOffsets: each(activated.offsets[0], shape.hidden)), .perceptronResidual))
  }
}
