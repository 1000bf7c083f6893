import AttentionSpec

/// SDDMM, the sampled dense-dense product: the scores of the kept entries only.
public enum SampledProduct {
  /// The kept scores, exact.
  ///
  /// - Parameters:
  ///   - queries: tokens x head dimension.
  ///   - keys: tokens x head dimension.
  /// - Returns: For each query the scores of its kept keys, in ascending key order.
  public static func scores(
    queries: Matrix<Int8>, keys: Matrix<Int8>, mask: AttentionMask
  ) -> [[Int32]] {
    (0..<mask.tokens).map { query in
      mask.keys(ofQuery: query).map { key in
        zip(queries.row(query), keys.row(key)).reduce(Int32(0)) { sum, pair in
          sum + Int32(pair.0) * Int32(pair.1)
        }
      }
    }
  }
}
