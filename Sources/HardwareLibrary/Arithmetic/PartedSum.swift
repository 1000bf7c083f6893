import HardwareDSL

/// A count and what is added to it, no wider, as a sum that is one bit wider than the count.
///
/// It is added in parts of few bits, each with a carry and without one, and the carry of the parts
/// below chooses: a count of 64 bits is nearly as fast as one of 16, for a multiplexer a bit.
///
/// - Parameter name: Of the wires.
package func partedSum(_ name: IndexedName, _ count: Signal, _ amount: Signal) -> Signal {
  let bits = 16
  let first = min(bits, count.width)
  let lowest = wire(
    "\(name)_sum_0", count[..<first].asUnsigned + amount[..<min(first, amount.width)].asUnsigned)
  var parts = [lowest[..<first]]
  var carry = lowest[first]
  for low in stride(from: bits, to: count.width, by: bits) {
    let part = count[low..<min(low + bits, count.width)].asUnsigned
    if low < amount.width {
      let added = amount[low..<min(low + bits, amount.width)].asUnsigned
      let one = Signal(1, .bit)
      let sum = wire("\(name)_sum_\(low)", part + added)
      let more = wire(
        "\(name)_more_\(low)",
        (concatenate(part, one).asUnsigned + concatenate(added, one).asUnsigned)
          .shiftedRight(by: 1))
      parts.append(mux(carry, more, sum)[..<part.width])
      carry = wire("\(name)_carry_\(low)", sum[part.width] || carry && more[part.width])
    } else {
      parts.append(mux(carry, part &+ 1, part).asBits)
      carry = wire("\(name)_carry_\(low)", carry && part.areAllSet)
    }
  }
  return concatenate([carry] + parts.reversed()).asUnsigned
}
