import Foundation
import VerilatorSimulation

/// Where a file is that a path names, behind links: the same for all spellings of one file.
struct OutputPlace: Hashable {
  /// An absolute path without links.
  let path: String

  /// More links in a row than the system itself follows.
  private static let linksMax = 40

  /// Nil for a path that names no file, or one in a folder that is not there.
  init?(_ path: String) {
    guard let place = Self.resolve(path, links: Self.linksMax) else { return nil }
    self.path = place
  }

  private static func resolve(_ path: String, links: Int) -> String? {
    guard !path.isEmpty, links > 0 else { return nil }
    if let real = real(path) { return real }
    if errno == ENAMETOOLONG { return nil }
    // Nothing is there. A link to nothing says what it is to be.
    let folder = HostFolder.parent(of: path) ?? "."
    if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
      return resolve(target.hasPrefix("/") ? target : "\(folder)/\(target)", links: links - 1)
    }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard !name.isEmpty, let parent = real(folder), FileKind(of: parent) == .folder else {
      return nil
    }
    return parent == "/" ? "/\(name)" : "\(parent)/\(name)"
  }

  /// The path that the system finds for what is there.
  private static func real(_ path: String) -> String? {
    guard let text = realpath(path, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }

  /// Whether a file can be moved there. It replaces a plain file, but no device or folder.
  var isFree: Bool {
    guard let folder = HostFolder.parent(of: path), access(folder, W_OK) == 0 else { return false }
    let kind = FileKind(of: path)
    return kind == nil || kind == .file
  }

  /// A path beside this one that nothing has.
  var stage: String {
    let folder = HostFolder.parent(of: path) ?? "/"
    return (folder == "/" ? "" : folder) + "/.vitcod-\(UUID().uuidString)"
  }
}
