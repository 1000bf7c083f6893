import AttentionSpec
import HardwareDSL

/// A row that asks for its head.
struct AskedRow: SignalBundle {
  let element: Signal
  let place: UnitRow
  let entries: Signal
}

extension AskedRow {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    element = field(.unsigned(bitsToIndex(configuration.array.elements)))
    place = UnitRow(field, configuration)
    entries = field(.unsigned(configuration.tokenBits), "kept, less 1")
  }
}

/// A row on its way to its element, when its head has been looked up.
struct DispatchedRow: SignalBundle {
  let element: Signal
  let given: GivenRow
  /// Where the query is, or the queries of its head begin.
  let query: Signal
}

extension DispatchedRow {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    element = field(.unsigned(bitsToIndex(configuration.array.elements)))
    given = GivenRow(field, configuration)
    query = field(.unsigned(configuration.queryWordBits), "where its query is")
  }
}

/// A row whose query, or a word of it, goes to its element.
struct RowAtElement: SignalBundle {
  let element: Signal
  let chunk: Signal
  let row: GivenRow
}

extension RowAtElement {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    element = field(.unsigned(bitsToIndex(configuration.array.elements)))
    chunk = field(.unsigned(configuration.chunkBits), "of the query")
    row = GivenRow(field, configuration)
  }
}
