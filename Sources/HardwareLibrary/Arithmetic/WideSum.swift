import HardwareDSL

/// The sum of two unsigned numbers of one width, which wraps. Of wide ones the upper half is formed
/// for both carries that may come out of the lower one, which then chooses: addresses of 64 bits
/// add in a nanosecond of asap7.
///
/// - Parameter name: Of the wires.
func wideSum(_ name: String, _ left: Signal, _ right: Signal) -> Signal {
  let width = left.width
  guard width >= 40 else { return wire("\(name)", left &+ right) }
  let half = width / 2
  let low = wire("\(name)Low", left.truncated(to: half) + right.truncated(to: half))
  let (upper, other) = (left.shiftedRight(by: half), right.shiftedRight(by: half))
  let high = mux(low[half], upper &+ other &+ 1, upper &+ other)
  return wire("\(name)", concatenate(high, low.truncated(to: half)).asUnsigned)
}
