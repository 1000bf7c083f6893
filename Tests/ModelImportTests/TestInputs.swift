import AttentionSpec
import Foundation
import NetworkSpec
import TensorFiles

@testable import ModelImport

/// The real inputs that may lie beside the package.
enum SharedData {
  static var maskPath: String {
    URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "../shared/data/deit_tiny_95_pruned.npy").standardized.path
  }

  static var isPresent: Bool { FileManager.default.fileExists(atPath: maskPath) }
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

/// A network whose every size is another, so that no two can be taken for each other.
func smallNetwork(
  classTokens: Int = 1, classes: Int = 5, normEpsilon: Float = 1e-6,
  readout: Readout = .classToken, hiddenHeads: Int? = nil, blocks: Int = 2
) throws -> NetworkWeights {
  let shape = try NetworkShape(
    channels: 3, imageSide: 6, patchSide: 2, classTokens: classTokens, width: 8, heads: 4,
    blocks: blocks, hidden: 10, classes: classes, normEpsilon: normEpsilon)
  return try .random(shape: shape, seed: 7, readout: readout, autoEncoderHiddenHeads: hiddenHeads)
}

/// The tensors of a model file, to be changed.
struct TensorTable {
  var tensors: [String: Tensor] = [:]
  var metadata: [String: String] = [:]

  init() {}

  /// Those of timm, without metadata.
  init(_ weights: NetworkWeights) throws {
    let file = try SafetensorsFile(parsing: ModelFile.bytes(of: weights), named: "written")
    for entry in file.entries { tensors[entry.name] = try file.tensor(entry.name) }
  }

  /// The file, read as a model of four heads.
  func model(
    options: ModelFile.Options = .init(heads: 4), configuration: ModelConfiguration = .init()
  ) throws -> ModelFile {
    let bytes = try SafetensorsFile.bytes(of: tensors, metadata: metadata)
    return try ModelFile(
      SafetensorsFile(parsing: bytes, named: "m.safetensors"), path: "m.safetensors",
      configuration: configuration, options: options)
  }

  /// The sentence with which the file is refused after a change.
  func refusal(
    options: ModelFile.Options = .init(heads: 4), configuration: ModelConfiguration = .init(),
    after change: (inout TensorTable) throws -> Void
  ) throws -> String {
    var changed = self
    try change(&changed)
    return ModelImportTests.refusal {
      _ = try changed.model(options: options, configuration: configuration)
    }
  }

  mutating func put(_ name: String, _ shape: [Int]) throws {
    let count = shape.reduce(1, *)
    tensors[name] = try Tensor(shape: shape, elements: [Float](repeating: 0.5, count: count))
  }

  mutating func rename(_ name: String, _ other: String) {
    tensors[other] = tensors.removeValue(forKey: name)
  }

  /// Gives other names to tensors, by replacing parts of them one after the other.
  func renamed(_ replacements: KeyValuePairs<String, String>) -> TensorTable {
    var other = self
    other.tensors = [:]
    for (name, tensor) in tensors {
      let new = replacements.reduce(name) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
      other.tensors[new] = tensor
    }
    return other
  }

  /// Puts three layers in the place of each of queries, keys and values.
  func split(_ part: String, _ names: [String]) throws -> TensorTable {
    var other = self
    for (name, tensor) in tensors where name.contains(part) {
      other.tensors[name] = nil
      let floats = try tensor.floats()
      let third = floats.count / 3
      for (index, each) in names.enumerated() {
        other.tensors[name.replacingOccurrences(of: part, with: each)] = try Tensor(
          shape: [tensor.shape[0] / 3] + tensor.shape.dropFirst(),
          elements: Array(floats[index * third..<(index + 1) * third]))
      }
    }
    return other
  }
}
