import AttentionSpec
import CoSimulation
import Foundation
import ModelImport
import ReferenceModel
import TensorFiles
import Testing

@testable import vitcod

/// Queries, keys and values of one's own in `vitcod simulate`.
@Suite("vitcod simulate --operands")
struct OperandTests {
  private static let (heads, tokens, features) = (2, 8, 6)

  private static func numbers(seed: UInt64, times factor: Double = 1) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return (0..<heads * tokens * features).map { _ in
      factor * Double(generator.bell(deviation: 1000)) / 500
    }
  }

  /// The factor makes the keys small.
  private static func arrays(keys factor: Double = 1) throws -> [String: Tensor] {
    func tensor(_ numbers: [Double]) throws -> Tensor {
      try Tensor(shape: [heads, tokens, features], elements: numbers.map { Float($0) })
    }
    return try [
      "queries": tensor(numbers(seed: 1)), "keys": tensor(numbers(seed: 2, times: factor)),
      "values": tensor(numbers(seed: 3)),
    ]
  }

  private static func report(_ arguments: [String], in folder: Scratch) async throws
    -> SimulationReport
  {
    let run = try await VitcodRun(
      ["simulate", "--config", "tiny.yaml", "--json"] + arguments, in: folder)
    #expect(run.code == 0, "\(run.errors)")
    return try JSONDecoder().decode(SimulationReport.self, from: Data(run.output.utf8))
  }

  @Test("They run under a mask, or with every score kept, and the report names them")
  func passes() async throws {
    let folder = try tinyFolder()
    try folder.write(npz: Self.arrays(), to: "qkv.npz")
    let dense = try await Self.report(["--operands", "qkv.npz"], in: folder)
    #expect(dense.passed && dense.layers == [0] && dense.heads == [0, 1])
    #expect(dense.tokens == 8 && dense.headDimension == 6 && dense.attention?.codes == 0)
    #expect(dense.attention?.layers.map(\.keptEntries) == [128])
    #expect(dense.setup.operandSource == "qkv.npz" && dense.setup.maskSource == "dense")

    try folder.write(npy: SmallModel.masks(blocks: 1, tokens: 8), to: "masks.npy")
    let masked = try await Self.report(
      ["--operands", "qkv.npz", "--mask", "masks.npy", "--mask-means", "kept", "--head", "1"],
      in: folder)
    #expect(masked.passed && masked.heads == [1] && masked.setup.maskSource == "masks.npy")
    #expect(masked.attention?.layers.map(\.keptEntries).allSatisfy { $0 < 64 } == true)

    let table = try await VitcodRun(
      ["simulate", "--config", "tiny.yaml", "--operands", "qkv.npz", "--head", "1"], in: folder)
    #expect(
      table.lines.prefix(2) == [
        "vitcod_tiny: 8 MACs in 2 elements; 1 layer of 1 head of 8 tokens and 6 features;",
        "operands of qkv.npz.",
      ])
    #expect(table.lines.last == "PASS")
  }

  @Test("Keys that are nearly zero pass too")
  func smallKeys() async throws {
    let folder = try tinyFolder()
    try folder.write(npz: Self.arrays(keys: 1e-6), to: "qkv.npz")
    #expect(try await Self.report(["--operands", "qkv.npz"], in: folder).passed)
  }

  @Test("The output is that of real attention, within the formats")
  func isRight() throws {
    let folder = try Scratch()
    try folder.write(npz: Self.arrays(), to: "qkv.npz")
    let file = try OperandFile(path: folder.url.appending(path: "qkv.npz").path)
    let (queries, keys) = (Self.numbers(seed: 1), Self.numbers(seed: 2))
    let values = Self.numbers(seed: 3)
    for head in 0..<Self.heads {
      let input = try file.input(block: 0, head: head)
      let result = try AttentionHead.run(input: input, mask: .dense(tokens: Self.tokens))
      let first = head * Self.tokens * Self.features
      func at(_ row: Int, _ feature: Int) -> Int { first + row * Self.features + feature }
      let largest = values[first..<first + Self.tokens * Self.features].map(abs).max() ?? 0
      for query in 0..<Self.tokens {
        let weights = (0..<Self.tokens).map { key in
          let score = (0..<Self.features).reduce(0) {
            $0 + queries[at(query, $1)] * keys[at(key, $1)]
          }
          return exp(score / Double(Self.features).squareRoot())
        }
        for feature in 0..<Self.features {
          let exact =
            (0..<Self.tokens).reduce(0) { $0 + weights[$1] * values[at($1, feature)] }
            / weights.reduce(0, +)
          let found = Double(result.output[query, feature]) * largest / 127
          #expect(abs(found - exact) < 0.04 * largest, "head \(head), \(query), \(feature)")
        }
      }
    }
  }

  typealias Refused = ArgumentRefusalTests.Refused

  static let refused: [Refused] = [
    .simulate(
      "--operands", "qkv.npz", "--head-dimension", "6",
      says: "--head-dimension is for random operands, and those of --operands have their own; "
        + "leave it out."),
    .simulate(
      "--operands", "no.npz", code: 65,
      says: "no.npz: The file cannot be read; give the path of a readable one."),
    .simulate(
      "--operands", "", code: 65,
      says: "The operands: Queries, keys and values are several arrays; give a file .npz or "
        + ".safetensors."),
    .simulate(
      "--operands", "qkv.npz", "--mask", "masks.npy", "--mask-means", "kept", code: 65,
      says: "qkv.npz has operands of 1 block, 2 heads and 8 tokens, but masks.npy masks of 2 "
        + "blocks, 2 heads and 10 tokens; give both of the same heads."),
    .simulate(
      "--operands", "wide.npz", code: 65,
      says: "layer 0: a head has 17 features but capacity.headDimension is 16; raise it."),
    .simulate(
      "--operands", "long.npz", code: 65,
      says: "layer 0: a head has 17 tokens but capacity.tokens is 16; raise it."),
    .simulate(
      "--operands", "huge.npz", code: 65,
      says: "huge.npz: In block 0, head 1: Queries up to 1e+20 and keys up to 1.0 have scores that "
        + "no softmax scale holds; look for numbers that are far too large."),
  ]

  @Test("What cannot be run is refused before the first layer", arguments: refused)
  func refusals(_ refused: Refused) async throws {
    let folder = try tinyFolder()
    try folder.write(npz: Self.arrays(), to: "qkv.npz")
    try folder.write(npy: SmallModel.masks(), to: "masks.npy")
    func three(_ tensor: Tensor) -> [String: Tensor] {
      ["queries": tensor, "keys": tensor, "values": tensor]
    }
    func ones(_ shape: [Int]) throws -> Tensor {
      try Tensor(
        shape: shape, elements: Array(repeating: Float(1), count: shape.reduce(1, *)))
    }
    try folder.write(npz: three(ones([4, 17])), to: "wide.npz")
    try folder.write(npz: three(ones([17, 4])), to: "long.npz")
    var huge = try three(ones([2, 3, 2]))
    huge["queries"] = try Tensor(
      shape: [2, 3, 2], elements: (0..<12).map { $0 == 11 ? 1e20 : 1.0 })
    try folder.write(npz: huge, to: "huge.npz")
    let run = try await VitcodRun(refused.arguments, in: folder)
    #expect(run.code == refused.code && run.output == "")
    #expect(run.errors.split(separator: "\n").first == "Error: \(refused.sentence)")
  }
}
