import AttentionSpec
import Foundation

/// The exact Gaussian error linear unit: `x * (1 + erf(x / sqrt(2))) / 2`.
enum GELU {
  static func value(_ x: Float) -> Float {
    0.5 * x * (1 + erf(x * Float(0.5).squareRoot()))
  }

  /// Of every element.
  static func values(_ x: Matrix<Float>) -> Matrix<Float> {
    Matrix(rows: x.rows, columns: x.columns) { y in
      for (index, x) in x.storage.enumerated() { y[index] = value(x) }
    }
  }
}
