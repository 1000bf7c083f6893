import Foundation

/// Paths as the caller of the process means them, in variables of the environment: those that are
/// not absolute start at the caller's folder, and `~` is the home folder.
package struct CallerPaths: Hashable, Sendable {
  private let folder: String
  /// `HOME`, else what the password file says.
  package let home: String

  package init(
    environment: [String: String], folder: String = FileManager.default.currentDirectoryPath
  ) {
    self.folder = folder
    let home = environment["HOME"] ?? ""
    self.home = home.isEmpty ? NSHomeDirectory() : Self.join(folder, home)
  }

  /// The absolute path of `path`; of the caller's folder if it is empty.
  package func absolute(_ path: String) -> String {
    if path == "~" { return home }
    if path.hasPrefix("~/") { return Self.join(home, String(path.dropFirst(2))) }
    return Self.join(folder, path)
  }

  /// The absolute paths of a list with colons between them.
  package func absolute(list: String) -> String {
    folders(of: list).joined(separator: ":")
  }

  /// The folders of such a list. An empty one is the caller's.
  package func folders(of list: String) -> [String] {
    list.split(separator: ":", omittingEmptySubsequences: false).map { absolute(String($0)) }
  }

  private static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.isEmpty { return folder }
    return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }
}
