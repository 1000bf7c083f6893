import AttentionSpec
import NetworkSpec
import Testing

@testable import ReferenceModel

@Suite("Integer layers")
struct IntegerLayerTests {
  @Test("A layer adds exact products, changes the scale and clamps")
  func linear() throws {
    let layer = IntegerLinear(
      layer: try QuantizedLinear(
        outputs: 2, inputs: 3, weight: [1, -2, 3, 127, 127, 127], bias: [10, -5],
        rescale: [FixedMultiplier(0.5), FixedMultiplier(1)]))
    // 10 + 1 - 4 + 9 = 16; -5 + 127 * 6 = 757.
    #expect(layer.narrow([1, 2, 3]) == [8, 127])
    #expect(layer.wide([1, 2, 3]) == [8, 757])
    #expect(layer.wide([-128, -128, -128, 0, 0, 0]) == [-123, -32768, 5, -5])
  }

  @Test("A layer whose sums could leave 32 bits is refused")
  func overflow() throws {
    let factor = try FixedMultiplier(1)
    #expect(throws: Refusal.self) {
      try QuantizedLinear(
        outputs: 1, inputs: 1, weight: [127], bias: [.max], rescale: [factor])
    }
    #expect(throws: Refusal.self) {
      try QuantizedLinear(
        outputs: 1, inputs: 132_105, weight: Array(repeating: -127, count: 132_105), bias: [0],
        rescale: [factor])
    }
  }

  @Test("An auto-encoder mixes the heads of one token and feature, and nothing else")
  func autoEncoder() throws {
    let one = try FixedMultiplier(1)
    let autoEncoder = IntegerAutoEncoder(
      QuantizedAutoEncoder(
        encoder: try QuantizedLinear(
          outputs: 1, inputs: 2, weight: [1, -1], bias: [3], rescale: [one]),
        decoder: try QuantizedLinear(
          outputs: 2, inputs: 1, weight: [2, -1], bias: [0, 1], rescale: [one, one])))
    // Two tokens of two heads with three features.
    let rows: [Int8] = [1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60]
    let encoded = autoEncoder.encoded(rows, features: 3)
    #expect(encoded == [-6, -15, -24, -33, -42, -51])
    #expect(
      autoEncoder.decoded(encoded, features: 3)
        == [-12, -30, -48, 7, 16, 25, -66, -84, -102, 34, 43, 52])
  }

  @Test("The residual stream saturates")
  func residual() {
    #expect(saturatingSum([32_767, -32_768, 5], [1, -1, -7]) == [32_767, -32_768, -2])
  }
}
