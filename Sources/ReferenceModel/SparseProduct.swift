import AttentionSpec

/// SpMM, the sparse-dense product: weights times values, over the kept entries only.
public enum SparseProduct {
  /// The accumulators, exact: tokens x head dimension.
  ///
  /// - Parameters:
  ///   - weights: For each query the weights of its kept keys, in ascending key order.
  ///   - values: tokens x head dimension.
  public static func accumulators(
    weights: [[UInt8]], values: Matrix<Int8>, mask: AttentionMask
  ) -> Matrix<Int32> {
    var sums = Matrix<Int32>(rows: values.rows, columns: values.columns, repeating: 0)
    for query in 0..<mask.tokens {
      for (key, weight) in zip(mask.keys(ofQuery: query), weights[query]) {
        for feature in 0..<values.columns {
          sums[query, feature] += Int32(weight) * Int32(values[key, feature])
        }
      }
    }
    return sums
  }
}
