import AttentionSpec
import HardwareDSL

/// What the head's program sets for the arithmetic.
struct Settings: SignalBundle {
  let softmaxScale: Signal
  let outputMultiplier: Signal
}

extension Settings {
  init(_ field: FieldMaker) {
    softmaxScale = field(.unsigned(NumberFormats.softmaxScaleBits))
    outputMultiplier = field(.unsigned(NumberFormats.outputMultiplierBits))
  }
}
