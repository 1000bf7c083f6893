import AttentionSpec
import NetworkSpec
import ReferenceModel

/// The operands of the attention of all blocks of a network, for one image, as the memory outside
/// holds them: queries and keys as codes where the network has auto-encoders.
public struct NetworkOperands: Sendable {
  /// Of the reference model.
  public let logits: [Int16]
  /// Block after block.
  public let layers: [LayerInput]

  /// - Throws: `Refusal` for another count of pixels, or decoders that the hardware does not have.
  public init(_ network: IntegerNetwork, _ pixels: [Int8]) throws {
    var heads: [[HeadInput]] = Array(repeating: [], count: network.shape.blocks)
    var codes: [NetworkCheckpoint: [Int16]] = [:]
    logits = try network.run(
      pixels,
      attention: { place, input in
        heads[place.block].append(input)
        return try network.attention(place, input).output
      },
      observe: { checkpoint, values in
        switch checkpoint.tensor {
        case .encodedQueries, .encodedKeys: codes[checkpoint] = values
        default: break
        }
      })
    let (shape, quantized) = (network.shape, network.network)
    func encoded(
      _ tensor: NetworkTensor, _ encoder: QuantizedAutoEncoder?, block: Int
    ) throws -> EncodedOperand? {
      guard let encoder, let rows = codes[NetworkCheckpoint(tensor, block: block)] else {
        return nil
      }
      return EncodedOperand(
        codes: try Self.matrices(rows, count: encoder.encoder.outputs, shape),
        heads: try encoder.decoder.headDecoders())
    }
    layers = try quantized.blocks.enumerated().map { number, block in
      let queries = try encoded(.encodedQueries, block.queryAutoEncoder, block: number)
      let keys = try encoded(.encodedKeys, block.keyAutoEncoder, block: number)
      let inputs = heads[number]
      let masks = (0..<shape.heads).map { quantized.masks[number, $0] }
      guard let queries, let keys else { return try LayerInput(Array(zip(masks, inputs))) }
      return try LayerInput(
        heads: masks.map { HeadWorkload($0) },
        queriesAndKeys: .encoded(queries: queries, keys: keys),
        values: inputs.map(\.values), quantization: inputs.map(\.quantization))
    }
  }

  /// Columns of tokens x (count * head dimension), a matrix each.
  private static func matrices(
    _ rows: [Int16], count: Int, _ shape: NetworkShape
  ) throws -> [Matrix<Int8>] {
    let features = shape.headDimension
    return try (0..<count).map { number in
      try Matrix(
        rows: shape.tokens, columns: features,
        storage: (0..<shape.tokens).flatMap { token in
          let start = (token * count + number) * features
          return rows[start..<start + features].map { Int8(truncatingIfNeeded: $0) }
        })
    }
  }
}
