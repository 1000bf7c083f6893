import AttentionSpec
import HardwareDSL

/// Decodes some features of a token for one head: the sum of weights times codes and a bias,
/// shifted right with rounding and brought to 8 bits.
///
/// A change of scale by a power of two costs no multiplier; see `ScaledLayer.Rescaling`. ViTCoD's
/// decoder MAC line, with its sums beside each other (paper, figure of the accelerator).
final class DecoderLine: Module {
  /// Cycles from the last codes of a token to the decoded features.
  static let latency = 4

  let step: Valid<DecoderStep>
  /// For each feature its codes in the beat.
  let codes: [[Signal]]
  let decoded: [Signal]

  let factors: DecoderFactors
  let product: [[Signal]]
  let sum: [Signal]
  let result: [Signal]

  private let features: Int
  private let codesOfBeat: Int

  /// - Parameter codesOfBeat: Codes that come at once.
  init(features: Int, codesOfBeat: Int) {
    self.features = features
    self.codesOfBeat = codesOfBeat
    let type = HardwareType.signed(NumberFormats.operandBits)
    step = Valid(.input()) { DecoderStep($0, codes: codesOfBeat) }
    codes = (0..<features).map { _ in (0..<codesOfBeat).map { _ in input(type) } }
    decoded = (0..<features).map { _ in output(type) }
    factors = DecoderFactors(.dataRegister(), features: features, codes: codesOfBeat)
    product = (0..<features).map { _ in
      (0..<codesOfBeat).map { _ in dataRegister(.signed(2 * NumberFormats.operandBits)) }
    }
    sum = (0..<features).map { _ in dataRegister(.signed(DecoderStep.sumBits)) }
    result = (0..<features).map { _ in dataRegister(type) }
  }

  var moduleName: String { "decoder_line_\(features)x\(codesOfBeat)" }

  var documentation: Documentation {
    Documentation(
      "Decodes \(features.counted("feature")) of a token for a head, from "
        + "\(codesOfBeat.counted("code")) a cycle.",
      latency: [
        .cycles(
          Self.latency, from: step.valid, to: decoded, note: "from the last codes of a token")
      ],
      throughput: [
        .several(features * codesOfBeat, "products", from: step.valid, to: decoded)
      ],
      reset: [.control], combinationalPaths: .none)
  }

  var body: Behavior {
    section("Operand stage")
    let multiplies = delayed("multiplies", step.valid, reset: 0)
    when(step.valid) {
      factors <== DecoderFactors(step: step.payload, codes: codes.map { FeatureCodes(code: $0) })
    }

    section("Products")
    for (product, feature) in zip(product, factors.codes) {
      for (product, (code, weight)) in zip(product, zip(feature.code, factors.step.weight)) {
        when(multiplies) { product <== code * weight }
      }
    }

    section("Sums over the codes of a token, from its bias on")
    let adds = delayed("adds", multiplies, reset: 0)
    let bias = loaded("bias", factors.step.bias, when: multiplies)
    let starts = loaded("starts", factors.step.first, when: multiplies)
    for (sum, product) in zip(sum, product) {
      when(adds) {
        sum
          <== product.reduce(mux(starts, bias, sum)) {
            $0 &+ $1.extended(to: DecoderStep.sumBits)
          }
      }
    }

    section("The scale of the operands")
    let ends = loaded("ends", factors.step.last, when: multiplies)
    let shifts = delayed("shifts", adds && ends, reset: 0)
    let nextShift = loaded("nextShift", factors.step.shift, when: multiplies)
    let shift = loaded("shift", nextShift, when: adds)
    for (sum, (result, decoded)) in zip(sum, zip(result, decoded)) {
      when(shifts) {
        result <== sum.shiftedRightRounded(by: shift).saturated(to: NumberFormats.operandBits)
      }
      decoded <== result
    }
  }
}
