import AttentionSpec
import HardwareDSL

/// Tokens of queries or of keys that come through the decoder.
struct DecoderLoad: SignalBundle {
  let isKeys: Signal
  let tokens: Signal
  let heads: Signal
  /// Codes of a token; 0 for words that pass.
  let codes: Signal
  /// The word of the first token of the first head, and words from a head to the next.
  let base: Signal
  let stride: Signal
}

extension DecoderLoad {
  init(_ field: FieldMaker, _ sizes: DecoderSizes) {
    isKeys = field(.bit, "keys, not queries")
    tokens = field(.unsigned(bitsToHold(sizes.tokensMax)))
    heads = field(.unsigned(bitsToHold(sizes.headsMax)))
    codes = field(.unsigned(bitsToHold(sizes.codesMax)), "of a token; 0 for words that pass")
    base = field(.unsigned(sizes.addressBits), "of the first token of the first head")
    stride = field(.unsigned(sizes.addressBits), "words from a head to the next")
  }
}

/// What a decoder is made for.
struct DecoderSizes: Hashable {
  var lines: Int
  var featuresOfLine: Int
  /// Words that come at once.
  var codesOfBeat: Int
  var codesMax: Int
  var headsMax: Int
  var tokensMax: Int
  /// Of a word in the memories of operands.
  var addressBits: Int
  /// Beats that wait.
  var beats: Int

  /// The beats that the codes of a token lie in, at most.
  var beatsOfTokenMax: Int { dividedRoundingUp(codesMax + codesOfBeat - 1, by: codesOfBeat) }
  /// Width of the number of a code among those of its token, with those before and behind them.
  var codeBits: Int { 1 + bitsToHold(beatsOfTokenMax * codesOfBeat) }
}

/// A head of queries or of keys.
struct HeadPlace: SignalBundle {
  let isKeys: Signal
  let head: Signal
}

extension HeadPlace {
  init(_ field: FieldMaker, _ sizes: DecoderSizes) {
    isKeys = field(.bit)
    head = field(.unsigned(bitsToIndex(sizes.headsMax)))
  }
}

/// A beat that is read, and what is made of it.
struct ReadCodes: SignalBundle {
  let place: HeadPlace
  let address: Signal
  /// The codes pass as they are.
  let passes: Signal
  let codes: Signal
  let firstCode: Signal
  let first: Signal
  let last: Signal
}

extension ReadCodes {
  init(_ field: FieldMaker, _ sizes: DecoderSizes) {
    place = HeadPlace(field, sizes)
    address = field(.unsigned(sizes.addressBits))
    passes = field(.bit)
    codes = field(.unsigned(bitsToHold(sizes.codesMax)), "of the token, or 1 that passes")
    firstCode = field(.signed(sizes.codeBits))
    first = field(.bit)
    last = field(.bit)
  }
}

/// What the sums of a head are made with.
struct HeadWeights: SignalBundle {
  /// One a code; those beyond the codes of a token are 0.
  let weight: [Signal]
  let bias: Signal
  let shift: Signal
}

extension HeadWeights {
  init(_ field: FieldMaker, codes: Int) {
    weight = (0..<codes).map { _ in field(.signed(NumberFormats.operandBits)) }
    bias = field(.signed(DecoderStep.sumBits))
    shift = field(.unsigned(DecoderStep.shiftBits))
  }
}

/// A word of a memory of operands.
struct DecodedWord: SignalBundle {
  let isKeys: Signal
  let address: Signal
  let lines: [Signal]
}

extension DecodedWord {
  init(_ field: FieldMaker, _ sizes: DecoderSizes) {
    isKeys = field(.bit)
    address = field(.unsigned(sizes.addressBits))
    lines = (0..<sizes.lines).map { _ in
      field(.bits(sizes.featuresOfLine * NumberFormats.operandBits))
    }
  }
}
