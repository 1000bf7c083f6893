import AttentionSpec

/// SpMM, the sparse-dense product: numerators times values, over the kept entries only.
public enum SparseProduct {
  /// The accumulators, exact: tokens x head dimension, for each query and feature the sum over the
  /// kept keys of numerator times value.
  ///
  /// - Parameters:
  ///   - numerators: of each kept entry.
  ///   - values: tokens x head dimension.
  ///   - keptKeys: `AttentionMask.keptKeys`.
  public static func accumulators(
    numerators: KeptRows<UInt8>, values: Matrix<Int8>, keptKeys: KeptRows<Int>
  ) -> Matrix<Int32> {
    let features = values.columns
    precondition(
      values.rows == keptKeys.rows && numerators.rowPointers == keptKeys.rowPointers,
      "Numerators are those of the mask's entries, and values have as many rows.")
    keptKeys.requireKeys(below: values.rows)
    return Matrix(rows: values.rows, columns: features) { sums in
      sums.initialize(repeating: 0, count: values.rows * features)
      for query in 0..<keptKeys.rows {
        accumulate(
          keptKeys.range(ofRow: query), features: features, numerators: numerators.storage,
          values: values.storage, keptKeys: keptKeys.storage, to: sums + query * features)
      }
    }
  }

  /// The accumulators of one row.
  ///
  /// Wrapping operators let the compiler make vectors of the inner loop. Nothing wraps: at most
  /// `tokensMax` products of less than 2^15 fit 32 bits.
  private static func accumulate(
    _ entries: Range<Int>, features: Int, numerators: UnsafePointer<UInt8>,
    values: UnsafePointer<Int8>, keptKeys: UnsafePointer<Int>, to sums: UnsafeMutablePointer<Int32>
  ) {
    for entry in entries {
      let numerator = Int32(numerators[entry])
      let value = values + keptKeys[entry] * features
      for feature in 0..<features { sums[feature] &+= numerator &* Int32(value[feature]) }
    }
  }
}
