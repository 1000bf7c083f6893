import HardwareDSL

/// A data register inside a body: `value` of the last cycle in which `condition` held.
func loaded(_ name: IndexedName, _ value: Signal, when condition: Signal) -> Signal {
  let register = dataRegister(name, value.type)
  when(condition) { register <== value }
  return register
}
