import AttentionSpec
import HardwareDSL

/// The factors of a product.
struct MACOperands: SignalBundle {
  let left: Signal
  let right: Signal
}

extension MACOperands {
  init(_ field: FieldMaker) {
    left = field(.signed(MAC.leftBits))
    right = field(.signed(MAC.rightBits))
  }
}

/// What a MAC does with its last product.
struct MACControl: SignalBundle {
  let accumulate: Signal
  let restart: Signal
  /// Which of several own sums takes up the product, and which is seen.
  let sum: Signal?
  let shown: Signal?
}

extension MACControl {
  init(_ field: FieldMaker, sums: Int) {
    accumulate = field(.bit, "take up the last product")
    restart = field(.bit, "forget the own sum")
    let choice = HardwareType.unsigned(bitsToIndex(sums))
    sum = sums > 1 ? field(choice, "the own sum that takes it up") : nil
    shown = sums > 1 ? field(choice, "the own sum that is seen") : nil
  }
}

/// What a word of operands is for: sums in each MAC (SpMM), or one along the line (SDDMM).
struct SumMode: SignalBundle {
  let first: Signal
  let outputStationary: Signal
  /// Which of several sums of each MAC.
  let sum: Signal?
}

extension SumMode {
  init(_ field: FieldMaker, sums: Int) {
    first = field(.bit, "SpMM: new sums begin")
    outputStationary = field(.bit, "1: SpMM, 0: SDDMM")
    sum =
      sums > 1 ? field(.unsigned(bitsToIndex(sums)), "SpMM: which of the sums of each MAC") : nil
  }
}

/// The operands of a line in a cycle. Words are signed bytes, the first MAC's in the low byte.
struct LineOperands: SignalBundle {
  let mode: SumMode
  let query: Signal
  let numerator: Signal
  let keyValue: Signal
}

extension LineOperands {
  init(_ field: FieldMaker, macs: Int, sums: Int) {
    mode = SumMode(field, sums: sums)
    query = field(.bits(8 * macs), "signed bytes, the first MAC's in the low byte")
    numerator = field(.unsigned(NumberFormats.numeratorBits))
    keyValue = field(.bits(8 * macs), "likewise")
  }
}

/// The factors of a line's products, and what these are for.
struct LineFactors: SignalBundle {
  let mode: SumMode
  let pair: [MACOperands]
}

extension LineFactors {
  init(_ field: FieldMaker, macs: Int, sums: Int) {
    mode = SumMode(field, sums: sums)
    pair = (0..<macs).map { _ in MACOperands(field) }
  }
}
