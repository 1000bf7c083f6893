import AttentionSpec
import HardwareDSL

/// A division under way, and for whom: digits of the dividend on top of those of the reciprocal.
struct ReciprocalStep: SignalBundle {
  let element: Signal
  let alignment: Signal
  let remainder: Signal
  let digits: Signal
  let divisor: Signal
}

extension ReciprocalStep {
  init(_ field: FieldMaker, elements: Int, rowSumBits: Int) {
    element = field(.unsigned(bitsToIndex(elements)))
    alignment = RowScale.alignment(field, rowSumBits: rowSumBits)
    remainder = field(.unsigned(rowSumBits))
    digits = field(.bits(NumberFormats.reciprocalBits))
    divisor = field(.unsigned(rowSumBits))
  }

  /// A step of long division: bring down a digit, subtract where it fits.
  func next(_ name: IndexedName) -> ReciprocalStep {
    let top = digits.width - 1
    let partial = wire("\(name)Partial", concatenate(remainder.asBits, digits[top]).asUnsigned)
    // Its top bit is the borrow, as the remainder is below the divisor.
    let difference = wire("\(name)Difference", partial &- divisor)
    let fits = !difference[divisor.width]
    let bits = divisor.width
    let left = wire(
      "\(name)Left", mux(fits, difference.truncated(to: bits), partial.truncated(to: bits)))
    return ReciprocalStep(
      element: element, alignment: alignment, remainder: left,
      digits: concatenate(digits[0..<top], fits), divisor: divisor)
  }
}
