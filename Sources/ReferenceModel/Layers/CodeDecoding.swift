import AttentionSpec

extension HeadDecoder {
  /// A feature of a head, from the codes of that feature and token.
  public func decoded(_ codes: [Int8]) -> Int8 {
    let sum = zip(weights, codes).reduce(bias) { $0 + Int($1.0) * Int($1.1) }
    return Int8(clamping: roundingShift(sum, by: shift))
  }
}

extension EncodedOperand {
  /// Queries, or keys, of a head: tokens x head dimension.
  public func decoded(head: Int) -> Matrix<Int8> {
    var matrix = Matrix<Int8>(
      rows: codes.first?.rows ?? 0, columns: codes.first?.columns ?? 0, repeating: 0)
    for token in 0..<matrix.rows {
      for feature in 0..<matrix.columns {
        matrix[token, feature] = heads[head].decoded(codes.map { $0[token, feature] })
      }
    }
    return matrix
  }
}

extension LayerInput {
  /// A head with its queries and keys decoded.
  ///
  /// - Throws: `Refusal` for a shape that no head may have.
  public func head(_ number: Int) throws -> HeadInput {
    let (queries, keys) =
      switch queriesAndKeys {
      case .plain(let queries, let keys): (queries[number], keys[number])
      case .encoded(let queries, let keys):
        (queries.decoded(head: number), keys.decoded(head: number))
      }
    return try HeadInput(
      queries: queries, keys: keys, values: values[number], quantization: quantization[number])
  }
}
