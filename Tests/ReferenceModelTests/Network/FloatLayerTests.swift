import AttentionSpec
import Foundation
import NetworkSpec
import Testing

@testable import ReferenceModel

/// The parts of a network in float32, each against its definition in float64.
@Suite struct FloatLayerTests {
  @Test("A layer of any size is the product with its matrix, plus the bias")
  func linear() throws {
    let seed: UInt64 = 11
    var source = FloatSource(seed: seed)
    for inputs in 1...9 {
      for outputs in [1, 3, 8, 13] {
        let weights = source.layer(inputs: inputs, outputs: outputs)
        let x = source.matrix(rows: 3, columns: inputs)
        let y = FloatLinear(weights)(x)
        #expect(y.rows == 3 && y.columns == outputs)
        for row in 0..<3 {
          let expected = NaiveNetwork.linear(x.row(row).map(Double.init), weights)
          #expect(
            distance(y.row(row), expected) < 1e-6, "seed \(seed), \(inputs) x \(outputs)")
        }
      }
    }
  }

  @Test("Some outputs of a layer are those of the whole")
  func partOfLayer() throws {
    var source = FloatSource(seed: 12)
    let weights = source.layer(inputs: 5, outputs: 9)
    let x = source.matrix(rows: 2, columns: 5)
    let (whole, part) = (FloatLinear(weights)(x), FloatLinear(weights, outputs: 3..<7)(x))
    for row in 0..<2 {
      #expect(Array(part.row(row)) == Array(Array(whole.row(row))[3..<7]))
    }
  }

  @Test("A dot product of any length is the sum of the products")
  func dotProduct() {
    let left: [Float] = [1, -2, 3, -4, 5, -6, 7, -8, 9, -10]
    let right: [Float] = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    let sums: [Float] = [0, 10, -8, 16, -12, 18, -12, 16, -8, 10, 0]
    for count in 0...10 {
      let sum = left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
          DotProduct.of(left.baseAddress!, right.baseAddress!, count: count)
        }
      }
      #expect(sum == sums[count], "\(count) products")
    }
  }

  @Test("A norm has the biased variance, and epsilon beside it")
  func normByHand() throws {
    let norm = FloatNorm(
      weights: NormWeights(gain: [1, 1, 2, 1], offset: [0, 0, 0, 10]), epsilon: 1e-6)
    let y = norm(
      try Matrix(
        rows: 3, columns: 4,
        storage: [1, 3, 1, 3] + [5, 5, 5, 5] + [0, 0.002, 0, 0.002]))
    // Mean 2 and variance 1; nothing but the mean; mean and deviation 0.001, so variance = epsilon.
    let half = 0.5.squareRoot()
    let expected = [-1, 1, -2, 11] + [0, 0, 0, 10] + [-half, half, -2 * half, 10 + half]
    #expect(distance(y.storage, expected) < 1e-6)
  }

  @Test("A norm of numbers far from 0 keeps its precision")
  func normFarFromZero() throws {
    let seed: UInt64 = 13
    var source = FloatSource(seed: seed)
    let weights = NormWeights(gain: source.numbers(33), offset: source.numbers(33))
    let x = source.numbers(33).map { 1000 + $0 }
    let y = FloatNorm(weights: weights, epsilon: 1e-6)(
      try Matrix(rows: 1, columns: 33, storage: x))
    let expected = NaiveNetwork.norm(x.map(Double.init), weights, 1e-6)
    // The distance of x from its mean is exact to 2^-14 at 1000.
    #expect(distance(y.storage, expected) < 2e-4, "seed \(seed)")
  }

  @Test(
    "GELU is the exact one",
    arguments: [
      (0, 0), (1, 0.841_344_746_068_543), (-1, -0.158_655_253_931_457),
      (2.5, 2.484_475_836_629_853), (-2.5, -0.015_524_163_370_147), (20, 20), (-20, 0),
    ] as [(Float, Double)])
  func gelu(x: Float, expected: Double) {
    // The approximation by tanh is 2e-4 away at 1.
    #expect(abs(Double(GELU.value(x)) - expected) < 2e-7)
  }

  @Test("Softmax of scores of any size sums to 1 and never overflows")
  func softmax() {
    #expect(probabilities([-3]) == [1])
    #expect(probabilities([7, 7, 7, 7]) == [0.25, 0.25, 0.25, 0.25])
    #expect(probabilities([3e38, -3e38, 3e38]) == [0.5, 0, 0.5])
    let ratio = probabilities([0, Float(log(3.0))])
    #expect(distance(ratio[...], [0.25, 0.75]) < 1e-7)
  }

  private func probabilities(_ scores: [Float]) -> [Float] {
    var row = scores
    row.withUnsafeMutableBufferPointer { FloatSoftmax.normalize($0) }
    return row
  }

  @Test("An auto-encoder of identities changes no bit")
  func identity() throws {
    var source = FloatSource(seed: 14)
    let eye = LinearWeights(
      outputs: 3, inputs: 3, weight: (0..<9).map { $0 / 3 == $0 % 3 ? 1 : 0 })
    let coder = FloatAutoEncoder(
      AutoEncoderWeights(encoder: eye, decoder: eye), headDimension: 5)
    let x = source.matrix(rows: 4, columns: 15)
    #expect(coder.decoded(coder.encoded(x)) == x)
  }

  @Test("An auto-encoder by hand: two heads of two features through one")
  func autoEncoderByHand() throws {
    let coder = FloatAutoEncoder(
      AutoEncoderWeights(
        encoder: LinearWeights(outputs: 1, inputs: 2, weight: [2, 3], bias: [1]),
        decoder: LinearWeights(outputs: 2, inputs: 1, weight: [10, -1], bias: [0, 5])),
      headDimension: 2)
    // Head 0 has the features 1 and 2, head 1 has 100 and 200.
    let encoded = coder.encoded(try Matrix(rows: 1, columns: 4, storage: [1, 2, 100, 200]))
    #expect(encoded.storage == [303, 605])
    #expect(coder.decoded(encoded).storage == [3030, 6050, -298, -600])
  }

  @Test("Patches go row after row; in each channel, row and column")
  func patches() throws {
    let shape = try NetworkShape(
      channels: 2, imageSide: 4, patchSide: 2, width: 1, heads: 1, blocks: 1, hidden: 1, classes: 1)
    let patches = FloatEmbedding.patches(of: Array(0..<32), shape)
    #expect(patches.rows == 4 && patches.columns == 8)
    #expect(Array(patches.row(0)) == [0, 1, 4, 5, 16, 17, 20, 21])
    #expect(Array(patches.row(1)) == [2, 3, 6, 7, 18, 19, 22, 23])
    #expect(Array(patches.row(2)) == [8, 9, 12, 13, 24, 25, 28, 29])
  }
}
