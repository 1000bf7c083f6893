import AttentionSpec
import HardwareDSL

/// What a test bench sees of operands on their way into the accelerator.
struct OperandTaps: SignalBundle {
  let codes: Tap<TappedCodes>
  /// Words that are written into the memories.
  let queries: [Tap<WrittenWord>]
  let keys: [Tap<WrittenWord>]
  let values: Tap<WrittenWord>
}

extension OperandTaps {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    let heads = 0..<configuration.decoder.heads
    func written(_ placeBits: Int) -> Tap<WrittenWord> {
      Tap(field) { WrittenWord($0, placeBits: placeBits, configuration) }
    }
    codes = Tap(field) { TappedCodes($0, configuration) }
    queries = heads.map { _ in written(configuration.queryWordBits) }
    keys = heads.map { _ in written(configuration.keyValueBits) }
    values = written(configuration.keyValueBits)
  }

  /// - Parameter isTaken: Whether the memory takes the value. It is asked of the memory, for a wire
  ///   that is read where it begins keeps its name in the text.
  init(_ codes: CodeChannel, _ values: ValueChannel, isTaken: Signal) {
    let value = values.values
    self.init(
      codes: codes.tap, queries: codes.queries.map { WrittenWord.tap($0) },
      keys: codes.keys.map { WrittenWord.tap($0) },
      values: WrittenWord.tap(Valid(value.valid && isTaken, value.payload)))
  }
}

/// A word of an operand on its way into its memory.
struct WrittenWord: SignalBundle {
  let place: Signal
  let chunk: Signal
  /// Of all lines: one wide field costs a simulation less than many.
  let features: Signal
}

extension WrittenWord {
  init(_ field: FieldMaker, placeBits: Int, _ configuration: AcceleratorConfiguration) {
    place = field(.unsigned(placeBits), "of the token of the head")
    chunk = field(.unsigned(configuration.chunkBits))
    features = field(.bits(configuration.featureWordBits), "the first in the low bits")
  }

  static func tap(_ word: Valid<OperandWord>) -> Tap<WrittenWord> {
    Tap(
      valid: word.valid,
      payload: WrittenWord(
        place: word.place, chunk: word.chunk, features: concatenate(word.words.reversed())))
  }
}
