import AttentionSpec
import Foundation
import Testing

@Suite struct HeadInputTests {
  @Test("Scales become the two integers")
  func scales() throws {
    let quantization = try HeadQuantization(
      queryScale: 0.25, keyScale: 0.125, valueScale: 0.5, outputScale: 0.25, headDimension: 64)
    // 1/256 * log2(e) * 2^21 = 11818.54...
    #expect(quantization.softmaxScale == 11_819)
    #expect(quantization.outputMultiplier == 8192)
  }

  @Test("Integers out of range are refused with a sentence")
  func refusals() {
    #expect(
      refusal { _ = try HeadQuantization(softmaxScale: 0, outputMultiplier: 1) }
        == "A softmax scale of 0 is outside 1...1048575; "
        + "choose query and key scales whose product fits.")
    #expect(
      refusal { _ = try HeadQuantization(softmaxScale: 1, outputMultiplier: 65_536) }
        == "An output multiplier of 65536 is outside 1...65535; "
        + "choose an output scale closer to the value scale.")
    #expect(
      refusal { _ = try quantization(query: -1) }
        == "A query scale of -1.0 is not a positive finite number; "
        + "calibrate the query tensor again.")
    #expect(
      refusal { _ = try quantization(query: .infinity) }
        == "A query scale of inf is not a positive finite number; "
        + "calibrate the query tensor again.")
    #expect(
      refusal { _ = try quantization(query: 1e300) }
        == "A softmax scale of 1000000000000000 is outside 1...1048575; "
        + "choose query and key scales whose product fits.")
  }

  @Test("Decoding checks the range too")
  func decoding() {
    let text = Data(#"{"softmaxScale": 5, "outputMultiplier": 0}"#.utf8)
    #expect(
      refusal { _ = try JSONDecoder().decode(HeadQuantization.self, from: text) }
        == "An output multiplier of 0 is outside 1...65535; "
        + "choose an output scale closer to the value scale.")
  }

  @Test("Tensors of different shapes are refused")
  func shapes() throws {
    let wide = Matrix<Int8>(rows: 2, columns: 3, repeating: 0)
    let narrow = Matrix<Int8>(rows: 2, columns: 2, repeating: 0)
    let quantization = try HeadQuantization(softmaxScale: 1, outputMultiplier: 1)
    #expect(
      refusal {
        _ = try HeadInput(queries: wide, keys: wide, values: narrow, quantization: quantization)
      } == "The values are 2 x 2 but the queries are 2 x 3; give three tensors of one shape.")
    #expect(
      refusal { _ = try Matrix<Int8>(rows: 2, columns: 2, storage: [1]) }
        == "A matrix of 2 x 2 cannot be made of 1 element; "
        + "give exactly rows times columns of them.")
    #expect(
      refusal { _ = try HeadInput.random(tokens: 0, headDimension: 4, seed: 1) }
        == "A head of 0 tokens is outside 1...4096; "
        + "give a head with a token count in that range.")
  }

  @Test("A seed gives the same head, another seed another one")
  func seeds() throws {
    let head = try HeadInput.random(tokens: 9, headDimension: 5, seed: 4)
    #expect(try HeadInput.random(tokens: 9, headDimension: 5, seed: 4) == head)
    #expect(try HeadInput.random(tokens: 9, headDimension: 5, seed: 5) != head)
  }

  @Test("Extreme operands are -128 and 127 only")
  func extremes() throws {
    let head = try HeadInput.random(
      tokens: 20, headDimension: 8, distribution: .extremes, seed: 2)
    #expect(Set(head.queries.storage) == [-128, 127])
  }

  private func quantization(query: Double) throws -> HeadQuantization {
    try HeadQuantization(
      queryScale: query, keyScale: 1, valueScale: 1, outputScale: 1, headDimension: 64)
  }
}
