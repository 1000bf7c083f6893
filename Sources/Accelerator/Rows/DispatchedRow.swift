import AttentionSpec
import HardwareDSL

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
