import Foundation

/// The two integers that stand for the scales of a head. See `NumberFormats`.
public struct HeadQuantization: Sendable, Equatable, Hashable, Codable {
  /// Score units to 1/32 octave: unsigned 20 bits with 16 fraction bits, at least 1.
  public let softmaxScale: Int
  /// Value scale over output scale: unsigned 16 bits with 12 fraction bits, at least 1.
  public let outputMultiplier: Int

  /// - Throws: `Refusal` for an integer outside its range.
  public init(softmaxScale: Int, outputMultiplier: Int) throws {
    guard (1...NumberFormats.softmaxScaleMax).contains(softmaxScale) else {
      throw Refusal(
        "A softmax scale of \(softmaxScale) is outside 1...\(NumberFormats.softmaxScaleMax); "
          + "choose query and key scales whose product fits.")
    }
    guard (1...NumberFormats.outputMultiplierMax).contains(outputMultiplier) else {
      throw Refusal(
        "An output multiplier of \(outputMultiplier) is outside "
          + "1...\(NumberFormats.outputMultiplierMax); "
          + "choose an output scale closer to the value scale.")
    }
    self.softmaxScale = softmaxScale
    self.outputMultiplier = outputMultiplier
  }

  /// The integers for the scales of the four tensors (real value = scale * integer).
  ///
  /// - Throws: `Refusal` for a scale that is not positive and finite, or whose integer is out of
  ///   range.
  public init(
    queryScale: Double, keyScale: Double, valueScale: Double, outputScale: Double,
    headDimension: Int
  ) throws {
    let scales = [
      ("query", queryScale), ("key", keyScale), ("value", valueScale), ("output", outputScale),
    ]
    for (name, scale) in scales where !(scale.isFinite && scale > 0) {
      throw Refusal(
        "A \(name) scale of \(scale) is not a positive finite number; "
          + "calibrate the \(name) tensor again.")
    }
    guard (1...NumberFormats.headDimensionMax).contains(headDimension) else {
      throw Refusal(
        "A head dimension of \(headDimension) is outside "
          + "1...\(NumberFormats.headDimensionMax); give the features of one head.")
    }
    let one = Double(1 << NumberFormats.outputMultiplierFractionBits)
    try self.init(
      softmaxScale: Self.integer(
        Self.exactSoftmaxScale(
          queryScale: queryScale, keyScale: keyScale, headDimension: headDimension)),
      outputMultiplier: Self.integer(valueScale / outputScale * one))
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      softmaxScale: values.decode(Int.self, forKey: .softmaxScale),
      outputMultiplier: values.decode(Int.self, forKey: .outputMultiplier))
  }

  /// The nearest integer; out-of-range values stay out of range but never trap.
  private static func integer(_ value: Double) -> Int {
    Int(min(value.rounded(), 1e15))
  }
}

extension HeadQuantization {
  /// The softmax scale of two operand scales before it is rounded, in whatever range.
  public static func exactSoftmaxScale(
    queryScale: Double, keyScale: Double, headDimension: Int
  ) -> Double {
    let scoreScale = queryScale * keyScale / Double(headDimension).squareRoot()
    let unitsPerNat =
      log2(exp(1.0)) * Double(NumberFormats.stepsPerOctave << NumberFormats.distanceShift)
    return scoreScale * unitsPerNat
  }

  /// What the scales of queries and keys are both to be multiplied by, 1 or more, so that the
  /// softmax scale is at least 1 and rounding it changes little.
  ///
  /// Small operands make a small softmax scale: 1.4 would be rounded to 1, and 0.4 to nothing. So
  /// below 16 coarser operands make it the next whole number. What they lose is less than what
  /// rounding would lose: scores of such a head differ by less than they are rounded to.
  public static func operandCoarsening(
    queryScale: Double, keyScale: Double, headDimension: Int
  ) -> Double {
    let exact = exactSoftmaxScale(
      queryScale: queryScale, keyScale: keyScale, headDimension: headDimension)
    guard exact > 0, exact < 16 else { return 1 }
    return (max(1, exact.rounded(.up)) / exact).squareRoot()
  }
}
