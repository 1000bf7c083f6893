import HardwareDSL

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
