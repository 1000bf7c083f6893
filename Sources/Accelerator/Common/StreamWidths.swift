import AttentionSpec
import HardwareDSL

extension AcceleratorConfiguration {
  /// Units of work that may be under way at once, and the width of their tags: unit `n` has the
  /// tag `n mod unitsUnderWay`.
  static let unitsUnderWay = 4
  static let tagBits = 2
  /// Width of counts of slots and rows of a program.
  static let progressBits = 32

  /// Width of the number of a token of a head in the memory of keys and values, without the chunk:
  /// its low bits say the bank.
  var keyValueBits: Int { bitsToIndex(memory.keys + memory.values) }
  /// Likewise in the memory of queries.
  var queryWordBits: Int { bitsToIndex(memory.queries) }
  /// Widths of the numbers of a token in its head, and of a head in its unit.
  var tokenBits: Int { bitsToIndex(capacity.tokens) }
  var headBits: Int { bitsToIndex(capacity.heads) }
  /// Widths of counts of tokens and of entries of a row, from none to all of a head.
  var tokenCountBits: Int { bitsToHold(capacity.tokens) }
  /// Bits of an entry of the index: the token of the key, or all ones for nothing.
  var indexEntryBits: Int { capacity.tokens < 256 ? 8 : 16 }

  /// Words of a head's token in memory outside: bytes of a word, a power of two.
  var wordBytes: Int { 1 << bitsToIndex(featuresPerCycle) }
  var beatBytes: Int { port.dataBits / 8 }
}
