import HardwareDSL

/// The OR of the values whose flag is set: of one value if the flags are one-hot, zero if none is.
///
/// As AND and OR a wide choice takes half the area of a tree of multiplexers, and is quicker.
func chosen(_ values: [Signal], by flags: [Signal]) -> Signal {
  let gated = zip(flags, values).map { mux($0, $1, Signal(0, $1.type)) }
  return gated.dropFirst().reduce(gated[0]) { $0 | $1 }
}
