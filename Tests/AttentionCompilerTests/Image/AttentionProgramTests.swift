import AttentionSpec
import Testing

@testable import AttentionCompiler

@Suite("Programs of layers")
struct AttentionProgramTests {
  private static let configuration = AcceleratorConfiguration(
    name: "image", array: ArrayShape(lines: 4, macsPerLine: 3, elements: 2),
    capacity: Capacity(
      tokens: 10, headDimension: 8, heads: 5),
    memory: MemoryShape(
      banks: 4, queries: 24, keys: 32, values: 24, slots: 64, scores: 16, rows: 16),
    port: PortShape(dataBits: 128, burstBytes: 32))

  /// A layer whose operands say where they are: head, token and feature in 3, 2 and 3 bits.
  private func layer(
    heads: Int = 2, tokens: Int = 4, headDimension: Int = 8, codes: Int = 0
  ) throws -> LayerInput {
    func matrices(_ count: Int) -> [Matrix<Int8>] {
      (0..<count).map { head in
        var matrix = Matrix<Int8>(rows: tokens, columns: headDimension, repeating: 0)
        for token in 0..<tokens {
          for feature in 0..<headDimension {
            matrix[token, feature] = Int8(truncatingIfNeeded: head << 5 | token << 3 | feature)
          }
        }
        return matrix
      }
    }
    let decoder = try HeadDecoder(
      weights: (0..<codes).map { Int8($0 + 1) }, bias: -5, shift: 2)
    let encoded = EncodedOperand(
      codes: matrices(codes), heads: Array(repeating: decoder, count: heads))
    return try LayerInput(
      heads: Array(
        repeating: HeadWorkload(try AttentionMask.dense(tokens: tokens)), count: heads),
      queriesAndKeys: codes > 0
        ? .encoded(queries: encoded, keys: encoded)
        : .plain(queries: matrices(heads), keys: matrices(heads)),
      values: matrices(heads),
      quantization: Array(
        repeating: HeadQuantization(softmaxScale: 100, outputMultiplier: 4_096), count: heads))
  }

  private func instructions(_ image: MemoryImage) throws -> [Instruction] {
    try stride(from: 0, to: image.program.count, by: Instruction.bytes).map {
      try Instruction(decoding: image.bytes[$0..<$0 + Instruction.bytes])
    }
  }

  private func loads(_ image: MemoryImage) throws -> [Instruction.Load] {
    try instructions(image).compactMap { if case .load(let load) = $0 { load } else { nil } }
  }

  @Test("Plain operands lie token by token, heads side by side, in words padded with zeros")
  func plain() throws {
    let program = try AttentionProgram([layer()], Self.configuration)
    let image = program.image
    let load = try #require(try loads(image).first { $0.memory == 0 })
    let start = image.data.lowerBound + load.offset
    // Words of 6 features in 8 bytes; 8 features are two of them. Token 1 of head 1:
    let place = start + ((1 * 2 + 1) * 2) * 8
    #expect(
      Array(image.bytes[place..<place + 16])
        == [40, 41, 42, 43, 44, 45, 0, 0, 46, 47, 0, 0, 0, 0, 0, 0])
    #expect(load.bytes == 4 * 2 * 2 * 8)
  }

  @Test("Codes lie token by token, the words of a chunk side by side")
  func codes() throws {
    let program = try AttentionProgram([layer(codes: 3)], Self.configuration)
    let image = program.image
    let load = try #require(try loads(image).first { $0.memory == 1 })
    let start = image.data.lowerBound + load.offset
    // Code 2 of chunk 1 of token 3.
    let place = start + ((3 * 2 + 1) * 3 + 2) * 8
    #expect(Array(image.bytes[place..<place + 8]) == [94, 95, 0, 0, 0, 0, 0, 0])
    guard case .begin(let begin) = try instructions(image)[0] else {
      Issue.record("the program does not begin with BEGIN")
      return
    }
    #expect(begin.chunks == 2 && begin.features == 2)
  }

  @Test("All things begin at a beat, and no two of them overlap")
  func alignment() throws {
    let image = try AttentionProgram([layer(codes: 2), layer(heads: 1)], Self.configuration).image
    var taken: Set<Int> = []
    for load in try loads(image) {
      #expect(load.offset.isMultiple(of: 16))
      #expect(taken.isDisjoint(with: load.offset..<load.offset + load.bytes))
      taken.formUnion(load.offset..<load.offset + load.bytes)
    }
    #expect([image.program, image.data, image.outputs].allSatisfy { $0.lowerBound % 16 == 0 })
    #expect(image.program.upperBound <= image.data.lowerBound)
    #expect(image.data.upperBound <= image.outputs.lowerBound)
  }

  @Test("A layer that does not fit is cut into as few parts as fit, which share its codes")
  func parts() throws {
    // 24 places hold two heads of 9 tokens.
    let five = try layer(heads: 5, tokens: 9, codes: 2)
    let program = try AttentionProgram([five], Self.configuration)
    #expect(program.plan.units.map(\.heads) == [1, 2, 2])
    let queries = try loads(program.image).filter { $0.memory == 0 }
    #expect(Set(queries.map(\.offset)).count == 1)
    let values = try loads(program.image).filter { $0.memory == 2 }
    #expect(Set(values.map(\.offset)).count == 3)
  }

  @Test("What does not fit is refused in a sentence that names layer and head")
  func refused() throws {
    func sentence(
      _ layers: [LayerInput], _ change: (inout AcceleratorConfiguration) -> Void = { _ in }
    )
      -> String
    {
      var configuration = Self.configuration
      change(&configuration)
      return refusal { _ = try AttentionProgram(layers, configuration) }
    }
    let (small, other) = (try layer(), try layer(headDimension: 5, codes: 1))
    #expect(sentence([]) == "A program has no layer; give it one at least.")
    #expect(
      sentence([try layer(tokens: 9)]) {
        ($0.capacity.tokens, $0.memory.keys, $0.decoder.heads) = (8, 8, 2)
      } == "layer 0: a head has 9 tokens but capacity.tokens is 8; raise it.")
    #expect(
      sentence([small]) { $0.capacity.headDimension = 7 }
        == "layer 0: a head has 8 features but capacity.headDimension is 7; raise it.")
    #expect(
      sentence([small, try layer(tokens: 11)])
        == "layer 1: a head has 11 tokens but capacity.tokens is 10; raise it.")
    #expect(
      sentence([small, try layer(codes: 2)]) { $0.decoder.codesMax = 1 }
        == "layer 1: a token has 2 codes but decoder.codesMax is 1; raise it.")
    #expect(
      sentence([small]) { $0.port.dataBits = 32 }
        == "port.dataBits is 32 but has to be in 128...1024; raise it.")
    #expect(
      sentence([try layer(codes: 1), other])
        == "layer 1: decoded heads have 5 features, but heads of the program have others; put such "
        + "layers into a program of their own.")
    let denser = try LayerInput(
      heads: [HeadWorkload(try AttentionMask.dense(tokens: 4), denserColumns: [0])],
      queriesAndKeys: small.queriesAndKeys.head(1), values: [small.values[1]],
      quantization: [small.quantization[1]])
    #expect(
      sentence([small, denser])
        == "layer 1, head 0: the mask has denser columns, which this accelerator has no engine "
        + "for; give the mask as a whole.")
  }

  @Test("Parts of a layer that are not of one shape are refused")
  func shapes() throws {
    let (small, other) = (try layer(), try layer(tokens: 5))
    #expect(
      refusal {
        _ = try LayerInput(
          heads: small.heads, queriesAndKeys: other.queriesAndKeys, values: small.values,
          quantization: small.quantization)
      }
        == "The queries of head 0 are 5 x 8 but the values of head 0 are 4 x 8; give tensors of "
        + "one shape.")
    #expect(
      refusal {
        _ = try LayerInput(
          heads: small.heads, queriesAndKeys: small.queriesAndKeys.head(0), values: small.values,
          quantization: small.quantization)
      } == "A layer has values of 2 heads but queries of 1; give them for each head.")
    #expect(
      refusal { _ = try HeadDecoder(weights: [127, 127], bias: 1 << 23, shift: 0) }
        == "A sum of 2 codes with a bias of 8388608 may leave the 24 bits of a decoder; give it "
        + "coarser weights or a smaller bias.")
  }
}

extension LayerInput.QueriesAndKeys {
  /// Plain queries and keys of one head alone.
  fileprivate func head(_ number: Int) -> Self {
    guard case .plain(let queries, let keys) = self else { return self }
    return .plain(queries: [queries[number]], keys: [keys[number]])
  }
}
