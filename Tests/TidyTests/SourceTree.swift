import Foundation

/// One text file of the repository.
struct TreeFile: Sendable {
  /// Relative to the repository.
  var path: String
  var text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  var name: String { String(path.split(separator: "/").last ?? "") }
  /// What follows the last dot; empty for scripts.
  var kind: String { name.contains(".") ? String(name.split(separator: ".").last ?? "") : "" }

  /// Whether people write it, and not a tool.
  var isWritten: Bool { !(isIn("rtl") && kind != "md") }

  func isIn(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }
}

/// The text files of the repository, without what builds leave.
enum SourceTree {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let kinds: Set = ["swift", "hpp", "cpp", "sv", "py", "yaml", "md", "f", ""]
  private static let folders = [
    "Sources", "Tests", "testbench", "configs", "rtl", "scripts", "docs", ".ci",
    "training", "models",
  ]

  static let files: [TreeFile] = {
    let manager = FileManager.default
    var paths = (try? manager.contentsOfDirectory(atPath: root.path)) ?? []
    for folder in folders {
      let names = (try? manager.subpathsOfDirectory(atPath: root.path + "/" + folder)) ?? []
      paths += names.map { "\(folder)/\($0)" }
    }
    return paths.sorted().compactMap { path in
      let file = TreeFile(path: path, text: "")
      guard kinds.contains(file.kind), path != "LICENSE", !path.hasPrefix("."),
        let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8)
      else { return nil }
      return TreeFile(path: path, text: text)
    }
  }()

  static func files(_ kinds: String...) -> [TreeFile] {
    files.filter { kinds.contains($0.kind) && $0.isWritten }
  }

  /// The names of the folders in a folder.
  static func folders(in folder: String) -> [String] {
    let path = root.appending(path: folder).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().filter { name in
      var isFolder: ObjCBool = false
      let found = FileManager.default.fileExists(
        atPath: "\(path)/\(name)", isDirectory: &isFolder)
      return found && isFolder.boolValue
    }
  }
}
