// Seeded heads for tests and demonstrations.

/// How the operands of a random head are drawn.
public enum OperandDistribution: String, Sendable, CaseIterable, Codable {
  /// Bell-shaped with a standard deviation of 32, as calibrated tensors are.
  case bell
  /// Every int8 equally often.
  case uniform
  /// Only -128 and 127: the largest sums.
  case extremes
}

extension HeadInput {
  /// A random head, the same on every machine for one seed.
  ///
  /// The softmax scale spreads the real scores of bell-shaped operands to a standard deviation of
  /// about 2, as trained heads have.
  ///
  /// - Throws: `Refusal` for a shape that `HeadInput` refuses.
  public static func random(
    tokens: Int, headDimension: Int, distribution: OperandDistribution = .bell, seed: UInt64
  ) throws -> HeadInput {
    var generator = SplitMix64(seed: seed)
    func matrix() -> Matrix<Int8> {
      let rows = min(max(tokens, 0), NumberFormats.tokensMax + 1)
      let columns = min(max(headDimension, 0), NumberFormats.headDimensionMax + 1)
      var matrix = Matrix<Int8>(rows: rows, columns: columns, repeating: 0)
      for row in 0..<rows {
        for column in 0..<columns {
          matrix[row, column] = distribution.operand(from: &generator)
        }
      }
      return matrix
    }
    let quantization = try HeadQuantization(
      queryScale: 1.0 / 32, keyScale: 2.0 / 32, valueScale: 2, outputScale: 1,
      headDimension: min(max(headDimension, 1), NumberFormats.headDimensionMax))
    return try HeadInput(
      queries: matrix(), keys: matrix(), values: matrix(), quantization: quantization)
  }
}

extension OperandDistribution {
  /// One operand.
  public func operand(from generator: inout SplitMix64) -> Int8 {
    switch self {
    case .bell: Int8(clamping: generator.bell(deviation: 32))
    case .uniform: Int8(generator.integer(in: -128...127))
    case .extremes: generator.chance(perMille: 500) ? 127 : -128
    }
  }
}
