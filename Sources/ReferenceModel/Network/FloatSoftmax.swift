import Foundation

/// The softmax in float32: `exp(s - m) / sum of exp(s - m)`, where `m` is the largest score.
enum FloatSoftmax {
  /// Turns the scores of a row, at least one, into probabilities. The sum is taken in float64,
  /// which costs nothing here.
  static func normalize(_ row: UnsafeMutableBufferPointer<Float>) {
    var maximum = -Float.infinity
    for score in row { maximum = max(maximum, score) }
    var sum = 0.0
    for index in row.indices {
      row[index] = exp(row[index] - maximum)
      sum += Double(row[index])
    }
    let divisor = Float(sum)
    for index in row.indices { row[index] /= divisor }
  }
}
