import AttentionSpec
import HardwareDSL

/// What a head brings to its reciprocals.
struct ReciprocalControl: SignalBundle {
  let clear: Signal
  let outputMultiplier: Signal
}

extension ReciprocalControl {
  init(_ field: FieldMaker) {
    clear = field(.bit, "a new head; no row sum may still wait")
    outputMultiplier = field(.unsigned(NumberFormats.outputMultiplierBits))
  }
}

/// The number of a query row in its element.
struct RowNumber: SignalBundle {
  let row: Signal
}

extension RowNumber {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    row = field(.unsigned(configuration.queryBits))
  }
}
