import HardwareDSL

/// The OR of the values whose flag is set: of one value if the flags are one-hot, zero if none is.
///
/// As AND and OR a wide choice takes half the area of a tree of multiplexers, and is quicker.
///
/// - Parameter flags: as many as there are values, at least one.
public func chosen(_ values: [Signal], by flags: [Signal]) -> Signal {
  let gated = zip(flags, values).map { mux($0, $1, 0) }
  guard values.count == flags.count, let first = gated.first else {
    return .mistaken(
      .typeMismatch,
      "chosen(_:by:) has \(values.count) values and \(flags.count) flags; give as many of both, at "
        + "least one", type: .unsigned(1))
  }
  return gated.dropFirst().reduce(first, |)
}
