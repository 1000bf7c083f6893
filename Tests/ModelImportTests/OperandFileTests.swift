import AttentionSpec
import Foundation
import TensorFiles
import Testing

@testable import ModelImport

@Suite("Operand files")
struct OperandFileTests {
  /// A file that goes away with its owner.
  private final class Written {
    let path: String

    init(_ arrays: [String: Tensor], ending: String = "npz") throws {
      path =
        FileManager.default.temporaryDirectory
        .appending(path: "operands-\(UUID().uuidString).\(ending)").path
      let bytes =
        ending == "npz"
        ? try NpzFile.bytes(of: arrays, compression: .stored)
        : try SafetensorsFile.bytes(of: arrays)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private static func integers(_ shape: [Int] = [2, 3, 2], from first: Int8 = 0) throws -> Tensor {
    let count = shape.reduce(1, *)
    return try Tensor(shape: shape, elements: (0..<count).map { first &+ Int8($0) })
  }

  private static func number(_ value: Double) throws -> Tensor {
    try Tensor(shape: [], elements: [value])
  }

  private static func arrays() throws -> [String: Tensor] {
    [
      "queries": try integers(), "keys": try integers(from: 20), "values": try integers(from: 40),
      "query_scale": try number(0.25), "key_scale": try Tensor(shape: [2], elements: [0.125, 0.5]),
      "value_scale": try number(0.5), "output_scale": try number(0.25),
    ]
  }

  @Test(
    "int8 are taken as they are, with scales of all heads or of each",
    arguments: [
      "npz", "safetensors",
    ])
  func integers(ending: String) throws {
    let written = try Written(Self.arrays(), ending: ending)
    let file = try OperandFile(path: written.path)
    #expect(file.blocks == 1 && file.heads == 2 && file.tokens == 3 && file.headDimension == 2)
    let second = try file.input(block: 0, head: 1)
    #expect(second.queries.storage == [6, 7, 8, 9, 10, 11])
    #expect(second.keys.storage == [26, 27, 28, 29, 30, 31])
    #expect(second.values.storage == [46, 47, 48, 49, 50, 51])
    #expect(
      second.quantization
        == (try HeadQuantization(
          queryScale: 0.25, keyScale: 0.5, valueScale: 0.5, outputScale: 0.25, headDimension: 2)))
    let first = try file.input(block: 0, head: 0)
    // A quarter: 1/32 / sqrt 2 * log2(e) * 2^21 = 66,855.7...
    #expect(first.quantization.softmaxScale == 66_856)
  }

  @Test("Floats of every type become int8", arguments: ["F32", "F64"])
  func floats(type: String) throws {
    func tensor(_ numbers: [Double]) throws -> Tensor {
      type == "F64"
        ? try Tensor(shape: [1, 1, 2, 1], elements: numbers)
        : try Tensor(shape: [1, 1, 2, 1], elements: numbers.map { Float($0) })
    }
    let written = try Written([
      "queries": tensor([1, -0.5]), "keys": tensor([3, 1.5]), "values": tensor([-2, 2]),
    ])
    let head = try OperandFile(path: written.path).input(block: 0, head: 0)
    #expect(head.queries.storage == [127, -63] && head.keys.storage == [127, 64])
    #expect(head.values.storage == [-127, 127])
  }

  /// A change to the arrays, and the sentence that it earns behind the place.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout [String: Tensor]) throws -> Void

    init(_ sentence: String, _ change: @escaping @Sendable (inout [String: Tensor]) throws -> Void)
    {
      testDescription = sentence
      self.change = change
    }
  }

  static let faults: [Fault] = [
    Fault(": There is no array keys; the file has to hold queries, keys and values.") {
      $0["keys"] = nil
    },
    Fault(
      ": The array mask is none of queries, keys, values, query_scale, key_scale, value_scale, "
        + "output_scale; leave it out."
    ) { $0["mask"] = try number(1) },
    Fault(
      ", keys: The shape is [2, 3, 1], but that of the queries is [2, 3, 2]; give three arrays of "
        + "one shape."
    ) { $0["keys"] = try integers([2, 3, 1]) },
    Fault(
      ", queries: The shape is [6], but operands are [n, d], [heads, n, d] or [blocks, heads, n, "
        + "d] "
        + "with 1 to 4096 tokens and 1 to 131071 features; reshape the array."
    ) { $0["queries"] = try integers([6]) },
    Fault(
      ", queries: The shape is [0, 3, 2], but operands are [n, d], [heads, n, d] or [blocks, "
        + "heads, "
        + "n, d] with 1 to 4096 tokens and 1 to 131071 features; reshape the array."
    ) { $0["queries"] = try integers([0, 3, 2]) },
    Fault(
      ": The keys are int8, but no array key_scale says what one unit stands for; add it, or give "
        + "floats."
    ) { $0["key_scale"] = nil },
    Fault(
      ", key_scale: There are 3 scales for 2 heads; give one, or one for each head."
    ) { $0["key_scale"] = try Tensor(shape: [3], elements: [1.0, 1, 1]) },
    Fault(
      ", key_scale: A scale is 0.0, but what a unit stands for is above 0 and finite; calibrate "
        + "again."
    ) { $0["key_scale"] = try number(0) },
    Fault(
      ": The array query_scale belongs to int8, but queries, keys and values are F32, I8, I8; "
        + "leave it out, or give all three as int8."
    ) {
      $0["queries"] = try Tensor(shape: [2, 3, 2], elements: Array(repeating: Float(1), count: 12))
    },
    Fault(
      ", queries: Operands are all floats or all int8, but queries, keys and values are I32, I32, "
        + "I32; convert the arrays."
    ) { arrays in
      for name in ["queries", "keys", "values"] {
        arrays[name] = try Tensor(
          shape: [2, 3, 2], elements: Array(repeating: Int32(1), count: 12))
      }
      for name in ["query_scale", "key_scale", "value_scale"] { arrays[name] = nil }
    },
    Fault(
      ", keys: Feature 1 of row 4 is nan, but all must be finite; look for what made it before the "
        + "file was written."
    ) { arrays in
      for name in ["queries", "keys", "values"] {
        arrays[name] = try Tensor(
          shape: [2, 3, 2],
          elements: (0..<12).map { name == "keys" && $0 == 9 ? Float.nan : 1 })
      }
      for name in ["query_scale", "key_scale", "value_scale"] { arrays[name] = nil }
    },
  ]

  @Test("What is wrong with a file is said in one sentence", arguments: faults)
  func refusals(fault: Fault) throws {
    var arrays = try Self.arrays()
    try fault.change(&arrays)
    let written = try Written(arrays)
    let sentence = refusal { _ = try OperandFile(path: written.path) }
    #expect(sentence == written.path + fault.testDescription)
  }

  @Test("Other files are refused, and scales that go wrong name the head")
  func otherwise() throws {
    #expect(
      refusal { _ = try OperandFile(path: "q.npy") }
        == "q.npy: Queries, keys and values are several arrays; give a file .npz or .safetensors.")
    var arrays = try Self.arrays()
    arrays["query_scale"] = try Self.number(1e-9)
    let written = try Written(arrays)
    let file = try OperandFile(path: written.path)
    #expect(
      refusal { _ = try file.input(block: 0, head: 1) }
        == "In block 0, head 1: A softmax scale of 0 is outside 1...1048575; choose query and key "
        + "scales whose product fits.")
  }
}
