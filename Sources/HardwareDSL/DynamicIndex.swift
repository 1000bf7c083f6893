import HardwareIR

/// Elements among which a signal chooses one.
final class IndexedSignals {
  let index: Signal
  let elements: [Signal]

  init(index: Signal, elements: [Signal]) {
    self.index = index
    self.elements = elements
  }
}

extension Array where Element == Signal {
  /// The element that `index` counts to, in hardware.
  ///
  /// - Read: `select(self, at: index)`, zero beyond the last element.
  /// - Driven, as in `words[index] <== value`: that element alone takes the value, and none beyond
  ///   the last. A wire or an output needs a default before.
  /// - An index that is a constant is the element itself.
  public subscript(index: Signal) -> Signal {
    let chosen = select(self, at: index, by: .array)
    if chosen.mistake == nil, !index.isConstant {
      chosen.indexed = IndexedSignals(index: index, elements: self)
    }
    return chosen
  }
}

extension Signal {
  /// The bits, the least significant first, to be indexed: `flags.bits[index] <== 1`.
  public var bits: [Signal] { lanes(of: 1) }

  /// The lanes of `width` bits, the least significant first: `word.lanes(of: 8)[index]` is a byte.
  public func lanes(of width: Int) -> [Signal] {
    guard mistake == nil, width >= 1, self.width.isMultiple(of: width) else {
      let remedy =
        self.width == 0 ? "a width of 1 or more" : "a divisor of \(self.width)"
      let lane =
        mistake == nil
        ? Signal.mistaken(
          .sliceRange,
          "lanes(of: \(width)) of \(self) (\(type)) do not divide it; use \(remedy)", type: type)
        : self
      // As many as are asked for, so that each is refused where it is used.
      let (count, rest) = self.width.quotientAndRemainder(dividingBy: max(1, width))
      return Array(repeating: lane, count: count + (rest == 0 && count > 0 ? 0 : 1))
    }
    return (0..<(self.width / width)).map { self[($0 * width)...($0 * width + width - 1)] }
  }
}
