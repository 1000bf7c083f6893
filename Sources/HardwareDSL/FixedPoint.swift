import HardwareIR

/// A number with a binary point: `raw / 2^fractionBits`, signed or unsigned as `raw` is.
///
/// | operation               | fraction bits of the result | exact                         |
/// |-------------------------|-----------------------------|-------------------------------|
/// | `+` `-`                 | the larger one              | yes, one bit wider            |
/// | `*`                     | the sum                     | yes                           |
/// | `rounded(toFraction:)`  | as asked                    | half up, one bit wider        |
/// | `floored(toFraction:)`  | as asked                    | towards minus infinity        |
/// | `saturated(to:)`        | unchanged                   | nearest number of that width  |
///
/// Nothing is rounded, narrowed or aligned except by the operations that say so; an assignment
/// demands the same number of fraction bits.
public struct Fixed {
  public let raw: Signal
  public let fractionBits: Int

  /// - Parameter fractionBits: at least 0; may exceed the width of `raw`.
  public init(_ raw: Signal, fractionBits: Int) {
    self.raw = Self.problem(withFraction: fractionBits, raw) ?? raw
    self.fractionBits = max(0, min(fractionBits, Limits.widthMax))
  }

  /// The mistake of a number of fraction bits that no number has.
  private static func problem(withFraction bits: Int, _ raw: Signal) -> Signal? {
    guard raw.mistake == nil, !(0...Limits.widthMax).contains(bits) else { return nil }
    return .mistaken(
      .sliceRange,
      "\(bits) fraction bits do not exist; give 0 "
        + (bits < 0 ? "or more" : "to \(Limits.widthMax)"), type: raw.type)
  }

  /// The nearest number to `value` that `type` holds with so many fraction bits.
  public static func constant(
    _ value: Double, _ type: HardwareType, fractionBits: Int
  ) -> Fixed {
    let scaled = (value * Double(sign: .plus, exponent: fractionBits, significand: 1)).rounded()
    let isInRange =
      scaled.magnitude < 0x1p62 && type.range.map { $0.contains(Int(scaled)) } ?? true
    guard isInRange || !type.isPossible else {
      let sentence = "constant \(value) does not fit \(type) with \(fractionBits) fraction bits"
      return Fixed(
        .mistaken(.literalRange, sentence + "; use a wider type", type: type),
        fractionBits: fractionBits)
    }
    return Fixed(Signal(Int(scaled), type), fractionBits: fractionBits)
  }

  public var width: Int { raw.width }

  /// The same number with more fraction bits.
  public func extended(toFraction bits: Int) -> Fixed {
    guard bits >= fractionBits else {
      let sentence =
        "extended(toFraction: \(bits)) of \(fractionBits) fraction bits drops bits; "
        + "use rounded(toFraction:) or floored(toFraction:)"
      return Fixed(.mistaken(.narrowing, sentence, type: raw.type), fractionBits: bits)
    }
    let call = "extended(toFraction: \(bits))"
    if let mistake = raw.mistakeOrUntyped(call) { return Fixed(mistake, fractionBits: bits) }
    guard bits <= Limits.widthMax, raw.width + bits - fractionBits <= Limits.widthMax else {
      let sentence =
        "\(call) of \(raw) (\(raw.type)) makes a value too wide; a width must be at most "
        + "\(Limits.widthMax)"
      return Fixed(.mistaken(.sliceRange, sentence, type: raw.type), fractionBits: fractionBits)
    }
    return Fixed(raw.shiftedLeft(by: bits - fractionBits), fractionBits: bits)
  }

  /// The largest number with so few fraction bits that is not above this one.
  public func floored(toFraction bits: Int) -> Fixed {
    if bits >= fractionBits { return extended(toFraction: bits) }
    if bits < 0 { return Fixed(raw, fractionBits: bits) }
    let call = "floored(toFraction: \(bits))"
    if let mistake = raw.mistakeOrUntyped(call) { return Fixed(mistake, fractionBits: bits) }
    let dropped = fractionBits - bits
    guard dropped < raw.width else {
      let sentence =
        "\(call) of \(raw) (\(raw.type)) with \(fractionBits) fraction bits leaves no bit; keep "
        + "\(fractionBits - raw.width + 1) fraction bits or more"
      return Fixed(.mistaken(.sliceRange, sentence, type: raw.type), fractionBits: bits)
    }
    return Fixed(raw.shiftedRight(by: dropped), fractionBits: bits)
  }

  /// The nearest number with so few fraction bits; a half rounds up.
  public func rounded(toFraction bits: Int) -> Fixed {
    if bits >= fractionBits { return extended(toFraction: bits) }
    if bits < 0 { return Fixed(raw, fractionBits: bits) }
    if let mistake = raw.mistakeOrUntyped("rounded(toFraction: \(bits))") {
      return Fixed(mistake, fractionBits: bits)
    }
    return Fixed(raw.shiftedRightRounded(by: fractionBits - bits), fractionBits: bits)
  }

  /// The nearest number that `width` bits hold.
  public func saturated(to width: Int) -> Fixed {
    Fixed(raw.saturated(to: width), fractionBits: fractionBits)
  }

  static func aligned(_ left: Fixed, _ right: Fixed) -> (Signal, Signal, Int) {
    let bits = max(left.fractionBits, right.fractionBits)
    return (left.extended(toFraction: bits).raw, right.extended(toFraction: bits).raw, bits)
  }

  public static func + (left: Fixed, right: Fixed) -> Fixed {
    let (left, right, bits) = aligned(left, right)
    return Fixed(left + right, fractionBits: bits)
  }

  public static func - (left: Fixed, right: Fixed) -> Fixed {
    let (left, right, bits) = aligned(left, right)
    return Fixed(left - right, fractionBits: bits)
  }

  public static func * (left: Fixed, right: Fixed) -> Fixed {
    Fixed(left.raw * right.raw, fractionBits: left.fractionBits + right.fractionBits)
  }

  /// Drives `target` with `value`, which has the same number of fraction bits.
  @discardableResult
  public static func <== (target: Fixed, value: Fixed) -> RecordedStatement {
    target.raw <== target.fitting(value)
  }

  /// The bits of `value`, if its point is where that of this number is.
  func fitting(_ value: Fixed) -> Signal {
    guard fractionBits == value.fractionBits else {
      let sentence =
        "a number with \(value.fractionBits) fraction bits is assigned to one with "
        + "\(fractionBits); write .rounded(toFraction: \(fractionBits))"
      return .mistaken(.typeMismatch, sentence, type: value.raw.type)
    }
    return value.raw
  }
}
