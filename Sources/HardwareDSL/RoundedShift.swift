import HardwareIR

// The one rounding of hardware: `floor(value / 2^amount + 1/2)`, where a half rounds up.

extension Signal {
  /// `floor(self / 2^amount + 1/2)`: shifted right by a constant, a half rounds up. The result is
  /// one bit wider than that of `shiftedRight(by:)`, because rounding may carry; not for 0.
  public func shiftedRightRounded(by amount: Int) -> Signal {
    let call = "shiftedRightRounded(by: \(amount))"
    if let mistake = mistakeOrUntyped(call) { return mistake }
    guard (0...Limits.widthMax).contains(amount) else {
      let problem = amount < 0 ? "is negative" : "is by more than any value has"
      return .mistaken(
        .sliceRange,
        "\(call) of \(self) (\(type)) \(problem); shift by 0 to \(Limits.widthMax)", type: type)
    }
    if amount == 0 { return self }
    let half = concatenate(Signal(1, .bit), Signal(0, .bits(max(amount - 1, 1))))
    let step = amount == 1 ? Signal(1, .bit) : half
    let addend = type.isSigned ? concatenate(Signal(0, .bit), step).asSigned : step.asUnsigned
    return (self + addend).shiftedRight(by: amount)
  }

  /// `floor(self / 2^amount + 1/2)` by a variable amount, in the same width: a half rounds up.
  public func shiftedRightRounded(by amount: Signal) -> Signal {
    if let mistake = mistakeOrUntyped("a shift") ?? mistake(inAmount: amount, of: "a shift") {
      return mistake
    }
    // A zero below the value: after the shift, bit 0 is the highest bit shifted out, which rounds.
    // Where nothing is shifted out there is no carry, so the spare bit above holds nothing.
    let shifted = shiftedLeft(by: 1).shiftedRight(by: amount)
    return shifted.shiftedRightRounded(by: 1).truncated(to: width)
  }
}
