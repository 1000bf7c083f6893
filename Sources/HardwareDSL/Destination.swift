/// What an assignment drives: a declared signal, or a slice of one.
struct Destination {
  private(set) var signal: Signal
  /// The bits of `signal`; nil for all of them, and for none of them.
  private(set) var bits: ClosedRange<Int>?
  /// Whether it is a slice of no bits.
  private(set) var isEmptySlice = false

  init(_ target: Signal) {
    signal = target
    bits = nil
    while case .operation(.slice(let low, let width), let operands) = signal.node {
      isEmptySlice = isEmptySlice || width == 0
      let inner = bits ?? 0...max(0, width - 1)
      bits = (low + inner.lowerBound)...(low + inner.upperBound)
      signal = operands[0]
    }
    if isEmptySlice || bits?.count == signal.width { bits = nil }
  }
}
