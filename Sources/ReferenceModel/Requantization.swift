import AttentionSpec

/// The deferred division of the softmax and the change to the output scale, in one step.
public enum Requantization {
  /// `a`: the accumulator aligned to a row sum of 8 bits, signed 16 bits.
  public static func aligned(accumulator: Int, rowSum: Int) -> Int {
    roundingShift(accumulator, by: bitLength(rowSum) - NumberFormats.rowSumBitsMin)
  }

  /// `r`: the output multiplier over the row sum, unsigned 17 bits.
  public static func reciprocal(rowSum: Int, outputMultiplier: Int) -> Int {
    ((outputMultiplier << bitLength(rowSum)) + rowSum / 2) / rowSum
  }

  /// The output for an accumulator of a row. The row sum is at least 255.
  public static func output(accumulator: Int, rowSum: Int, outputMultiplier: Int) -> Int8 {
    output(
      accumulator: accumulator, rowSum: rowSum,
      reciprocal: reciprocal(rowSum: rowSum, outputMultiplier: outputMultiplier))
  }

  @inline(__always)
  private static func output(accumulator: Int, rowSum: Int, reciprocal: Int) -> Int8 {
    let product = aligned(accumulator: accumulator, rowSum: rowSum) * reciprocal
    return Int8(clamping: roundingShift(product, by: NumberFormats.outputShift))
  }

  /// The outputs of a head: one row sum for each row of accumulators, and so one division.
  public static func outputs(
    accumulators: Matrix<Int32>, rowSums: [Int], outputMultiplier: Int
  ) -> Matrix<Int8> {
    precondition(accumulators.rows == rowSums.count, "Each row of accumulators has a row sum.")
    let sums = accumulators.storage
    return Matrix(rows: accumulators.rows, columns: accumulators.columns) { outputs in
      for (row, rowSum) in rowSums.enumerated() {
        let reciprocal = reciprocal(rowSum: rowSum, outputMultiplier: outputMultiplier)
        for index in row * accumulators.columns..<(row + 1) * accumulators.columns {
          outputs[index] = output(
            accumulator: Int(sums[index]), rowSum: rowSum, reciprocal: reciprocal)
        }
      }
    }
  }
}
