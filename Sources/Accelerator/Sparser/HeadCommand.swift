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

/// What the head's program sets for the arithmetic.
struct Settings: SignalBundle {
  let softmaxScale: Signal
  let outputMultiplier: Signal
}

extension Settings {
  init(_ field: FieldMaker) {
    softmaxScale = field(.unsigned(NumberFormats.softmaxScaleBits))
    outputMultiplier = field(.unsigned(NumberFormats.outputMultiplierBits))
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
