import Foundation
import NetworkSpec
import TestSupport

@testable import HeadCompression

extension TestRandom {
  /// A bell-shaped number with a deviation of 1.
  mutating func bell() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double(next() >> 11) * 0x1p-53 }
  }

  mutating func bells(_ count: Int) -> [Double] { (0..<count).map { _ in bell() } }

  /// An orthogonal matrix.
  mutating func rotation(_ size: Int) -> SquareMatrix {
    SquareMatrix(size: size, elements: bells(size * size)).nearestRotation() ?? .identity(size)
  }

  /// Activations whose heads share something, with means of their own.
  mutating func activations(tokens: Int, heads: Int, headDimension: Int) -> [Float] {
    let means = bells(heads * headDimension)
    let mixes = (0..<heads).map { _ in rotation(headDimension) }
    return (0..<tokens).flatMap { _ in
      let common = bells(headDimension)
      return (0..<heads).flatMap { head in
        let shared = mixes[head].transposedTimes(common)
        return (0..<headDimension).map { feature in
          Float(shared[feature] + 0.5 * bell() + means[head * headDimension + feature])
        }
      }
    }
  }
}

extension LinearWeights {
  func apply(_ input: [Double]) -> [Double] {
    (0..<outputs).map { output in
      var sum = Double(bias[output])
      for index in 0..<inputs { sum += Double(weight[output * inputs + index]) * input[index] }
      return sum
    }
  }
}

extension AutoEncoderWeights {
  /// `||x - x'||^2` over all vectors of heads of some activations.
  func error(_ activations: [Float], headDimension: Int) throws -> Double {
    let vectors = try Activations(activations, heads: heads, headDimension: headDimension)
      .headVectors
    return stride(from: 0, to: vectors.count, by: heads).reduce(0) { sum, start in
      let vector = Array(vectors[start..<start + heads])
      let decoded = decoder.apply(encoder.apply(vector))
      return sum + zip(vector, decoded).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
  }
}

extension BlockWeights {
  /// A block of random queries, keys and values.
  static func random(width: Int, _ random: inout TestRandom) -> BlockWeights {
    func layer(_ outputs: Int, _ inputs: Int) -> LinearWeights {
      LinearWeights(
        outputs: outputs, inputs: inputs, weight: random.bells(outputs * inputs).map { Float($0) },
        bias: random.bells(outputs).map { Float($0) })
    }
    let norm = NormWeights(
      gain: Array(repeating: 1, count: width), offset: Array(repeating: 0, count: width))
    return BlockWeights(
      attentionNorm: norm, queriesKeysValues: layer(3 * width, width),
      projection: layer(width, width), perceptronNorm: norm, expansion: layer(width, width),
      contraction: layer(width, width))
  }

  /// Queries, keys and values of tokens of `width` features, each `[tokens, width]`.
  func projected(_ tokens: [[Double]]) -> [[Float]] {
    let rows = tokens.map { queriesKeysValues.apply($0) }
    let width = queriesKeysValues.inputs
    return (0..<3).map { part in
      rows.flatMap { $0[part * width..<(part + 1) * width].map { Float($0) } }
    }
  }
}

/// The sentence of the refusal that a closure throws, or what happened instead.
func refusal(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing was refused"
  } catch {
    return "\(error)"
  }
}
