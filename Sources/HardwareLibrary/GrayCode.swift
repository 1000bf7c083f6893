import HardwareDSL

/// A count, and its code for another clock domain.
struct GrayCount: SignalBundle {
  let number: Signal
  let code: Signal

  /// - Parameter depth: Of a queue, a power of two: a count is one bit wider than an index, so that
  ///   full and empty differ.
  init(_ field: FieldMaker, depth: Int) {
    number = field(.unsigned(bitsToHold(depth)))
    code = field(.bits(bitsToHold(depth)))
  }

  /// Of what is counted, the one that comes next.
  var slot: Signal { number.truncated(to: number.width - 1) }

  /// Counts on where `counts`, and begins anew where `clears`.
  ///
  /// - Parameter name: Of the count, for a wire and a claim.
  @HardwareBuilder func step(
    _ name: String, where counts: Signal, clears: Signal, in domain: ClockDomain
  ) -> Behavior {
    let next = wire("next\(name)", number &+ 1)
    when(counts) { self <== GrayCount(number: next, code: grayCode(of: next)) }
    when(clears) { self <== GrayCount(number: 0, code: 0) }
    claim(
      "\(name)InCode", code == grayCode(of: number), in: domain,
      "what goes over is the code of the count")
  }
}

extension GrayCount {
  fileprivate init(number: Signal, code: Signal) {
    self.number = number
    self.code = code
  }
}

/// The Gray code of an unsigned number, as bits of the same width: the codes of neighbours, the
/// last and the first number among them, differ in one bit.
public func grayCode(of number: Signal) -> Signal {
  if let mistake = number.mistake(asBitsOf: "grayCode(of:)") { return mistake }
  return number.width <= 1 ? number.asBits : (number ^ number.shiftedRight(by: 1)).asBits
}

/// The unsigned number whose Gray code `code` is.
public func number(ofGray code: Signal) -> Signal {
  if let mistake = code.mistake(asBitsOf: "number(ofGray:)") { return mistake }
  // Bit n of the number is the parity of the bits from n on of the code.
  var number = code.asUnsigned
  var distance = 1
  while distance < code.width {
    number = number ^ number.shiftedRight(by: distance)
    distance *= 2
  }
  return number
}
