import HardwareIR

// Comparison of and choice between numbers of any fraction bits: as in addition, those with fewer
// get zeros behind, and nothing is rounded.

extension Fixed {
  public static func == (left: Fixed, right: Fixed) -> Signal {
    let (left, right, _) = aligned(left, right)
    return left == right
  }

  public static func != (left: Fixed, right: Fixed) -> Signal {
    let (left, right, _) = aligned(left, right)
    return left != right
  }

  public static func < (left: Fixed, right: Fixed) -> Signal {
    let (left, right, _) = aligned(left, right)
    return left < right
  }

  public static func <= (left: Fixed, right: Fixed) -> Signal {
    let (left, right, _) = aligned(left, right)
    return left <= right
  }

  public static func > (left: Fixed, right: Fixed) -> Signal {
    let (left, right, _) = aligned(left, right)
    return left > right
  }

  public static func >= (left: Fixed, right: Fixed) -> Signal {
    let (left, right, _) = aligned(left, right)
    return left >= right
  }
}

/// `condition ? first : second`, in hardware. The result has the fraction bits of the operand with
/// more, and the width of the wider one.
public func mux(_ condition: Signal, _ first: Fixed, _ second: Fixed) -> Fixed {
  let (first, second, bits) = Fixed.aligned(first, second)
  return Fixed(mux(condition, first, second), fractionBits: bits)
}

/// `numbers[index]`, in hardware, and zero beyond the last: all of one type and so many fraction
/// bits.
public func select(_ numbers: [Fixed], at index: Signal) -> Fixed {
  let bits = numbers.first?.fractionBits ?? 0
  guard let other = numbers.first(where: { $0.fractionBits != bits }) else {
    return Fixed(select(numbers.map(\.raw), at: index), fractionBits: bits)
  }
  let sentence =
    "select chooses between numbers with \(bits) and with \(other.fractionBits) fraction bits; "
    + "give all the same with extended(toFraction:) or rounded(toFraction:)"
  return Fixed(.mistaken(.typeMismatch, sentence, type: other.raw.type), fractionBits: bits)
}
