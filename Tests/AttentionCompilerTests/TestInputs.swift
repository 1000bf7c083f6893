import AttentionSpec
import Foundation
import ModelImport
import TensorFiles

/// The real inputs that may lie beside the package.
enum SharedData {
  static var maskPath: String {
    URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "../shared/data/deit_tiny_95_pruned.npy").standardized.path
  }

  static var isPresent: Bool { FileManager.default.fileExists(atPath: maskPath) }

  /// The heads of each layer as one unit of work.
  static func layers() throws -> [Workload] {
    let file = try MaskFile(NpyFile(path: maskPath).tensor, meaning: .pruned)
    return try (0..<file.blocks).map { block in
      Workload(try (0..<file.heads).map { HeadWorkload(try file.mask(block: block, head: $0)) })
    }
  }
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

extension AcceleratorConfiguration {
  /// The configuration of the paper's size: 64 lines of 8.
  static let standard = AcceleratorConfiguration(
    name: "vitcod_64x8", array: ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity: Capacity(
      tokens: 256, headDimension: 64))

  /// A configuration that just holds so many tokens.
  static func fitting(
    tokens: Int, elements: Int, linesPerElement: Int, macsPerLine: Int, headDimension: Int
  ) -> AcceleratorConfiguration {
    return AcceleratorConfiguration(
      name: "fitting",
      array: ArrayShape(
        lines: elements * linesPerElement, macsPerLine: macsPerLine, elements: elements),
      capacity: Capacity(
        tokens: tokens, headDimension: headDimension))
  }
}

/// A unit of work of random heads.
func randomUnit(heads: Int, tokens: Int, perMille: Int, seed: UInt64) throws -> Workload {
  Workload(
    try (0..<heads).map { head in
      HeadWorkload(
        try .random(tokens: tokens, perMille: perMille, seed: seed * 16 + UInt64(head)))
    })
}
