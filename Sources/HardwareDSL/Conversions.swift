import HardwareIR

extension Signal {
  /// The number in a wider type of the same sign; bits get zeros on top.
  public func extended(to width: Int) -> Signal {
    if let mistake = mistakeOrUntyped("extended(to: \(width))") { return mistake }
    guard width >= self.width else {
      return .mistaken(
        .narrowing,
        "extended(to: \(width)) of \(self) (\(type)) narrows; write .truncated(to: \(width))",
        type: type)
    }
    return widened(to: type.withWidth(width))
  }

  /// The low `width` bits.
  public func truncated(to width: Int) -> Signal {
    if let mistake = mistakeOrUntyped("truncated(to: \(width))") { return mistake }
    guard (0...self.width).contains(width) else {
      return .mistaken(
        .sliceRange,
        "truncated(to: \(width)) of \(self) (\(type)) is out of range 0...\(self.width)",
        type: type)
    }
    let bits = Signal.operation(
      .slice(low: 0, width: width), [self], type: HardwareType.bit.withWidth(width))
    return width == self.width ? self : bits.reinterpreted(as: type.withWidth(width))
  }

  /// The nearest number that `width` bits hold.
  public func saturated(to width: Int) -> Signal {
    if let mistake = mistakeOrUntyped("saturated(to: \(width))") { return mistake }
    guard type.isNumber else {
      return .mistaken(
        .typeMismatch, "saturated(to: \(width)) takes a number, not \(type)", type: type)
    }
    guard width < self.width else { return extended(to: width) }
    let narrow = type.withWidth(width)
    guard let range = narrow.range else {
      return .mistaken(
        .sliceRange,
        "saturated(to: \(width)) of \(self) (\(type)) is out of range; "
          + "a width must be at least 0", type: type)
    }
    func limits(_ type: HardwareType) -> (low: Signal, high: Signal) {
      if width < 64 { return (Signal(range.lowerBound, type), Signal(range.upperBound, type)) }
      let top = type.isSigned ? width - 1 : width
      return (.ones(top..<type.width, type), .ones(0..<top, type))
    }
    let (wide, limit) = (limits(type), limits(narrow))
    let atMost = mux(self > wide.high, limit.high, truncated(to: width))
    return type.isSigned ? mux(self < wide.low, limit.low, atMost) : atMost
  }

  /// A constant of which some bits are 1.
  private static func ones(_ bits: Range<Int>, _ type: HardwareType) -> Signal {
    let digits = stride(from: 0, to: type.width, by: 4).map { low in
      (0..<4).reduce(0) { bits.contains(low + $1) ? $0 | 1 << $1 : $0 }
    }
    return Signal(
      hexadecimal: digits.reversed().map { String($0, radix: 16) }.joined(), type)
  }

  /// An unsigned number as a signed one, one bit wider.
  public func toSigned() -> Signal {
    if let mistake = mistakeOrUntyped("toSigned()") { return mistake }
    guard case .unsigned(let width) = type else {
      return .mistaken(.signMixing, "toSigned() takes an unsigned number, not \(type)", type: type)
    }
    return widened(to: .unsigned(width + 1)).reinterpreted(as: .signed(width + 1))
  }

  /// The same bits read as a number in two's complement.
  public var asSigned: Signal { reinterpreted(as: .signed(width)) }
  /// The same bits read as a number from zero.
  public var asUnsigned: Signal { reinterpreted(as: .unsigned(width)) }
  /// The same bits without a meaning as a number.
  public var asBits: Signal { reinterpreted(as: HardwareType.bit.withWidth(width)) }

  /// What is wrong with `self` as the operand of a conversion.
  func mistakeOrUntyped(_ operation: String) -> Signal? {
    mistake == nil ? untyped(operation) : self
  }

  /// What is wrong with `self` as an operand that is bits or an unsigned number.
  package func mistake(asBitsOf call: String) -> Signal? {
    if let mistake = mistakeOrUntyped(call) { return mistake }
    switch type {
    case .bit, .bits, .unsigned: return nil
    case .signed, .enumeration:
      return .mistaken(
        .typeMismatch,
        "\(call) takes bits or an unsigned number, not \(self) (\(type)); "
          + "convert it with .asUnsigned",
        type: type)
    }
  }

  func reinterpreted(as type: HardwareType) -> Signal {
    if let mistake = mistakeOrUntyped("reading the bits") { return mistake }
    return self.type == type ? self : .operation(.reinterpret, [self], type: type)
  }

  /// `self * 2^amount`, exactly.
  public func shiftedLeft(by amount: Int) -> Signal {
    if let mistake = mistakeOrUntyped("shiftedLeft(by: \(amount))") { return mistake }
    guard amount >= 0 else {
      return .mistaken(
        .sliceRange,
        "shiftedLeft(by: \(amount)) of \(self) (\(type)) is negative; "
          + "use shiftedRight", type: type)
    }
    let (width, overflows) = self.width.addingReportingOverflow(amount)
    guard !overflows, width <= Limits.widthMax else {
      return .mistaken(
        .sliceRange,
        "shiftedLeft(by: \(amount)) of \(self) (\(type)) makes a value too wide; "
          + "a width must be at most \(Limits.widthMax)", type: type)
    }
    return amount == 0
      ? self
      : concatenate(self.asBits, Signal(0, .bits(amount)))
        .reinterpreted(as: type.withWidth(width))
  }

  /// `floor(self / 2^amount)`, `amount` bits narrower. Of a signed number a bit is left, its sign.
  public func shiftedRight(by amount: Int) -> Signal {
    if let mistake = mistakeOrUntyped("shiftedRight(by: \(amount))") { return mistake }
    let most = type.isSigned ? max(0, width - 1) : width
    guard (0...most).contains(amount) else {
      let problem =
        amount < 0
        ? "is negative" : type.isSigned ? "leaves no sign" : "is by more than all of its bits"
      return .mistaken(
        .sliceRange,
        "shiftedRight(by: \(amount)) of \(self) (\(type)) \(problem); shift by 0 to \(most)",
        type: type)
    }
    return amount == 0
      ? self : self[amount..<width].reinterpreted(as: type.withWidth(width - amount))
  }

  /// `self * 2^amount` by a variable amount, in the same width: what is moved beyond the top is
  /// **lost**. To keep it, widen the value first: `a.extended(to: 16).shiftedLeft(by: amount)`.
  public func shiftedLeft(by amount: Signal) -> Signal {
    shifted(.shiftLeft, by: amount)
  }

  /// `floor(self / 2^amount)` by a variable amount, in the same width.
  public func shiftedRight(by amount: Signal) -> Signal {
    shifted(.shiftRight, by: amount)
  }

  private func shifted(_ operation: BinaryOperator, by amount: Signal) -> Signal {
    mistakeOrUntyped("a shift") ?? mistake(inAmount: amount, of: "a shift")
      ?? .operation(.binary(operation), [self, amount], type: type)
  }

  /// What is wrong with a variable amount by which the bits are to be moved.
  func mistake(inAmount amount: Signal, of move: String) -> Signal? {
    if let (rule, message) = amount.mistake { return .mistaken(rule, message, type: type) }
    if case .unsigned = amount.type, !amount.isLiteral { return nil }
    let found =
      amount.isLiteral
      ? "the literal \(amount); give an Int, or a type with Signal(_, _)"
      : "\(amount) (\(amount.type)); convert it with .asUnsigned"
    return .mistaken(
      .typeMismatch, "\(move) is by an unsigned signal, not \(found)", type: type)
  }
}
