/// Every number format of the attention head, stated once.
///
/// The reference model, the compiler and the generator of the hardware all read these constants.
/// One rounding is used everywhere: round half up, `roundingShift` in `Rounding.swift`.
///
/// **Operands.** `q`, `k` and `v` are int8, symmetric per tensor: real value = scale * integer.
///
/// **Score.** `s = sum over f of q[i, f] * k[j, f]`, exact, int32. A real score is
/// `scoreScale * s` with `scoreScale = queryScale * keyScale / sqrt(headDimension)`.
///
/// **Softmax.** `m` is the maximum over the kept scores of a query row.
/// - Distance `t = min(511, roundingShift((m - s) * softmaxScale, by: 16))`, in units of 1/32
///   octave, with `softmaxScale = round(scoreScale * log2(e) * 32 * 65536)`, unsigned 20 bits.
/// - Numerator `e = round(255 * 2^(-t / 32))`, uint8, half up: an entry of `numeratorTable`, one of
///   32, in a rounding shift by one bit and the octaves. The maximum of a row has exactly 255; nine
///   octaves below it and further a numerator is 0.
/// - Row sum: the sum of the numerators of the kept entries of a row, at least 255.
/// - A probability is `e / rowSum` and is never computed for one entry: the division is deferred to
///   the output of the row, as FlashAttention (Dao et al., 2022) does. So an entry keeps 8 bits
///   relative to the maximum of its row, where a normalised 8-bit probability would keep about one
///   bit in a dense row of 197 entries.
///
/// **Accumulator.** `sum over kept j of e[i, j] * v[j, f]`, exact, int32.
///
/// **Output.** int8. With `b` the bit length of the row sum (`2^(b-1) <= rowSum < 2^b`, `b >= 8`):
/// - `a = roundingShift(accumulator, by: b - 8)`, which fits signed 16 bits because
///   `-128 * rowSum <= accumulator <= 127 * rowSum`;
/// - `r = floor((outputMultiplier * 2^b + floor(rowSum / 2)) / rowSum)`, unsigned 17 bits, with
///   `outputMultiplier = round(valueScale / outputScale * 4096)`, unsigned 16 bits, at least 1;
/// - `output = clamp(roundingShift(a * r, by: 20), -128...127)`.
public enum NumberFormats {
  // MARK: Operands and scores

  /// Width of an element of q, k, v and of the output, signed.
  public static let operandBits = 8
  /// Largest magnitude of a product of two operands: (-128) * (-128).
  public static let operandProductMax = 16_384
  /// Largest head dimension whose scores fit 32 bits.
  public static let headDimensionMax = 131_071
  /// Largest number of tokens; it bounds the row sum to 20 bits.
  public static let tokensMax = 4096

  /// Width of a score of so many features, signed.
  public static func scoreBits(headDimension: Int) -> Int {
    1 + bitLength(headDimension * operandProductMax)
  }

  // MARK: Softmax

  /// Width of `softmaxScale`, unsigned.
  public static let softmaxScaleBits = 20
  /// Largest `softmaxScale`.
  public static let softmaxScaleMax = (1 << softmaxScaleBits) - 1
  /// Fraction bits dropped, with rounding, from `(m - s) * softmaxScale`.
  public static let distanceShift = 16
  /// Width of the distance `t`, unsigned.
  public static let distanceBits = 9
  /// Largest distance; greater ones saturate to it.
  public static let distanceMax = (1 << distanceBits) - 1
  /// Low bits of the distance that select an entry of `numeratorTable`; the rest counts octaves.
  public static let numeratorTableIndexBits = 5
  /// Distance units in one octave, a factor of two in numerator.
  public static let stepsPerOctave = 1 << numeratorTableIndexBits
  /// Width of an entry of `numeratorTable`, unsigned.
  public static let numeratorTableBits = 9
  /// Fraction bits of an entry of `numeratorTable`; an entry is shifted by this plus the octaves.
  /// One is enough to round by: what stands below it is dropped by every shift.
  public static let numeratorTableShift = 1
  /// Width of a numerator, unsigned.
  public static let numeratorBits = 8
  /// The numerator of the maximum of a row, the largest one.
  public static let numeratorMax = 255
  /// `numeratorTable[i] = floor(255 * 2 * 2^(-i / 32))`.
  public static let numeratorTable: [Int] = [
    510, 499, 488, 477, 467, 457, 447, 438, 428, 419, 410, 401, 393, 384, 376, 368,
    360, 352, 345, 337, 330, 323, 316, 309, 303, 296, 290, 284, 278, 272, 266, 260,
  ]

  // MARK: Output

  /// Width of `outputMultiplier`, unsigned.
  public static let outputMultiplierBits = 16
  /// Largest `outputMultiplier`.
  public static let outputMultiplierMax = (1 << outputMultiplierBits) - 1
  /// Fraction bits of `outputMultiplier`.
  public static let outputMultiplierFractionBits = 12
  /// Bit length of the smallest row sum; longer ones shift the accumulator by the difference.
  public static let rowSumBitsMin = 8
  /// Width of the aligned accumulator `a`, signed.
  public static let alignedBits = 16
  /// Width of the reciprocal `r`, unsigned.
  public static let reciprocalBits = 17
  /// Fraction bits dropped, with rounding, from `a * r`.
  public static let outputShift = 20
  /// Range of an output.
  public static let outputRange = -128...127

  /// Width of a row sum of up to `tokens` numerators, unsigned.
  public static func rowSumBits(tokens: Int) -> Int {
    bitLength(tokens * numeratorMax)
  }
}
