import HardwareIR

/// `signals[index]`, in hardware, and zero beyond the last signal.
///
/// A tree of two-way choices, one level per bit of the index. For 64 words of 32 bits Yosys 0.23
/// makes 2,016 cells of it, and 4,185 of a `case` or of an indexed array; a simulation of 64 or 512
/// accumulators behind it is as fast as one that indexes an array.
///
/// An index that is a constant chooses while the hardware is described.
public func select(_ signals: [Signal], at index: Signal) -> Signal {
  select(signals, at: index, by: .select)
}

func select(_ signals: [Signal], at index: Signal, by call: IndexedCall) -> Signal {
  func mistaken(_ mistake: WidthRules.Mistake) -> Signal {
    .mistaken(mistake.rule, mistake.message, type: signals.first?.type ?? .bit)
  }
  guard let first = signals.first else { return mistaken(call.mistakeOfEmpty()) }
  for signal in signals {
    if let (rule, message) = signal.mistake { return .mistaken(rule, message, type: first.type) }
    if let mistake = signal.untyped("select") { return mistake }
  }
  for signal in signals where signal.type != first.type {
    return mistaken(call.mistake(between: first, and: signal))
  }
  if let mistake = call.mistake(inIndex: index, among: signals.count) { return mistaken(mistake) }
  if let number = index.constantNumber { return signals[number] }
  let levels = bitsToHold(signals.count - 1)
  let zero = Signal(.constant(BitPattern(0, width: first.width)), type: first.type)
  let bits = (0..<levels).map { index[$0] }
  let chosen = chosen(signals[...], by: bits[...], zero: zero)
  // An index of no bits says nothing, but is read.
  guard index.width > levels || index.width == 0 else { return chosen }
  return mux(index[levels...].asBits.isAnySet, zero, chosen)
}

/// The signal that `bits` count to, the least significant first.
private func chosen(
  _ signals: ArraySlice<Signal>, by bits: ArraySlice<Signal>, zero: Signal
) -> Signal {
  guard let first = signals.first else { return zero }
  guard let bit = bits.last else { return first }
  let lower = bits.dropLast()
  let half = 1 << lower.count
  return .operation(
    .select,
    [
      bit, chosen(signals.dropFirst(half), by: lower, zero: zero),
      chosen(signals.prefix(half), by: lower, zero: zero),
    ], type: first.type)
}
