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

  /// A row as it lies in memory.
  init(of record: Signal, _ configuration: AcceleratorConfiguration) {
    let fields = StreamFormat(configuration).rowFields.map { field in
      record[field.lowBit..<(field.lowBit + field.bits)]
    }
    element = fields[0].asUnsigned
    head = fields[1].asUnsigned
    token = fields[2].asUnsigned
    entries = fields[3].asUnsigned
    endsUnit = fields[4][0]
  }
}
