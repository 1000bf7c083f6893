import AttentionSpec
import HardwareDSL

extension AcceleratorConfiguration {
  /// Words of features in a beat of the port.
  var wordsOfBeat: Int { max(1, beatBytes / wordBytes) }
  /// The bits of a beat that are features: a word has as many bytes as a power of two.
  var featureBitsOfBeat: Int { wordsOfBeat * featureWordBits }

  /// The number of features of a head in its last chunk, or 0 for all of a word.
  var lastFeatures: HardwareType { .unsigned(bitsToHold(featuresPerCycle)) }

  /// The features of a beat, word by word, without the bytes between.
  func features(ofBeat beat: Signal) -> Signal {
    let bits = NumberFormats.operandBits * wordBytes
    return concatenate(
      (0..<wordsOfBeat).reversed().map { beat[($0 * bits)..<($0 * bits + featureWordBits)] })
  }

  /// A word of features as its lines have it.
  func lines(ofWord word: Signal) -> [Signal] {
    (0..<linesPerElement).map { word[($0 * lineWordBits)..<(($0 + 1) * lineWordBits)] }
  }
}
