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
    return queries.storage.withUnsafeBufferPointer { queries in
      keys.storage.withUnsafeBufferPointer { keys in
        keptKeys.enumerated().map { head, kept in
          let features = head * headDimension
          let storage = [Float](unsafeUninitializedCapacity: kept.storage.count) { rows, count in
            count = kept.storage.count
            guard let queries = queries.baseAddress, let keys = keys.baseAddress else { return }
            probabilities(kept, queries: queries + features, keys: keys + features, into: rows)
          }
          return KeptRows(rowPointers: kept.rowPointers, storage: storage)
        }
      }
    }
  }

  private func probabilities(
    _ kept: KeptRows<Int>, queries: UnsafePointer<Float>, keys: UnsafePointer<Float>,
    into rows: UnsafeMutableBufferPointer<Float>
  ) {
    let scale = Float(1 / Double(headDimension).squareRoot())
    kept.storage.withUnsafeBufferPointer { keptKeys in
      for query in 0..<kept.rows {
        let range = kept.range(ofRow: query)
        for entry in range {
          let score = DotProduct.of(
            queries + query * width, keys + keptKeys[entry] * width, count: headDimension)
          rows[entry] = score * scale
        }
        FloatSoftmax.normalize(UnsafeMutableBufferPointer(rebasing: rows[range]))
      }
    }
  }

  /// `P V`: for each token the outputs of the heads.
  func outputs(probabilities: [KeptRows<Float>], values: Matrix<Float>) -> Matrix<Float> {
    precondition(
      values.columns == width,
      "Attention of \(keptKeys.count) heads takes matrices of \(width) columns.")
    return Matrix(rows: values.rows, columns: width) { sums in
      sums.initialize(repeating: 0)
      values.storage.withUnsafeBufferPointer { values in
        guard let values = values.baseAddress, let sums = sums.baseAddress else { return }
        for (head, (kept, rows)) in zip(keptKeys, probabilities).enumerated() {
          let features = head * headDimension
          addValues(kept, rows, values: values + features, to: sums + features)
        }
      }
    }
  }

  private func addValues(
    _ kept: KeptRows<Int>, _ probabilities: KeptRows<Float>, values: UnsafePointer<Float>,
    to sums: UnsafeMutablePointer<Float>
  ) {
    kept.storage.withUnsafeBufferPointer { keys in
      probabilities.storage.withUnsafeBufferPointer { probabilities in
        for query in 0..<kept.rows {
          let range = kept.range(ofRow: query)
          WeightedRows.add(
            range.count, to: sums + query * width, length: headDimension,
            weight: { probabilities[range.lowerBound + $0] },
            row: { values + keys[range.lowerBound + $0] * width })
        }
      }
    }
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
