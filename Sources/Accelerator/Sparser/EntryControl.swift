import AttentionSpec
import HardwareDSL

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
