import HardwareDSL

/// A division in progress: digits of the dividend on top of those of the quotient.
struct DivisionStep: SignalBundle {
  let remainder: Signal
  let digits: Signal
  let divisor: Signal

  init(remainder: Signal, digits: Signal, divisor: Signal) {
    self.remainder = remainder
    self.digits = digits
    self.divisor = divisor
  }

  init(_ field: FieldMaker, dividendBits: Int, divisorBits: Int) {
    remainder = field(.unsigned(divisorBits))
    digits = field(.bits(dividendBits))
    divisor = field(.unsigned(divisorBits))
  }

  /// A step of long division: bring down a digit, subtract where it fits.
  func next(_ name: IndexedName) -> DivisionStep {
    let top = digits.width - 1
    let partial = wire("\(name)Partial", concatenate(remainder.asBits, digits[top]).asUnsigned)
    let fits = wire("\(name)Fits", partial >= divisor)
    let left = mux(fits, partial &- divisor, partial).truncated(to: divisor.width)
    return DivisionStep(
      remainder: left,
      digits: top == 0 ? fits.asBits : concatenate(digits[0..<top], fits), divisor: divisor)
  }
}
