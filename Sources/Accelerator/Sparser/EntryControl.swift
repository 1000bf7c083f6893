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

/// Steps of the index buffers through the slots.
struct Walk: SignalBundle {
  let restart: Signal
  let advance: Signal
}

extension Walk {
  init(_ field: FieldMaker) {
    restart = field(.bit, "go to the first slot")
    advance = field(.bit, "go to the next slot")
  }
}

/// What a controller decides in each cycle.
struct Step: SignalBundle {
  let walk: Walk
  let issue: Signal
  let chunk: Signal
}

extension Step {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    walk = Walk(field)
    issue = field(.bit, "the current entries are issued")
    chunk = field(.unsigned(configuration.chunkBits))
  }
}

/// What every element is told in each cycle.
struct EntryControl: SignalBundle {
  let clear: Signal
  let step: Step
  let outputStationary: Signal
  let firstChunk: Signal
  let lastChunk: Signal
  let settings: Settings
}

extension EntryControl {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    clear = field(.bit, "a new head")
    step = Step(field, configuration)
    outputStationary = field(.bit, "1: SpMM, 0: SDDMM")
    firstChunk = field(.bit)
    lastChunk = field(.bit)
    settings = Settings(field)
  }
}
