import HardwareDSL

/// `condition` delayed by `stages` cycles in a shift register, zero under reset.
func pipeline(_ name: IndexedName, _ condition: Signal, stages: Int) -> Signal {
  if stages == 1 { return delayed(name, condition, reset: 0) }
  let history = register(name, .bits(stages), reset: 0)
  history <== concatenate(history[0...(stages - 2)], condition)
  return history[stages - 1]
}
