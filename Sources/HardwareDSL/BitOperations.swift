import HardwareIR

// Operations on the bits of a value, whatever they mean.

extension Signal {
  /// Whether an odd number of bits is 1: the XOR of all bits.
  public var parity: Signal {
    untyped("parity") ?? .operation(.unary(.parity), [self], type: .bit)
  }

  /// How many bits are 1, as a tree of sums: an unsigned number just wide enough.
  public var popCount: Signal {
    if let mistake = mistakeOrUntyped("popCount") { return mistake }
    if width == 0 { return Signal(0, .unsigned(0)) }
    return Signal.count(bits[...])
  }

  private static func count(_ bits: ArraySlice<Signal>) -> Signal {
    guard bits.count > 1 else { return bits[bits.startIndex].asUnsigned }
    let (low, high) = (bits.prefix(bits.count / 2), bits.dropFirst(bits.count / 2))
    let width = bitsToHold(bits.count)
    return count(low).extended(to: width) &+ count(high).extended(to: width)
  }

  /// `count` copies side by side, as bits.
  public func replicated(_ count: Int) -> Signal {
    if let mistake = mistakeOrUntyped("replicated(\(count))") { return mistake }
    guard count >= 0 else {
      return .mistaken(
        .sliceRange,
        "replicated(\(count)) of \(self) (\(type)) is negative; give 0 copies or more", type: .bit)
    }
    if count == 0 { return self[..<0] }
    let (total, overflows) = width.multipliedReportingOverflow(by: count)
    guard !overflows, total <= Limits.widthMax else {
      return .mistaken(
        .sliceRange,
        "replicated(\(count)) of \(self) (\(type)) makes a value too wide; "
          + "a width must be at most \(Limits.widthMax)", type: .bit)
    }
    // Copies of one bit are what an extension by sign makes.
    return width == 1
      ? asSigned.extended(to: total).asBits : concatenate(Array(repeating: self, count: count))
  }

  /// The bits moved up by `amount`; those that leave at the top come in at the bottom.
  public func rotatedLeft(by amount: Int) -> Signal {
    if let mistake = mistakeOrUntyped("rotatedLeft(by: \(amount))") { return mistake }
    return rotated("rotatedLeft", by: amount) { $0 }
  }

  /// The bits moved down by `amount`; those that leave at the bottom come in at the top.
  public func rotatedRight(by amount: Int) -> Signal {
    if let mistake = mistakeOrUntyped("rotatedRight(by: \(amount))") { return mistake }
    return rotated("rotatedRight", by: amount) { (width - $0) % width }
  }

  /// The bits moved up by a variable amount, also one beyond the width: a choice for each bit of
  /// `amount`.
  public func rotatedLeft(by amount: Signal) -> Signal {
    rotated(by: amount) { $0.rotatedLeft(by: $1) }
  }

  /// The bits moved down by a variable amount, also one beyond the width: a choice for each bit of
  /// `amount`.
  public func rotatedRight(by amount: Signal) -> Signal {
    rotated(by: amount) { $0.rotatedRight(by: $1) }
  }

  /// - Parameter left: How far up the bits move, if at most one turn is made.
  private func rotated(_ call: String, by amount: Int, _ left: (Int) -> Int) -> Signal {
    guard amount >= 0 else {
      let other = call == "rotatedLeft" ? "rotatedRight" : "rotatedLeft"
      return .mistaken(
        .sliceRange,
        "\(call)(by: \(amount)) of \(self) (\(type)) is negative; use \(other)", type: type)
    }
    if width == 0 { return self }
    let up = left(amount % width)
    return up == 0
      ? self
      : concatenate(self[0...(width - up - 1)], self[(width - up)...(width - 1)])
        .reinterpreted(as: type)
  }

  private func rotated(by amount: Signal, _ rotate: (Signal, Int) -> Signal) -> Signal {
    if let mistake = mistakeOrUntyped("a rotation")
      ?? mistake(inAmount: amount, of: "a rotation")
    {
      return mistake
    }
    if width == 0 { return self }
    var result = self
    var distance = 1 % width
    for bit in amount.bits {
      if distance != 0 { result = mux(bit, rotate(result, distance), result) }
      distance = distance * 2 % width
    }
    return result
  }
}
