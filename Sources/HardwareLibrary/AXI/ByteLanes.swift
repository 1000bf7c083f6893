import HardwareDSL

// Beats as lanes of a byte each.

/// A beat with its lanes moved up, those on top around to the lowest.
///
/// - Parameter name: Of the wires, one for each bit of `shift`.
func turnedLanes(_ name: String, _ beat: Signal, by shift: Signal) -> Signal {
  (0..<shift.width).reduce(beat) { beat, bit in
    wire("\(name)_\(bit)", mux(shift[bit], beat.rotatedLeft(by: 8 << bit), beat))
  }
}

/// The lanes of one beat where `isFirst` has a 1, and those of another one elsewhere.
func chosenLanes(_ isFirst: Signal, _ first: Signal, _ second: Signal) -> Signal {
  let lanes = zip(first.lanes(of: 8), second.lanes(of: 8)).enumerated().map { lane, pair in
    mux(isFirst[lane], pair.0, pair.1)
  }
  return concatenate(lanes.reversed())
}
