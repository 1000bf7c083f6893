import AttentionSpec
import HardwareDSL

extension AcceleratorConfiguration {
  /// Bits of a word of features of one line.
  var lineWordBits: Int { NumberFormats.operandBits * array.macsPerLine }

  /// A word of features for each line of an element.
  func lineWords(_ field: FieldMaker, _ note: String? = nil) -> [Signal] {
    (0..<linesPerElement).map { _ in field(.bits(lineWordBits), note) }
  }
}
