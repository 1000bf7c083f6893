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

extension CallerPaths {
  /// Where what was made once is kept: `VITCOD_CACHE`, else `vitcod` in the user's cache folder. By
  /// the rule of `XDG_CACHE_HOME`, it counts only if it is absolute.
  package func cacheFolder(_ environment: [String: String]) -> String {
    if let chosen = environment["VITCOD_CACHE"], !chosen.isEmpty { return absolute(chosen) }
    if let caches = environment["XDG_CACHE_HOME"], caches.hasPrefix("/") {
      return caches + "/vitcod"
    }
    return home + "/.cache/vitcod"
  }
}
