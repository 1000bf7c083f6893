/// The attention of a layer: masks, operands and quantisation of all its heads.
public struct LayerInput: Sendable {
  /// Queries and keys as they lie in the memory outside.
  public enum QueriesAndKeys: Sendable, Equatable {
    /// One matrix a head: tokens x head dimension.
    case plain(queries: [Matrix<Int8>], keys: [Matrix<Int8>])
    /// To be decoded, with as many codes of queries as of keys.
    case encoded(queries: EncodedOperand, keys: EncodedOperand)
  }

  public let heads: [HeadWorkload]
  public let queriesAndKeys: QueriesAndKeys
  /// One a head: tokens x head dimension.
  public let values: [Matrix<Int8>]
  /// One a head.
  public let quantization: [HeadQuantization]

  public var tokens: Int { values.first?.rows ?? 0 }
  public var headDimension: Int { values.first?.columns ?? 0 }

  /// Codes of a token; 0 for plain queries and keys.
  public var codes: Int {
    guard case .encoded(let queries, _) = queriesAndKeys else { return 0 }
    return queries.codes.count
  }

  /// - Throws: `Refusal` for no head, or parts that are not of one shape.
  public init(
    heads: [HeadWorkload], queriesAndKeys: QueriesAndKeys, values: [Matrix<Int8>],
    quantization: [HeadQuantization]
  ) throws {
    self.heads = heads
    self.queriesAndKeys = queriesAndKeys
    self.values = values
    self.quantization = quantization
    guard let first = values.first else {
      throw Refusal("A layer has no head; give it the values of one at least.")
    }
    for (name, count) in [("masks", heads.count), ("quantisations", quantization.count)]
    where count != values.count {
      throw Refusal(
        "A layer has values of \(values.count.counted("head")) but \(count) \(name); "
          + "give one for each.")
    }
    for (head, mask) in heads.enumerated() where mask.tokens != first.rows {
      throw Refusal(
        "The mask of head \(head) has \(mask.tokens.counted("token")) but the values have "
          + "\(first.rows); give masks and tensors of one layer.")
    }
    try check(values, "values", first)
    switch queriesAndKeys {
    case .plain(let queries, let keys):
      try check(queries, "queries", first)
      try check(keys, "keys", first)
    case .encoded(let queries, let keys):
      guard queries.codes.count == keys.codes.count else {
        throw Refusal(
          "The queries have \(queries.codes.count.counted("code")) but the keys have "
            + "\(keys.codes.count); give as many of both.")
      }
      try check(queries, "queries", first)
      try check(keys, "keys", first)
    }
  }

  /// A layer of plain operands.
  ///
  /// - Throws: `Refusal` for no head, or heads that are not of one shape.
  public init(_ heads: [(mask: AttentionMask, input: HeadInput)]) throws {
    try self.init(
      heads: heads.map { HeadWorkload($0.mask) },
      queriesAndKeys: .plain(
        queries: heads.map(\.input.queries), keys: heads.map(\.input.keys)),
      values: heads.map(\.input.values), quantization: heads.map(\.input.quantization))
  }

  private func check(
    _ matrices: [Matrix<Int8>], _ name: String, _ first: Matrix<Int8>
  ) throws {
    guard matrices.count == values.count else {
      throw Refusal(
        "A layer has values of \(values.count.counted("head")) but \(name) of "
          + "\(matrices.count); give them for each head.")
    }
    for (head, matrix) in matrices.enumerated() {
      try checkShape(matrix, "\(name) of head \(head)", first)
    }
  }

  private func check(_ operand: EncodedOperand, _ name: String, _ first: Matrix<Int8>) throws {
    guard operand.heads.count == values.count, !operand.codes.isEmpty else {
      throw Refusal(
        "The \(name) have \(operand.codes.count.counted("code")) and decoders of "
          + "\(operand.heads.count.counted("head")), but the layer has \(values.count); "
          + "give a code or more, and a decoder for each head.")
    }
    for (code, matrix) in operand.codes.enumerated() {
      try checkShape(matrix, "\(name) of code \(code)", first)
    }
    for (head, decoder) in operand.heads.enumerated()
    where decoder.weights.count != operand.codes.count {
      throw Refusal(
        "The decoder of the \(name) of head \(head) has "
          + "\(decoder.weights.count.counted("weight")) for "
          + "\(operand.codes.count.counted("code")); give one for each.")
    }
  }

  private func checkShape(
    _ matrix: Matrix<Int8>, _ name: String, _ first: Matrix<Int8>
  ) throws {
    guard matrix.rows == first.rows, matrix.columns == first.columns else {
      throw Refusal(
        "The \(name) are \(matrix.rows) x \(matrix.columns) but the values of head 0 are "
          + "\(first.rows) x \(first.columns); give tensors of one shape.")
    }
  }
}
