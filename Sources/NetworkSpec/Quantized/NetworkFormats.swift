/// Every number format of the integer network outside attention, whose formats `NumberFormats`
/// states. Real value = scale * integer; all scales are constants, found by calibration.
///
/// **Layers.** int8 activations times int8 weights (one scale an output, symmetric), plus an int32
/// bias; the sum is exact in int32. `FixedMultiplier` brings it to the scale of what follows, with
/// rounding half up, and it is clamped there: int8, or int16 where it joins the residual stream.
///
/// **Residual stream.** int16 with one scale for the whole network, so that an addition is an
/// integer addition; it saturates.
///
/// **LayerNorm** of `D` features `x`, all integers. It has the integer square root of I-BERT (Kim
/// et al., ICML 2021, arXiv 2101.01321), with exact sums in place of a rounded mean:
/// - `S = sum of x`, `Q = sum of x^2`, `V = D Q - S^2`, which is `D^2` times the variance;
/// - `t = max(1, floor(sqrt(V + E)))`, `D` times the deviation, with `E = round(D^2 epsilon /
///   scale^2)`;
/// - `r = floor((2^(b + 15) + floor(t / 2)) / t)` with `b` the bit length of `t`: 17 bits;
/// - `n = roundingShift((D x - S) r, by: b + 15 - 12)`: normalised, with 12 fraction bits;
/// - `y = clamp(roundingShift(n gain + offset, by: shift))`, int8, with a gain of 16 signed bits
///   and an offset of 48 for each feature.
///
/// **GELU** of an int8 is one of 256 int8, tabulated for the two scales of its block. Little is
/// spent on what a GELU does not reach: calibration counts no input below -4.5, and the output has
/// an offset, real value = scale * (integer + offset), so that -128 stands for its least value,
/// -0.17. The bias of the next layer takes the offset in. (A table is exact up to the rounding of
/// its result; the polynomial of I-BERT is not, and needs multipliers.)
///
/// **Auto-encoder.** int8 queries (keys) of all heads at one token and feature go through two
/// layers as above; encoded ones have a scale for each hidden head.
///
/// **Features.** What leaves the last norm. Where patches are averaged, all tokens are normalised
/// to int8 with one scale, and the mean is `floor(sum / patches + 1/2)` on the same scale.
///
/// **Logits.** int16 with one scale; the largest of equal ones with the lowest index wins. Each of
/// two classifiers changes its scale to give half of its logits, and the halves are added as in the
/// residual stream. Without a classifier the int8 features stand for logits.
public enum NetworkFormats {
  /// Fraction bits of a normalised feature `n`.
  public static let normFractionBits = 12
  /// Fraction bits of the reciprocal `r` beyond the bit length of its divisor.
  public static let normReciprocalBits = 15
  /// Width of a gain of LayerNorm, signed.
  public static let normGainBits = 16
  /// Width of an offset of LayerNorm, signed.
  public static let normOffsetBits = 48
  /// Most features of a token: `V` then fits 63 bits and `D x - S` 29.
  public static let widthMax = 8192
  /// What enters a GELU further below 0 may be clamped to this: its GELU is above -2e-5.
  public static let activationInputMin: Float = -4.5
  /// Range of the residual stream and of logits.
  public static let residualRange = -32_768...32_767
}
