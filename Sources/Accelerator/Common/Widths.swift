import AttentionSpec
import HardwareDSL

extension AcceleratorConfiguration {
  /// Bits of a word of features of one line.
  var lineWordBits: Int { NumberFormats.operandBits * array.macsPerLine }

  /// Words of queries, or of outputs, of an element.
  var rowWords: Int { capacity.queriesPerElement << chunkBits }

  /// Words of keys and values in a bank.
  var bankWords: Int { capacity.tokensPerBank << (chunkBits + 1) }

  /// Width of a count of rows of an element, from none to all.
  var rowCountBits: Int { bitsToHold(capacity.queriesPerElement) }

  /// A word of features for each line of an element.
  func lineWords(_ field: FieldMaker, _ note: String? = nil) -> [Signal] {
    (0..<linesPerElement).map { _ in field(.bits(lineWordBits), note) }
  }
}
