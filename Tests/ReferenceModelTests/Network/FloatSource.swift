import AttentionSpec
import NetworkSpec

/// Random operands for tests of networks in float32, with a standard deviation of 1.
struct FloatSource {
  private var generator: SplitMix64

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  mutating func numbers(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(generator.bell(deviation: 4096)) / 4096 }
  }

  mutating func matrix(rows: Int, columns: Int) -> Matrix<Float> {
    let numbers = numbers(rows * columns)
    return Matrix(rows: rows, columns: columns) { elements in
      elements.initialize(from: numbers, count: numbers.count)
    }
  }

  mutating func layer(inputs: Int, outputs: Int) -> LinearWeights {
    let scale = 1 / Float(inputs).squareRoot()
    return LinearWeights(
      outputs: outputs, inputs: inputs, weight: numbers(inputs * outputs).map { $0 * scale },
      bias: numbers(outputs))
  }

  /// Masks of every density, each different, each with its diagonal.
  mutating func masks(_ shape: NetworkShape) throws -> NetworkMasks {
    try NetworkMasks(
      blocks: shape.blocks, heads: shape.heads,
      masks: (0..<shape.blocks * shape.heads).map { _ in
        let perMille = generator.integer(in: 0...1000)
        return try AttentionMask(
          tokens: shape.tokens,
          kept: (0..<shape.tokens * shape.tokens).map { place in
            place / shape.tokens == place % shape.tokens || generator.chance(perMille: perMille)
          })
      })
  }
}

/// The largest difference of two lists of numbers; infinite for lists of different lengths, or
/// where a number is not finite.
func distance(_ got: some Collection<Float>, _ expected: [Double]) -> Double {
  guard got.count == expected.count else { return .infinity }
  return zip(got, expected).reduce(0) { largest, pair in
    let difference = abs(Double(pair.0) - pair.1)
    return difference.isFinite ? max(largest, difference) : .infinity
  }
}
