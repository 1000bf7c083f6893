import AttentionSpec
import Foundation
import NetworkSpec
import Testing

@testable import ReferenceModel

@Suite("Integer LayerNorm")
struct IntegerNormTests {
  @Test("The root is the floor of the square root, and at least 1")
  func root() {
    #expect(IntegerNorm.root(0) == 1)
    var generator = SplitMix64(seed: 3)
    let bases = (0..<200).map { _ in generator.integer(in: 1...(1 << 31) - 1) }
    for base in bases + [1, 2, 3, 1 << 15, 1 << 30] {
      #expect(IntegerNorm.root(base * base) == base)
      #expect(IntegerNorm.root(base * base + 2 * base) == base)
      #expect(IntegerNorm.root(base * base - 1) == max(1, base - 1))
    }
  }

  @Test("A reciprocal has 17 bits and is met within 2^-16")
  func reciprocal() {
    var generator = SplitMix64(seed: 4)
    for _ in 0..<1000 {
      let deviation = 1 << generator.integer(in: 0...28) | generator.integer(in: 0...255)
      let reciprocal = IntegerNorm.reciprocal(of: deviation)
      #expect((1 << 15...1 << 16).contains(reciprocal.mantissa))
      let shift = reciprocal.shift + NetworkFormats.normFractionBits
      let met = Double(reciprocal.mantissa) / exp2(Double(shift)) * Double(deviation)
      #expect(abs(met - 1) <= 0x1p-15, "\(deviation)")
    }
  }

  @Test(
    "Rows are normalised within a unit of the real result",
    arguments: [1, 3, 100, 4000], [4, 64, 384])
  func accuracy(deviation: Int, width: Int) {
    var generator = SplitMix64(seed: UInt64(width + deviation))
    let rows = (0..<4 * width).map { _ in Int16(clamping: generator.bell(deviation: deviation)) }
    let gains = (0..<width).map { _ in Int16(generator.integer(in: 1 << 13...(1 << 15) - 1)) }
    let offsets = (0..<width).map { _ in generator.integer(in: -10...10) << 22 }
    // 2^10 gain units and 2^22 offset units are one unit of the result.
    let norm = IntegerNorm(
      norm: QuantizedNorm(epsilon: 0, gain: gains, offset: offsets, shift: 22))
    let results = norm(rows)
    for row in 0..<4 {
      let values = rows[row * width..<(row + 1) * width].map(Double.init)
      let mean = values.reduce(0, +) / Double(width)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
      for feature in 0..<width {
        let normalized = (values[feature] - mean) / max(variance.squareRoot(), 1e-9)
        let expected =
          normalized * Double(gains[feature]) / 1024 + Double(offsets[feature]) / exp2(22)
        let clamped = min(max(expected, -128), 127)
        // The floor of the root, which matters where deviations are a few units only.
        let root = max(1, (Double(width) * variance.squareRoot()).rounded(.down))
        let slack = 0.6 + abs(normalized * Double(gains[feature]) / 1024) / root
        #expect(abs(Double(results[row * width + feature]) - clamped) <= slack)
      }
    }
  }

  @Test("A row of equal features gives the offsets, and the extremes do not trap")
  func extremes() {
    let norm = IntegerNorm(
      norm: QuantizedNorm(
        epsilon: 0, gain: Array(repeating: .max, count: 8192),
        offset: Array(repeating: 5 << 22, count: 8192), shift: 22))
    #expect(norm(Array(repeating: .min, count: 8192)).allSatisfy { $0 == 5 })
    let halves = (0..<8192).map { $0 < 4096 ? Int16.min : .max }
    #expect(Set(norm(halves)) == [-27, 37])
    let spike = (0..<8192).map { $0 == 7 ? Int16.max : .min }
    #expect(norm(spike)[7] == 127)
  }
}
