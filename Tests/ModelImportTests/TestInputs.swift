import Foundation

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
