import AttentionSpec
import HardwareDSL

/// The beats of loads, and a pulse for each that has left whoever takes them.
struct BeatSource: SignalBundle {
  let beats: ReadyValid<Item>
  let freed: Signal
}

extension BeatSource {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    beats = ReadyValid(field, .bits(configuration.port.dataBits))
    freed = field.flipped(.bit, "a beat has left")
  }
}
