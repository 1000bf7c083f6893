import HardwareDSL

/// The number of the only bit of `flags` that is 1, unsigned. Of flags that are all 0 it is 0, and
/// of several the bitwise OR of their numbers.
public func index(ofOneHot flags: Signal) -> Signal {
  if let mistake = flags.mistake(asBitsOf: "index(ofOneHot:)") { return mistake }
  guard flags.width > 1 else { return Signal(0, .unsigned(1)) }
  let bits = flags.bits
  let digits = (0..<bitsToHold(bits.count - 1)).map { digit in
    anyBit(of: bits.indices.filter { $0 >> digit & 1 == 1 }.map { bits[$0] })
  }
  return concatenate(digits.reversed()).asUnsigned
}

private func anyBit(of bits: [Signal]) -> Signal {
  bits.count == 1 ? bits[0] : concatenate(bits.reversed()).isAnySet
}

/// `width` bits of which the one that `index` counts to is 1; none where there is no such bit.
public func oneHot(of index: Signal, width: Int) -> Signal {
  if let mistake = index.mistake(asBitsOf: "oneHot(of:width:)") { return mistake }
  return Signal(1, .unsigned(width)).shiftedLeft(by: index.asUnsigned).asBits
}

/// The number of the lowest bit of `flags` that is 1, unsigned; of flags that are all 0, the number
/// of the last bit.
public func priorityIndex(of flags: Signal) -> Signal {
  if let mistake = flags.mistake(asBitsOf: "priorityIndex(of:)") { return mistake }
  guard flags.width > 1 else { return Signal(0, .unsigned(1)) }
  return lowestSet(in: flags, from: 0, count: flags.width)
}

/// A tree of choices between halves, the lower of a power of two bits.
private func lowestSet(in flags: Signal, from start: Int, count: Int) -> Signal {
  guard count > 2 else { return (!flags[start]).asUnsigned }
  let digits = bitsToHold(count - 1) - 1
  let half = 1 << digits
  let low = lowestSet(in: flags, from: start, count: half)
  let high =
    count - half == 1
    ? Signal(half, .unsigned(digits + 1))
    : concatenate(
      Signal(1, .bit),
      lowestSet(in: flags, from: start + half, count: count - half).extended(to: digits)
    ).asUnsigned
  return mux(flags[start...(start + half - 1)].isAnySet, low.extended(to: digits + 1), high)
}
