import AttentionCompiler
import AttentionSpec
import Foundation
import SplitAndConquer
import TestSupport

/// The real inputs that may lie beside the package.
enum SharedData {
  static let maskPath = path("deit_tiny_95_pruned.npy")
  static let globalTokensPath = path("deit_tiny_95_global_tokens.npy")

  static var isPresent: Bool {
    [maskPath, globalTokensPath].allSatisfy { FileManager.default.fileExists(atPath: $0) }
  }

  private static func path(_ name: String) -> String {
    URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "../shared/data/\(name)").standardized.path
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

extension AttentionMaps {
  /// One head from rows written out.
  static func head(_ rows: [[Float]]) throws -> AttentionMaps {
    try AttentionMaps(blocks: 1, heads: 1, tokens: rows.count, values: rows.flatMap { $0 })
  }

  /// Maps with what trained ones have: near tokens, a few global columns, zeros, and equal entries.
  static func random(
    blocks: Int = 1, heads: Int = 1, tokens: Int, seed: UInt64
  ) throws -> AttentionMaps {
    var random = TestRandom(seed: seed)
    var values: [Float] = []
    for _ in 0..<blocks * heads {
      let columns = (0..<tokens).map { _ in random.oneIn(8) ? Double(random.integer(1...9)) : 0.05 }
      for query in 0..<tokens {
        let row = (0..<tokens).map { key in
          // Few distinct factors, so that equal entries occur.
          let near = 8.0 / Double(1 + abs(query - key))
          return random.oneIn(5) ? 0 : (near + columns[key]) * Double(random.integer(1...4))
        }
        let sum = row.reduce(0.001, +)
        values += row.enumerated().map { key, value in
          Float((value + (key == query ? 0.001 : 0)) / sum)
        }
      }
    }
    return try AttentionMaps(blocks: blocks, heads: heads, tokens: tokens, values: values)
  }
}
