import AttentionSpec
import NetworkSpec
import Testing

@Suite("Layers as decoders of heads")
struct HeadDecoderTests {
  private func layer(_ factors: [Double], bias: [Int32] = [7, -9]) throws -> QuantizedLinear {
    try QuantizedLinear(
      outputs: 2, inputs: 3, weight: [1, -2, 3, -4, 5, -6], bias: bias,
      rescale: factors.map { try FixedMultiplier($0) })
  }

  @Test("A change of scale by a power of two is a shift", arguments: [0, 1, 7, 20])
  func shifts(shift: Int) throws {
    let decoders = try layer([1 / Double(1 << shift), 0.25]).headDecoders()
    #expect(
      try decoders == [
        HeadDecoder(weights: [1, -2, 3], bias: 7, shift: shift),
        HeadDecoder(weights: [-4, 5, -6], bias: -9, shift: 2),
      ])
    // The same number, whatever the sum.
    let change = try FixedMultiplier(1 / Double(1 << shift))
    for sum in [-70_000, -129, -128, -1, 0, 1, 63, 64, 90_001] {
      #expect(change(sum) == roundingShift(sum, by: shift))
    }
  }

  @Test("Another change of scale, or a bias that is too large, is refused")
  func refused() throws {
    #expect(throws: Refusal.self) { try layer([0.3, 0.25]).headDecoders() }
    #expect(throws: Refusal.self) { try layer([0.25, 2]).headDecoders() }
    #expect(throws: Refusal.self) {
      try layer([0.25, 0.25], bias: [1 << 23, 0]).headDecoders()
    }
    do {
      _ = try layer([0.25, 0.375]).headDecoders()
    } catch {
      #expect(
        "\(error)" == "The change of scale of head 1 is 49152 / 2^17, but a decoder only shifts to "
          + "the right; quantise with changes by powers of two.")
    }
  }
}
