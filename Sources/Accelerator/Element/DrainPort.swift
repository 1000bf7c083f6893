import AttentionSpec
import HardwareDSL

/// A chunk of a row whose outputs are drained.
struct FinishedChunk: SignalBundle {
  let place: UnitRow
  let chunk: Signal
}

extension FinishedChunk {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    place = UnitRow(field, configuration)
    chunk = field(.unsigned(configuration.chunkBits))
  }
}

/// Where an element gives its outputs: a chunk of a row that was offered and started, a position of
/// all lines a cycle.
struct DrainPort: SignalBundle {
  let isReady: Signal
  let finished: FinishedChunk
  let start: Signal
  let bytes: Signal
}

extension DrainPort {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    isReady = field(.bit, "a chunk of a row can be drained")
    finished = FinishedChunk(field, configuration)
    start = field.flipped(.bit, "drain it; not twice within as many cycles as a line has MACs")
    bytes = field(
      .bits(NumberFormats.operandBits * configuration.linesPerElement),
      "signed, the first line's lowest")
  }
}
