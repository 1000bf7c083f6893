import Foundation

/// What stands at a path, behind links.
package enum FileKind: Hashable, Sendable {
  case file
  case folder
  case other

  /// Nil if nothing is there.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
  }
}

/// Which file stands at a path, in which state; it changes whenever the file does.
package struct FileIdentity: Hashable, Sendable {
  private let numbers: [Int]

  /// Nil if nothing is there.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if os(macOS)
      let time = status.st_ctimespec
    #else
      let time = status.st_ctim
    #endif
    numbers = [
      Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino),
      Int(status.st_size), Int(time.tv_sec), Int(time.tv_nsec),
    ]
  }
}
