import HardwareDSL

/// The greatest of several numbers of one sign, as a balanced tree.
public func maximum(of numbers: [Signal]) -> Signal {
  reduced(numbers, "maximum(of:)") { mux($0 < $1, $1, $0) }
}

/// The least of several numbers of one sign, as a balanced tree.
public func minimum(of numbers: [Signal]) -> Signal {
  reduced(numbers, "minimum(of:)") { mux($1 < $0, $1, $0) }
}

/// The zeros above the highest bit that is 1, unsigned; all bits, where none is.
public func leadingZeros(of word: Signal) -> Signal {
  if let mistake = word.mistake(asBitsOf: "leadingZeros(of:)") { return mistake }
  guard word.width > 1 else {
    return word.width == 0 ? Signal(0, .unsigned(1)) : (!word[0]).asUnsigned
  }
  let type = HardwareType.unsigned(bitsToHold(word.width))
  // Of several parts the first is on top, so the bits are turned round.
  let fromTop = concatenate(word.bits)
  let place = priorityIndex(of: fromTop).extended(to: type.width)
  return mux(word.isAnySet, place, Signal(word.width, type))
}

private func reduced(
  _ numbers: [Signal], _ call: String, _ join: (Signal, Signal) -> Signal
) -> Signal {
  guard !numbers.isEmpty else {
    return .mistaken(
      .typeMismatch, "\(call) has no numbers, and so no type; give at least one",
      type: .unsigned(1))
  }
  var numbers = numbers
  while numbers.count > 1 { numbers = pairwise(numbers, join) }
  return numbers[0]
}

/// One level of a tree: neighbours joined, and the last one alone where it has none.
func pairwise(_ numbers: [Signal], _ join: (Signal, Signal) -> Signal) -> [Signal] {
  stride(from: 0, to: numbers.count, by: 2).map { index in
    index + 1 < numbers.count ? join(numbers[index], numbers[index + 1]) : numbers[index]
  }
}
