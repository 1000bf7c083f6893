import AttentionSpec

/// The deferred division of the softmax and the change to the output scale, in one step.
public enum Requantization {
  /// `a`: the accumulator aligned to a row sum of 8 bits, signed 16 bits.
  public static func aligned(accumulator: Int, rowSum: Int) -> Int {
    roundingShift(accumulator, by: bitLength(rowSum) - NumberFormats.rowSumBitsMinimum)
  }

  /// `r`: the output multiplier over the row sum, unsigned 17 bits.
  public static func reciprocal(rowSum: Int, outputMultiplier: Int) -> Int {
    ((outputMultiplier << bitLength(rowSum)) + rowSum / 2) / rowSum
  }

  /// The output for an accumulator of a row. The row sum is at least 255.
  public static func output(accumulator: Int, rowSum: Int, outputMultiplier: Int) -> Int8 {
    let product =
      aligned(accumulator: accumulator, rowSum: rowSum)
      * reciprocal(rowSum: rowSum, outputMultiplier: outputMultiplier)
    return Int8(clamping: roundingShift(product, by: NumberFormats.outputShift))
  }
}
