import AttentionSpec

/// A positive real factor as hardware has it: a multiplication and a rounding shift,
/// `roundingShift(value * multiplier, by: shift)`.
///
/// The multiplier has 16 unsigned bits, the upper one set, so a factor is met within 2^-16 of
/// itself. (Jacob et al., CVPR 2018, section 2.2, with 16 bits in place of 32.)
public struct FixedMultiplier: Sendable, Hashable {
  /// Width of `multiplier`, unsigned.
  public static let multiplierBits = 16
  /// Largest shift; smaller factors are refused.
  public static let shiftMax = 62 - multiplierBits

  /// 2^15 ... 2^16 - 1.
  public let multiplier: Int
  /// 0 ... `shiftMax`.
  public let shift: Int

  /// The nearest factor.
  ///
  /// - Throws: `Refusal` for a factor that is not positive and finite, or out of reach.
  public init(_ factor: Double) throws {
    guard factor.isFinite, factor > 0 else {
      throw Refusal(
        "A change of scale by \(factor) is not a positive finite number; "
          + "calibrate with images that reach every tensor.")
    }
    var exponent = Int(factor.exponent) + 1
    // factor = significand / 2 * 2^exponent with the significand in 1 ..< 2.
    var multiplier = Int(
      (factor.significand * Double(1 << (Self.multiplierBits - 1)) + 0.5).rounded(.down))
    if multiplier == 1 << Self.multiplierBits {
      multiplier >>= 1
      exponent += 1
    }
    let shift = Self.multiplierBits - exponent
    guard (0...Self.shiftMax).contains(shift) else {
      let least = Self.shiftMax - Self.multiplierBits + 1
      throw Refusal(
        "A change of scale by \(factor) is outside 2^-\(least) "
          + "to 2^\(Self.multiplierBits); look for a tensor that is almost zero, or far too large, "
          + "in all calibration images.")
    }
    self.multiplier = multiplier
    self.shift = shift
  }

  /// The value on the new scale. `value` has at most 32 signed bits.
  public func callAsFunction(_ value: Int) -> Int {
    roundingShift(value * multiplier, by: shift)
  }
}
