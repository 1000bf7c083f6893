import AttentionSpec
import NetworkSpec

/// The last norm, what the classifier looks at, and the classifier, in float32.
struct FloatReadout: Sendable {
  let readout: Readout
  let classTokens: Int
  let norm: FloatNorm
  let classifiers: [FloatLinear]

  init(_ weights: NetworkWeights) {
    readout = weights.readout
    classTokens = weights.shape.classTokens
    norm = FloatNorm(weights: weights.norm, epsilon: weights.shape.normEpsilon)
    classifiers = weights.classifiers.map { FloatLinear($0) }
  }

  /// What the classifiers look at: one row for each of them.
  ///
  /// - Parameter tokens: tokens x width, before the last norm.
  func features(_ tokens: Matrix<Float>, _ report: NetworkReport) -> Matrix<Float> {
    switch readout {
    case .classToken: return norm(tokens.rows(0..<1))
    case .averageOfTwo: return norm(tokens.rows(0..<2))
    case .classTokenAndPatchMean:
      let normalized = norm(tokens)
      report(.normalizedTokens, normalized)
      return classTokenAndPatchMean(normalized)
    }
  }

  private func classTokenAndPatchMean(_ tokens: Matrix<Float>) -> Matrix<Float> {
    let width = tokens.columns
    let patches = classTokens..<tokens.rows
    return Matrix(rows: 1, columns: 2 * width) { features in
      for feature in 0..<width {
        let sum = patches.reduce(0.0) { $0 + Double(tokens[$1, feature]) }
        features[feature] = tokens[0, feature]
        features[width + feature] = Float(sum / Double(patches.count))
      }
    }
  }

  /// One number a class, the mean over the classifiers; the features without a classifier.
  func logits(_ features: Matrix<Float>) -> [Float] {
    let logits = classifiers.enumerated().map { row, classifier in
      classifier(features.rows(row..<row + 1)).storage
    }
    guard let first = logits.first else { return features.storage }
    return first.indices.map { index in
      logits.reduce(0) { $0 + $1[index] } / Float(logits.count)
    }
  }
}

extension Matrix<Float> {
  /// Some of the rows.
  fileprivate func rows(_ range: Range<Int>) -> Matrix<Float> {
    Matrix(rows: range.count, columns: columns) { elements in
      for row in range {
        for (column, value) in self.row(row).enumerated() {
          elements[(row - range.lowerBound) * columns + column] = value
        }
      }
    }
  }
}
