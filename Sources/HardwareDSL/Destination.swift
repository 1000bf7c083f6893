/// What an assignment drives: a declared signal, or a slice of one.
struct Destination {
  private(set) var signal: Signal
  /// The bits of `signal`; nil for all of them.
  private(set) var bits: ClosedRange<Int>?

  init(_ target: Signal) {
    signal = target
    bits = nil
    while case .operation(.slice(let low, let width), let operands) = signal.node {
      let inner = bits ?? 0...(width - 1)
      bits = (low + inner.lowerBound)...(low + inner.upperBound)
      signal = operands[0]
    }
    if bits == 0...(signal.width - 1) { bits = nil }
  }
}
