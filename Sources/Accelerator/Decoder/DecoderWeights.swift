import AttentionSpec
import HardwareDSL

/// What a head makes of some of the codes of a token, as an instruction of the program says it.
struct DecoderWeights: SignalBundle {
  /// Codes whose weights come together.
  static let group = 4

  let isKeys: Signal
  let head: Signal
  /// Which codes: those from `group * DecoderWeights.group` on.
  let group: Signal
  let weight: [Signal]
  /// The same with every group of a head.
  let bias: Signal
  let shift: Signal
}

extension DecoderWeights {
  init(_ field: FieldMaker, _ configuration: AcceleratorConfiguration) {
    isKeys = field(.bit, "for keys, not for queries")
    head = field(.unsigned(configuration.headBits))
    group = field(.unsigned(configuration.weightGroupBits), "of four codes")
    weight = (0..<Self.group).map { _ in field(.signed(NumberFormats.operandBits)) }
    bias = field(.signed(DecoderStep.sumBits))
    shift = field(.unsigned(DecoderStep.shiftBits), "by which the sum is shifted right")
  }
}

extension AcceleratorConfiguration {
  /// Groups of weights of a head, and the width of the number of one.
  var weightGroups: Int { dividedRoundingUp(decoder.codesMax, by: DecoderWeights.group) }
  var weightGroupBits: Int { bitsToIndex(weightGroups) }
}
