import AttentionSpec
import Foundation
import NetworkSpec

/// Turns a network into integers, with the scales that calibration found.
///
/// `NetworkFormats` and `NumberFormats` state what becomes of each tensor.
public struct Quantizer {
  let weights: NetworkWeights
  let ranges: NetworkRanges
  let rule: RangeRule
  /// What the integers of each tensor stand for, noted as layers are made.
  var formats: [NetworkCheckpoint: IntegerFormat] = [:]
  /// The limit of a tensor that is always 0, and may have any scale: none that the residual stream
  /// is small beside, since such a tensor may be followed by weights that lead there.
  private(set) var zeroLimit = 1.0

  var shape: NetworkShape { weights.shape }

  private init(_ weights: NetworkWeights, _ ranges: NetworkRanges, _ rule: RangeRule) {
    self.weights = weights
    self.ranges = ranges
    self.rule = rule
  }

  /// The network in integers.
  ///
  /// - Parameters:
  ///   - masks: those that calibration ran with; dense if nil.
  ///   - ranges: of `weights` with these masks.
  ///   - pixels: how images become int8.
  /// - Throws: `Refusal` for masks of another network, or for numbers that no format holds.
  public static func quantize(
    _ weights: NetworkWeights, masks: NetworkMasks? = nil, ranges: NetworkRanges,
    pixels: PixelQuantization, rule: RangeRule = .standard
  ) throws -> QuantizedNetwork {
    let masks = try masks ?? .dense(weights.shape)
    try masks.check(weights.shape)
    guard weights.shape.width <= NetworkFormats.widthMax else {
      throw Refusal(
        "A width of \(weights.shape.width.counted("feature")) is above "
          + "\(NetworkFormats.widthMax), which the integer LayerNorm holds; choose a smaller "
          + "network.")
    }
    var quantizer = Quantizer(weights, ranges, rule)
    return try quantizer.network(masks, pixels)
  }

  private mutating func network(
    _ masks: NetworkMasks, _ pixels: PixelQuantization
  ) throws -> QuantizedNetwork {
    let residual = try residualScale()
    let embedding = try patchEmbedding(pixels, residual: residual)
    let prefix = zip(weights.classTokens, weights.positions).map { Double($0) + Double($1) }
    let positions = weights.positions.dropFirst(prefix.count).map(Double.init)
    let blocks = try weights.blocks.indices.map { try block($0, residual: residual) }

    let features = try featureScale()
    let classifiers = try classifiers(features)
    return QuantizedNetwork(
      shape: shape, masks: masks, pixels: pixels, patchEmbedding: embedding,
      classTokens: prefix.map { Int16(clamping: rounded($0 / residual)) },
      positions: positions.map { Int16(clamping: rounded($0 / residual)) },
      blocks: blocks,
      norm: norm(weights.norm, residual: residual, output: features),
      readout: weights.readout, classifiers: classifiers, formats: formats)
  }

  /// One scale for all residual streams, with a margin of two above what calibration saw.
  private mutating func residualScale() throws -> Double {
    var checkpoints = [NetworkCheckpoint(.embedding)]
    for block in 0..<shape.blocks {
      checkpoints.append(NetworkCheckpoint(.attentionResidual, block: block))
      checkpoints.append(NetworkCheckpoint(.perceptronResidual, block: block))
    }
    let limits = try checkpoints.flatMap { try ranges.limits($0, rule: .maximum, levels: 1) }
    let limit = limits.reduce(0, max)
    if limit > 0 { zeroLimit = min(1, limit) }
    // Whatever is smaller is nothing beside the epsilon of LayerNorm, which 60 bits hold.
    let least = Double(shape.normEpsilon).squareRoot() * Double(shape.width) * 0x1p-30
    let scale = max(
      2 * (limit > 0 ? limit : 1) / Double(NetworkFormats.residualRange.upperBound), least)
    for checkpoint in checkpoints { formats[checkpoint] = IntegerFormat(scale: scale) }
    return scale
  }

  /// The scale of an int8 tensor that has one, at least as large as `minimum`.
  mutating func scale(_ checkpoint: NetworkCheckpoint, minimum: Double) throws -> Double {
    let limit = try ranges.limits(checkpoint, rule: rule, levels: 127)[0]
    let scale = max((limit > 0 ? limit : zeroLimit) / 127, minimum)
    formats[checkpoint] = IntegerFormat(scale: scale)
    return scale
  }

  /// The scales of the heads of an int8 tensor, each at least as large as `minimum`.
  ///
  /// - Parameter zeros: The limits of heads that are always 0; nil for `zeroLimit`.
  mutating func scaleOfEachHead(
    _ checkpoint: NetworkCheckpoint, minimum: [Double], zeros: [Double]? = nil
  ) throws -> [Double] {
    let limits = try ranges.limits(checkpoint, rule: rule, levels: 127)
    let scales = limits.enumerated().map { head, limit in
      max((limit > 0 ? limit : zeros?[head] ?? zeroLimit) / 127, minimum[head])
    }
    formats[checkpoint] = IntegerFormat(scales: scales, groupLength: shape.headDimension)
    return scales
  }

  /// The scale of what leaves the last norm. A mean of patches has that of the patches, which reach
  /// further than it does.
  private mutating func featureScale() throws -> Double {
    guard weights.readout == .classTokenAndPatchMean else {
      return try scale(NetworkCheckpoint(.features), minimum: Self.scaleMin(weights.norm))
    }
    let scale = try scale(
      NetworkCheckpoint(.normalizedTokens), minimum: Self.scaleMin(weights.norm))
    formats[NetworkCheckpoint(.features)] = IntegerFormat(scale: scale)
    return scale
  }

  private mutating func patchEmbedding(
    _ pixels: PixelQuantization, residual: Double
  ) throws -> QuantizedLinear {
    let layer = weights.patchEmbedding
    let area = shape.patchSide * shape.patchSide
    let channels = (0..<shape.patchSize).map { $0 / area }
    let all = 0..<shape.channels
    formats[NetworkCheckpoint(.pixels)] = IntegerFormat(
      scales: all.map(pixels.scale), offsets: all.map(pixels.offset),
      groupLength: shape.imageSide * shape.imageSide)
    return try ScaledLayer(
      layer, inputScales: channels.map(pixels.scale), inputOffsets: channels.map(pixels.offset)
    ).quantized(outputScales: Array(repeating: residual, count: layer.outputs)) {
      "\(NetworkCheckpoint(.embedding)), feature \($0)"
    }
  }

  private mutating func classifiers(_ features: Double) throws -> [QuantizedLinear] {
    let checkpoint = NetworkCheckpoint(.logits)
    guard !weights.classifiers.isEmpty else {
      formats[checkpoint] = IntegerFormat(scale: features)
      return []
    }
    let limit = try ranges.limits(checkpoint, rule: .maximum, levels: 1)[0]
    let layers = weights.classifiers.map { layer in
      ScaledLayer(layer, inputScales: Array(repeating: features, count: layer.inputs))
    }
    // Of two classifiers the average counts: each gives half of its logits.
    let count = Double(layers.count)
    let least = layers.reduce(0) { max($0, $1.outputScaleMin(0..<shape.classes)) } / count
    let logits = max(
      2 * (limit > 0 ? limit : zeroLimit) / Double(NetworkFormats.residualRange.upperBound), least)
    formats[checkpoint] = IntegerFormat(scale: logits)
    return try layers.map { layer in
      try layer.quantized(outputScales: Array(repeating: logits * count, count: shape.classes)) {
        "\(checkpoint), class \($0)"
      }
    }
  }
}

/// The nearest integer, halves up; far beyond any format it stays there.
func rounded(_ value: Double) -> Int {
  Int(min(max((value + 0.5).rounded(.down), -1e18), 1e18))
}
