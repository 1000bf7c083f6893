import HardwareDSL
import HardwareLibrary

/// One of some values, by one-hot flags; what it is where no flag is set means nothing, so a value
/// alone needs no gate.
func picked(_ values: [Signal], by flags: [Signal]) -> Signal {
  values.count == 1 ? values[0] : chosen(values, by: flags)
}
