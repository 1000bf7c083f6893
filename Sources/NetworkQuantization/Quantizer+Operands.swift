import AttentionSpec
import Foundation
import NetworkSpec

/// The queries, or the keys, of a block on their way from the projection to the scores.
struct QuantizedOperand {
  /// One a head: of what leaves the projection.
  let projected: [Double]
  let autoEncoder: QuantizedAutoEncoder?
  /// One a head: of what enters the scores. Those of the projection without an auto-encoder.
  let scales: [Double]
}

/// What becomes of queries or of keys, while their scales are sought.
private struct OperandPath {
  let projected: NetworkCheckpoint
  let encoded: NetworkCheckpoint
  let decoded: NetworkCheckpoint
  let autoEncoder: AutoEncoderWeights?

  init(
    _ tensors: (NetworkTensor, NetworkTensor, NetworkTensor), block: Int, _ weights: BlockWeights
  ) {
    projected = NetworkCheckpoint(tensors.0, block: block)
    encoded = NetworkCheckpoint(tensors.1, block: block)
    decoded = NetworkCheckpoint(tensors.2, block: block)
    autoEncoder = tensors.0 == .queries ? weights.queryAutoEncoder : weights.keyAutoEncoder
  }

  /// What enters the scores.
  var operand: NetworkCheckpoint { autoEncoder == nil ? projected : decoded }
}

/// The layers of an auto-encoder with the scales of what enters them.
private struct ScaledAutoEncoder {
  let encoder: ScaledLayer
  let encodedScales: [Double]
  let decoder: ScaledLayer
}

extension Quantizer {
  /// The queries and keys of a block in integers, with scales whose softmax scale the format holds.
  ///
  /// - Parameter projection: The layer that makes queries, keys and values.
  /// - Throws: `Refusal`, with block and head, for queries and keys that are too large.
  mutating func operands(
    ofBlock index: Int, projection: ScaledLayer
  ) throws -> (queries: QuantizedOperand, keys: QuantizedOperand) {
    let block = weights.blocks[index]
    let paths = [
      OperandPath((.queries, .encodedQueries, .decodedQueries), block: index, block),
      OperandPath((.keys, .encodedKeys, .decodedKeys), block: index, block),
    ]
    let limits = try paths.map { try ranges.limits($0.operand, rule: rule, levels: 127) }
    // One that is always 0 gets a scale that goes with the other's.
    let zeros = (0..<2).map { side in limits[1 - side].map { min(zeroLimit, 1 / $0) } }
    var projected: [[Double]] = []
    var autoEncoders: [ScaledAutoEncoder?] = []
    var scales: [[Double]] = []
    for (side, path) in paths.enumerated() {
      let minimum = minimumOfEachHead(projection, part: side)
      let own = try scaleOfEachHead(
        path.projected, minimum: minimum,
        zeros: path.autoEncoder == nil ? zeros[side] : nil)
      let autoEncoder = try path.autoEncoder.map { try scaled($0, path, input: own) }
      projected.append(own)
      autoEncoders.append(autoEncoder)
      scales.append(
        try autoEncoder.map { autoEncoder in
          try scaleOfEachHead(
            path.decoded,
            minimum: (0..<shape.heads).map { autoEncoder.decoder.outputScaleMin($0..<$0 + 1) },
            zeros: zeros[side])
        } ?? own)
    }
    for head in 0..<shape.heads {
      try checkSize(
        block: index, head: head, limits, queries: scales[0][head], keys: scales[1][head])
      let factor = HeadQuantization.operandCoarsening(
        queryScale: scales[0][head], keyScale: scales[1][head], headDimension: shape.headDimension)
      for side in 0..<2 { scales[side][head] *= factor }
    }
    let operands = try paths.indices.map { side in
      formats[paths[side].operand] = IntegerFormat(
        scales: scales[side], groupLength: shape.headDimension)
      return QuantizedOperand(
        projected: autoEncoders[side] == nil ? scales[side] : projected[side],
        autoEncoder: try autoEncoders[side].map {
          try quantized($0, paths[side], outputScales: scales[side])
        },
        scales: scales[side])
    }
    return (operands[0], operands[1])
  }

  /// The finest scales that the heads of queries (part 0), keys or values may have.
  func minimumOfEachHead(_ projection: ScaledLayer, part: Int) -> [Double] {
    (0..<shape.heads).map { head in
      let first = part * shape.width + head * shape.headDimension
      return projection.outputScaleMin(first..<first + shape.headDimension)
    }
  }

  private mutating func scaled(
    _ weights: AutoEncoderWeights, _ path: OperandPath, input: [Double]
  ) throws -> ScaledAutoEncoder {
    let encoder = ScaledLayer(weights.encoder, inputScales: input)
    let encodedScales = try scaleOfEachHead(
      path.encoded,
      minimum: (0..<weights.hiddenHeads).map { encoder.outputScaleMin($0..<$0 + 1) })
    return ScaledAutoEncoder(
      encoder: encoder, encodedScales: encodedScales,
      decoder: ScaledLayer(
        weights.decoder, inputScales: encodedScales, rescaling: .powerOfTwo))
  }

  private func quantized(
    _ autoEncoder: ScaledAutoEncoder, _ path: OperandPath, outputScales: [Double]
  ) throws -> QuantizedAutoEncoder {
    QuantizedAutoEncoder(
      encoder: try autoEncoder.encoder.quantized(outputScales: autoEncoder.encodedScales) {
        "\(path.encoded), hidden head \($0)"
      },
      decoder: try autoEncoder.decoder.quantized(outputScales: outputScales) {
        "\(path.decoded), head \($0)"
      })
  }

  private func checkSize(
    block: Int, head: Int, _ limits: [[Double]], queries: Double, keys: Double
  ) throws {
    let exact = HeadQuantization.exactSoftmaxScale(
      queryScale: queries, keyScale: keys, headDimension: shape.headDimension)
    guard exact.rounded() > Double(NumberFormats.softmaxScaleMax) else { return }
    let (query, key) = (limits[0][head], limits[1][head])
    let larger = key > query ? "keys" : "queries"
    throw Refusal(
      "Block \(block) head \(head) has queries up to \(String(format: "%.3g", query)) and keys up "
        + "to \(String(format: "%.3g", key)), which need a softmax scale of "
        + "\(String(format: "%.3g", exact)), above \(NumberFormats.softmaxScaleMax); look for "
        + "weights or a bias of its \(larger) that are far too large.")
  }
}
