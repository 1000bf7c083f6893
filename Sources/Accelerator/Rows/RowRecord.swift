import AttentionSpec
import HardwareDSL

/// A row of scores, as the program lists it: rows stand in the order in which they begin.
struct RowRecord: SignalBundle {
  let element: Signal
  let head: Signal
  let token: Signal
  let entries: Signal
  let endsUnit: Signal
}

extension RowRecord {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    element = field(.unsigned(bitsToIndex(configuration.array.elements)), "that computes it")
    head = field(.unsigned(configuration.headBits))
    token = field(.unsigned(configuration.tokenBits), "that of the query")
    entries = field(.unsigned(configuration.tokenBits), "kept, less 1")
    endsUnit = field(.bit, "the unit has no further row")
  }
}
