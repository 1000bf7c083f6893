import AttentionSpec

/// The attention of all heads of a block in float32, each under its mask.
///
/// Only kept entries are computed, whether they are few or all. Matrices have one row a token and
/// the heads side by side.
struct FloatAttention: Sendable {
  let headDimension: Int
  /// One for each head.
  let keptKeys: [KeptRows<Int>]

  private var width: Int { keptKeys.count * headDimension }

  /// `softmax(Q K^T / sqrt(head dimension))` of each head, over the kept keys of each query.
  func probabilities(queries: Matrix<Float>, keys: Matrix<Float>) -> [KeptRows<Float>] {
    precondition(
      queries.columns == width && keys.columns == width,
      "Attention of \(keptKeys.count) heads takes matrices of \(width) columns.")
    return keptKeys.enumerated().map { head, kept in
      KeptRows(like: kept) { rows in
        for query in 0..<kept.rows {
          let entries = kept.range(ofRow: query)
          score(
            entries, head: head, query: query, queries: queries.storage, keys: keys.storage,
            keptKeys: kept.storage, into: rows)
          FloatSoftmax.normalize(
            UnsafeMutableBufferPointer(start: rows + entries.lowerBound, count: entries.count))
        }
      }
    }
  }

  /// The scores of one row. Arrays become pointers on the way into this function.
  private func score(
    _ entries: Range<Int>, head: Int, query: Int, queries: UnsafePointer<Float>,
    keys: UnsafePointer<Float>, keptKeys: UnsafePointer<Int>,
    into scores: UnsafeMutablePointer<Float>
  ) {
    let scale = Float(1 / Double(headDimension).squareRoot())
    let features = head * headDimension
    let query = queries + query * width + features
    for entry in entries {
      let key = keys + keptKeys[entry] * width + features
      scores[entry] = DotProduct.of(query, key, count: headDimension) * scale
    }
  }

  /// `P V`: for each token the outputs of the heads.
  func outputs(probabilities: [KeptRows<Float>], values: Matrix<Float>) -> Matrix<Float> {
    precondition(
      values.columns == width,
      "Attention of \(keptKeys.count) heads takes matrices of \(width) columns.")
    return Matrix(rows: values.rows, columns: width) { sums in
      sums.initialize(repeating: 0, count: values.rows * width)
      for (head, (kept, rows)) in zip(keptKeys, probabilities).enumerated() {
        for query in 0..<kept.rows {
          addValues(
            kept.range(ofRow: query), head: head, probabilities: rows.storage,
            values: values.storage, keptKeys: kept.storage, to: sums + query * width)
        }
      }
    }
  }

  /// The output of one head for one token. Arrays become pointers on the way into this function.
  private func addValues(
    _ entries: Range<Int>, head: Int, probabilities: UnsafePointer<Float>,
    values: UnsafePointer<Float>, keptKeys: UnsafePointer<Int>, to sums: UnsafeMutablePointer<Float>
  ) {
    let features = head * headDimension
    let first = entries.lowerBound
    WeightedRows.add(
      entries.count, to: sums + features, length: headDimension,
      weight: { probabilities[first + $0] },
      row: { values + keptKeys[first + $0] * width + features })
  }

  /// Probabilities as heads x tokens x tokens, 0 where the mask has no entry.
  func dense(_ probabilities: [KeptRows<Float>]) -> [Float] {
    zip(keptKeys, probabilities).flatMap { kept, rows in
      var dense = [Float](repeating: 0, count: kept.rows * kept.rows)
      for query in 0..<kept.rows {
        for (key, probability) in zip(kept[query], rows[query]) {
          dense[query * kept.rows + key] = probability
        }
      }
      return dense
    }
  }
}
