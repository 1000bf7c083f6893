import AttentionSpec
import HardwareDSL

/// A row sum, and what its reciprocal is scaled by.
struct DivisionRequest: SignalBundle {
  let rowSum: Signal
  let outputMultiplier: Signal
}

extension DivisionRequest {
  init(_ field: FieldMaker, rowSumBits: Int) {
    rowSum = field(.unsigned(rowSumBits), "the sum of the row's numerators")
    outputMultiplier = field(.unsigned(NumberFormats.outputMultiplierBits))
  }
}
