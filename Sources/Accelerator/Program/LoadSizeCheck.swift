import AttentionSpec
import HardwareDSL

/// Whether a LOAD has as many bytes as its tokens, found out step by step: a product a cycle, from
/// registers.
struct LoadSizeCheck: SignalBundle {
  /// Words of a head, or of a code, in all tokens; and how many heads or codes there are.
  let tokenWords: Signal
  let streams: Signal
  let words: Signal
  let isRight: Signal
}

extension LoadSizeCheck {
  /// Until `isRight` is that of a load.
  static let cycles = 3

  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let heads = bitsToHold(configuration.capacity.heads)
    tokenWords = field(
      .unsigned(configuration.tokenCountBits + configuration.chunkCountBits),
      "of a head, or of a code, in all tokens")
    streams = field(
      .unsigned(max(heads, configuration.codeCountBits)), "heads of the load, or codes")
    words = field(.unsigned(tokenWords.width + streams.width))
    isRight = field(.bit, "there are as many bytes as words")
  }

  /// What is known a cycle later.
  ///
  /// - Parameters:
  ///   - word: The LOAD.
  ///   - unit: The one that it is of.
  ///   - known: What is known now.
  init(
    of word: Signal, _ unit: UnitState, chunks: Signal,
    _ configuration: AcceleratorConfiguration, _ known: LoadSizeCheck
  ) {
    let (load, bits) = (Opcode.load, known.streams.width)
    let isOfValues = load.field("memory", of: word) == .number(OperandMemory.values.number)
    tokenWords = load.field("tokens", of: word, to: configuration.tokenCountBits) * chunks
    streams = mux(
      isOfValues || unit.codes == 0, unit.heads.resized(to: bits), unit.codes.resized(to: bits))
    words = known.tokenWords * known.streams
    let bytes = load.field("bytes", of: word)
    let size = known.words.shiftedLeft(by: bitsToIndex(configuration.wordBytes))
    let width = max(bytes.width, size.width)
    isRight = bytes.extended(to: width) == size.extended(to: width)
  }
}
