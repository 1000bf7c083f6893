import AttentionSpec
import HardwareDSL

/// Codes on their way into the lines of the decoder.
struct TappedCodes: SignalBundle {
  let isKeys: Signal
  let code: Signal
  let lanes: Signal
  /// One behind the other, the first in the low bits.
  let codes: Signal
}

extension TappedCodes {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let count = configuration.decoder.codes
    isKeys = field(.bit, "keys, not queries")
    code = field(
      .unsigned(bitsToHold(configuration.codeLanesMax - 1)),
      "the first lane's code of the token, and \(count - 1)")
    lanes = field(.bits(count), "those that are not behind the last code of the token")
    codes = field(
      .bits(count * configuration.featureWordBits), "one a lane, the first in the low bits")
  }
}
