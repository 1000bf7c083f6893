import AttentionSpec
import HardwareDSL

/// The outputs of a chunk of a row.
struct OutputRow: SignalBundle {
  let place: UnitRow
  let chunk: Signal
  /// Signed bytes, the first feature's lowest.
  let word: Signal
}

extension OutputRow {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    place = UnitRow(field, configuration)
    chunk = field(.unsigned(configuration.chunkBits))
    word = field(
      .bits(configuration.featureWordBits), "signed bytes, the first feature's lowest")
  }
}
