import Foundation

/// Folders by their path.
package enum HostFolder {
  /// Something else stands where a folder has to be.
  package struct IsNone: Error {
    package var path: String
  }

  /// Makes a folder and those above it, unless they are there.
  ///
  /// - Throws: `IsNone`, or `POSIXError`.
  package static func make(_ folder: String) throws {
    if FileKind(of: folder) == .folder { return }
    if let parent = parent(of: folder) { try make(parent) }
    if mkdir(folder, 0o777) == 0 { return }
    let error = POSIXError.last
    if FileKind(of: folder) == .folder { return }
    throw error.code == .EEXIST ? IsNone(path: folder) : error
  }

  /// The folder that a path lies in; nil for one that lies in the current folder or is the root.
  package static func parent(of path: String) -> String? {
    let trimmed = trimmed(path)
    guard let slash = trimmed.lastIndex(of: "/"), trimmed != "/" else { return nil }
    return slash == trimmed.startIndex ? "/" : self.trimmed(String(trimmed[..<slash]))
  }

  /// The folder for what is read again at once: that of the environment, if it can be written.
  package static var temporary: String {
    let usual = FileManager.default.temporaryDirectory.path
    return [usual, "/tmp", "/var/tmp"].first {
      FileKind(of: $0) == .folder && access($0, W_OK) == 0
    }
      ?? usual
  }

  /// A path without slashes at its end.
  private static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// Why something could not be written, in the system's words.
  package static func reason(_ error: any Error) -> String {
    if let error = error as? IsNone { return "\(error.path) is no folder" }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
    let code = ((underlying ?? error) as? POSIXError)?.code
    return code.map { String(cString: strerror($0.rawValue)) }
      ?? (error as NSError).localizedDescription.trimmingCharacters(in: ["."])
  }
}

extension POSIXError {
  /// What the last call of the system failed with.
  package static var last: POSIXError { POSIXError(.init(rawValue: errno) ?? .EIO) }
}
