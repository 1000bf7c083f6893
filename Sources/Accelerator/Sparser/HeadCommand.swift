import AttentionSpec
import HardwareDSL

/// A head for a controller: walked through when `start` is 1; the size holds until its end.
struct HeadStart: SignalBundle {
  let start: Signal
  let slots: Signal
  let chunks: Signal
}

extension HeadStart {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    start = field(.bit)
    slots = field(.unsigned(configuration.slotCountBits))
    chunks = field(.unsigned(configuration.chunkCountBits))
  }
}

/// A head for the engine.
struct HeadCommand: SignalBundle {
  let head: HeadStart
  let settings: Settings
}

extension HeadCommand {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    head = HeadStart(field, configuration)
    settings = Settings(field)
  }
}
