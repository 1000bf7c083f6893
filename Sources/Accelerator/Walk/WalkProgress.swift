import AttentionSpec
import HardwareDSL

/// What the loads wait for: so many slots and rows are over since the program began, and what they
/// read for the last time may be written.
struct WalkProgress: SignalBundle {
  let scoreSlots: Signal
  let outputSlots: Signal

  init(_ field: FieldMaker) {
    let count = HardwareType.unsigned(AcceleratorConfiguration.progressBits)
    scoreSlots = field(count, "slots whose keys have been read")
    outputSlots = field(count, "slots whose values have been read")
  }
}
