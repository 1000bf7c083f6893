import AttentionSpec

/// SDDMM, the sampled dense-dense product: the scores of the kept entries only.
public enum SampledProduct {
  /// The kept scores, exact: the sum over the features of query times key.
  ///
  /// - Parameters:
  ///   - queries: tokens x head dimension.
  ///   - keys: tokens x head dimension.
  ///   - keptKeys: `AttentionMask.keptKeys`.
  public static func scores(
    queries: Matrix<Int8>, keys: Matrix<Int8>, keptKeys: KeptRows<Int>
  ) -> KeptRows<Int32> {
    let features = queries.columns
    precondition(
      queries.rows == keptKeys.rows && keys.rows == keptKeys.rows && keys.columns == features,
      "Queries and keys have as many rows as the mask, and as many columns as each other.")
    keptKeys.requireKeys(below: keys.rows)
    return KeptRows(like: keptKeys) { scores in
      for query in 0..<keptKeys.rows {
        score(
          keptKeys.range(ofRow: query), query: query, features: features,
          queries: queries.storage, keys: keys.storage, keptKeys: keptKeys.storage, into: scores)
      }
    }
  }

  /// The scores of one row. At most `headDimensionMax` products are added.
  private static func score(
    _ entries: Range<Int>, query: Int, features: Int, queries: UnsafePointer<Int8>,
    keys: UnsafePointer<Int8>, keptKeys: UnsafePointer<Int>,
    into scores: UnsafeMutablePointer<Int32>
  ) {
    for entry in entries {
      scores[entry] = IntegerDotProduct.of(
        queries + query * features, keys + keptKeys[entry] * features, count: features)
    }
  }
}
