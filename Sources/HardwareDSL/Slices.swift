import HardwareIR

extension Signal {
  /// Bit `index`; 0 is the least significant.
  public subscript(index: Int) -> Signal { self[index...index] }

  /// The bits from `range.lowerBound` up to `range.upperBound`, both included.
  public subscript(range: ClosedRange<Int>) -> Signal {
    slice(low: range.lowerBound, high: range.upperBound)
  }

  /// The bits from `range.lowerBound` up to the one below `range.upperBound`.
  public subscript(range: Range<Int>) -> Signal {
    slice(low: range.lowerBound, high: range.upperBound - 1)
  }

  /// The bits from `range.lowerBound` up to the most significant.
  public subscript(range: PartialRangeFrom<Int>) -> Signal {
    slice(low: range.lowerBound, high: width - 1)
  }

  /// The bits up to `range.upperBound`, which is included.
  public subscript(range: PartialRangeThrough<Int>) -> Signal {
    slice(low: 0, high: range.upperBound)
  }

  /// The `range.upperBound` least significant bits.
  public subscript(range: PartialRangeUpTo<Int>) -> Signal {
    slice(low: 0, high: range.upperBound - 1)
  }

  private func slice(low: Int, high: Int) -> Signal {
    if let mistake = mistakeOrUntyped("a slice") { return mistake }
    guard low <= high else {
      return .mistaken(
        .sliceRange,
        "a slice of \(self) (\(type)) from bit \(low) on is empty; bits run from 0 to \(width - 1)",
        type: .bit)
    }
    guard low >= 0, high < width else {
      return .mistaken(
        .sliceRange,
        "slice \(low)...\(high) of \(self) (\(type)) is out of range; "
          + "bits run from 0 to \(width - 1)", type: .bit)
    }
    let count = high - low + 1
    let type = HardwareType.bit.withWidth(count)
    return self.type == type ? self : .operation(.slice(low: low, width: count), [self], type: type)
  }
}
