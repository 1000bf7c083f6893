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
    slice(low: range.lowerBound, high: range.upperBound &- 1)
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
    slice(low: 0, high: range.upperBound &- 1)
  }

  /// The bits from `low` up to `high`; none where `high` is the one below `low`.
  private func slice(low: Int, high: Int) -> Signal {
    if let mistake = mistakeOrUntyped("a slice") { return mistake }
    guard low >= 0, low <= width, high >= low - 1, high < width else {
      let asked =
        high >= low ? "\(low)...\(high)" : low > 0 ? "from bit \(low) on" : "\(low)..<\(high &+ 1)"
      let bits = width == 0 ? "it has no bits" : "bits run from 0 to \(width - 1)"
      return .mistaken(
        .sliceRange, "slice \(asked) of \(self) (\(type)) is out of range; \(bits)", type: .bit)
    }
    let count = high - low + 1
    let type = HardwareType.bit.withWidth(count)
    return self.type == type ? self : .operation(.slice(low: low, width: count), [self], type: type)
  }
}
