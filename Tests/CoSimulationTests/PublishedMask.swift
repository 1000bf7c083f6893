import Foundation

/// The authors' mask of DeiT-Tiny, where the folder with shared data is beside the package.
enum PublishedMask {
  static let path: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.deletingLastPathComponent()
      .appendingPathComponent("shared/data/deit_tiny_95_pruned.npy")
    return FileManager.default.fileExists(atPath: file.path) ? file.path : nil
  }()
}
