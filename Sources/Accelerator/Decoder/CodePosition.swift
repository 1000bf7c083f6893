import AttentionSpec
import HardwareDSL

/// Codes that are read at once: a part of a beat.
struct CodePosition: SignalBundle {
  /// The position of the beat in its ring.
  let beat: Signal
  let part: Signal
}

extension CodePosition {
  init(_ field: FieldMaker, beat type: HardwareType, _ configuration: AcceleratorConfiguration) {
    beat = field(type)
    part = field(.unsigned(bitsToIndex(max(1, configuration.partsOfBeat))), "of the beat")
  }
}

/// What is to be known of the load whose codes are read.
struct HeldCodes: SignalBundle {
  let isKeys: Signal
  /// The words pass, they are no codes.
  let passes: Signal
  /// Codes of a chunk of a token, less 1; 0 where words pass.
  let codesLast: Signal
}

extension HeldCodes {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    isKeys = field(.bit, "keys, not queries")
    passes = field(.bit, "the words pass, they are no codes")
    codesLast = field(
      .unsigned(bitsToHold(configuration.decoder.codesMax - 1)), "codes of a token, less 1")
  }

  init(of load: CodeLoad, like held: HeldCodes) {
    let last = mux(load.codes == 0, 0, load.codes &- 1)
    self.init(
      isKeys: load.isKeys, passes: load.codes == 0,
      codesLast: last.truncated(to: held.codesLast.width))
  }
}

extension AcceleratorConfiguration {
  /// How often codes are read from a beat.
  var partsOfBeat: Int { wordsOfBeat / decoder.codes }
}
