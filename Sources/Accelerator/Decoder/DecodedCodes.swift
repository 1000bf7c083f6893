import AttentionSpec
import HardwareDSL

/// Which codes of a token are in the lanes, and how they are weighted.
struct CodeLanes: SignalBundle {
  /// The words pass, they are no codes.
  let passes: Signal
  /// The number of the code in the first lane among those of its token; and the lanes up to the
  /// last code of the token.
  let code: Signal
  let lanes: [Signal]
  /// The first and the last time that codes of the word are read.
  let first: Signal
  let last: Signal
}

extension CodeLanes {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let count = configuration.decoder.codes
    passes = field(.bit, "the words pass, they are no codes")
    code = field(
      .unsigned(bitsToHold(configuration.codeLanesMax - 1)),
      count == 1 ? "of the token" : "the first lane's code of the token, and \(count - 1)")
    lanes = (0..<count).map { _ in
      field(.bit, "the lane is not behind the last code of the token")
    }
    first = field(.bit, "the first codes of the word")
    last = field(.bit, "the last codes of the word")
  }
}

/// Codes that are read, and what is made of them.
struct DecodedCodes: SignalBundle {
  let isKeys: Signal
  let codes: CodeLanes
  let target: WalkedPlace
}

extension DecodedCodes {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    isKeys = field(.bit, "keys, not queries")
    codes = CodeLanes(field, configuration)
    target = WalkedPlace(field, heads: configuration.decoder.heads, configuration)
  }
}

/// Whose weights are read.
struct WeightRead: SignalBundle {
  let isKeys: Signal
  /// A group of heads that are decoded at once, and which of them there are.
  let group: Signal
  let heads: [Signal]
  let codes: CodeLanes
}

extension WeightRead {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let count = configuration.decoder.heads
    isKeys = field(.bit, "keys, not queries")
    group = field(.unsigned(configuration.groupBits(ofHeads: count)), "of heads")
    heads = (0..<count).map { _ in field(.bit, "there is this head") }
    codes = CodeLanes(field, configuration)
  }

  init(of read: DecodedCodes) {
    self.init(
      isKeys: read.isKeys, group: read.target.group, heads: read.target.heads, codes: read.codes)
  }
}

extension AcceleratorConfiguration {
  /// Lanes from that of a token's first code, wherever it is, to that of its last, at most.
  var codeLanesMax: Int { decoder.codesMax + decoder.codes - 1 }
  /// Bits of the number of a lane: of a code among those that are taken a cycle.
  var laneBits: Int { bitsToIndex(decoder.codes) }
}
