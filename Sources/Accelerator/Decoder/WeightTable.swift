import AttentionSpec
import HardwareDSL

/// The weights, bias and shift of each head, for queries and for keys; and those of a step.
///
/// Heads that are decoded at once have a memory each. Words that pass have the weight 1.
final class WeightTable: Module {
  let weights: Valid<DecoderWeights>
  let read: Valid<WeightRead>
  let steps: [Valid<DecoderStep>]

  let table: [Memory]
  let held: CodeLanes

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let heads = configuration.decoder.heads
    let (groups, part) = (configuration.weightGroups, Self.partBits)
    weights = Valid(.input()) { DecoderWeights($0, configuration) }
    read = Valid(.input()) { WeightRead($0, configuration) }
    steps = (0..<heads).map { _ in
      Valid(.output()) { DecoderStep($0, codes: configuration.decoder.codes) }
    }
    table = (0..<heads).map { _ in
      Memory(
        .bits((groups + 1) * part), depth: 2 << configuration.groupBits(ofHeads: heads),
        maskGranularity: groups == 1 ? nil : part)
    }
    held = CodeLanes(.dataRegister(), configuration)
  }

  /// Of a group of weights, and of bias and shift.
  private static let partBits = DecoderWeights.group * NumberFormats.operandBits

  var moduleName: String {
    let decoder = configuration.decoder
    return "weight_table_n\(decoder.codes)_c\(decoder.codesMax)_p\(decoder.heads)"
      + "_h\(configuration.headBits)_\(configuration.placeBits)"
  }

  var documentation: Documentation {
    Documentation(
      "The weights, bias and shift of each head, and those of codes that are read.",
      latency: [.cycles(1, from: read.valid, to: steps.map(\.valid))],
      throughput: [.one("step", from: read.valid, to: steps.map(\.valid))],
      reset: [.control, .value(0, of: steps.map(\.valid)), .sentence("weights undefined")],
      combinationalPaths: .none)
  }

  var body: Behavior {
    section("Weights come, four at once")
    let given = weights.payload
    let bits = bitsToIndex(table.count)
    let settings = concatenate(
      given.shift, given.bias.extended(to: Self.partBits - DecoderStep.shiftBits))
    let group = concatenate(given.weight.reversed())
    let word = concatenate(
      [settings] + Array(repeating: group, count: configuration.weightGroups))
    let mask = concatenate(
      [Signal(1, .bit)]
        + (0..<configuration.weightGroups).reversed().map { given.group == .number($0) })
    let place = concatenate(given.isKeys, given.head.shiftedRight(by: bits))
    if configuration.weightGroups == 1 { unused("group", given.group) }
    for (index, memory) in table.enumerated() {
      let isIts = given.head.truncated(to: bits) == .number(index)
      let enable = table.count == 1 ? weights.valid : weights.valid && isIts
      if configuration.weightGroups == 1 {
        memory.write(word, at: place, enable: enable)
      } else {
        memory.write(word, at: place, enable: enable, mask: mask)
      }
      memory.read(
        at: concatenate(read.payload.isKeys, read.payload.group), enable: read.valid)
    }

    section("Those of the codes that were read")
    when(read.valid) { held <== read.codes }
    for (index, step) in steps.enumerated() {
      let isRead = delayed(
        "isRead_\(index)", read.valid && read.payload.heads[index], reset: 0)
      // Words pass as the first of the heads.
      step <== Valid(isRead, weighed(table[index].readData, index == 0 ? held.passes : nil))
    }
  }

  /// The weight of each lane: that of its code, and none where there is no code of the token.
  ///
  /// - Parameter passes: Whether a word passes; nil for a head that never has one.
  private func weighed(_ word: Signal, _ passes: Signal?) -> DecoderStep {
    let decoder = configuration.decoder
    let bits = NumberFormats.operandBits
    let weights = (0..<decoder.codesMax).map { code in
      let weight = word[(code * bits)..<((code + 1) * bits)].asSigned
      return code == 0 ? passes.map { mux($0, 1, weight) } ?? weight : weight
    }
    let padded = Array(repeating: Signal(0, weights[0].type), count: decoder.codes - 1) + weights
    let settings = word[(configuration.weightGroups * Self.partBits)...]
    let bias = settings[0..<DecoderStep.sumBits].asSigned
    let shift = settings[(Self.partBits - DecoderStep.shiftBits)...].asUnsigned
    return DecoderStep(
      weight: held.lanes.enumerated().map { lane, isInside in
        mux(isInside, select(Array(padded.dropFirst(lane)), at: held.code), 0)
      },
      bias: passes.map { mux($0, 0, bias) } ?? bias,
      shift: passes.map { mux($0, 0, shift) } ?? shift, first: held.first, last: held.last)
  }
}
