import AttentionSpec
import Testing

@Suite("Heads of real tensors")
struct RealHeadTests {
  private func matrix(_ numbers: [Double]) throws -> Matrix<Double> {
    try Matrix(rows: 2, columns: numbers.count / 2, storage: numbers)
  }

  @Test("Each tensor has a scale of its own, and nothing is clamped")
  func scales() throws {
    let head = try HeadInput.quantized(
      queries: matrix([12.7, -6.35, 0.05, 0.04]), keys: matrix([-127, 1, 2, 3]),
      values: matrix([0, 0, 0, 0]))
    #expect(head.queries.storage == [127, -63, 1, 0])
    #expect(head.keys.storage == [-127, 1, 2, 3])
    #expect(head.values.storage == [0, 0, 0, 0])
    // 0.1 * 1 / sqrt 2 * log2(e) * 2^21 = 213,938.7...
    #expect(head.quantization.softmaxScale == 213_939)
    #expect(head.quantization.outputMultiplier == 4096)
  }

  @Test(
    "Small, zero and lopsided operands have a softmax scale",
    arguments: [
      (0, 0), (1e-12, 1), (1, 1e-12), (1e-9, 1e-9), (0, 1e9), (1e12, 0), (1e-6, 1e6), (0.1, 0.01),
      (1e-300, 1e-300), (1e-305, 1), (1e-305, 1e-305), (1e-200, 1e-60), (1e300, 0), (1e-305, 1e300),
    ])
  func degenerate(query: Double, key: Double) throws {
    let head = try HeadInput.quantized(
      queries: matrix([query, -query, query / 2, 0]), keys: matrix([key, key / 2, -key, 0]),
      values: matrix([1, 2, 3, 4]))
    #expect(head.quantization.softmaxScale >= 1)
  }

  @Test("A small softmax scale is whole before it is rounded")
  func whole() {
    for exponent in -60...10 {
      let scale = 1.3 * Double(sign: .plus, exponent: exponent / 2, significand: 1)
      let factor = HeadQuantization.operandCoarsening(
        queryScale: scale, keyScale: scale, headDimension: 16)
      let exact = HeadQuantization.exactSoftmaxScale(
        queryScale: scale * factor, keyScale: scale * factor, headDimension: 16)
      #expect(factor >= 1)
      #expect(exact >= 16 - 1e-9 || abs(exact - exact.rounded()) < 1e-9, "\(scale): \(exact)")
      #expect(exact.rounded() >= 1)
    }
  }

  @Test("Scores that no softmax scale holds are refused")
  func tooLarge() throws {
    let refusal = #expect(throws: Refusal.self) {
      try HeadInput.quantized(
        queries: matrix([1e6, 0, 0, 0]), keys: matrix([1, 0, 0, 0]), values: matrix([1, 0, 0, 0]))
    }
    #expect(
      refusal?.description == "Queries up to 1000000.0 and keys up to 1.0 have scores that no "
        + "softmax scale holds; look for numbers that are far too large.")
    #expect(throws: Refusal.self) {
      try HeadInput.quantized(
        queries: matrix([1e-150, 0, 0, 0]), keys: matrix([1e200, 0, 0, 0]),
        values: matrix([1, 0, 0, 0]))
    }
  }
}
