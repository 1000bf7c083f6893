import Basics
import Foundation

/// The bytes of a file, which are read piece by piece, or of memory.
struct ByteSource: Sendable {
  private enum Storage: Sendable {
    case bytes([UInt8])
    case file
  }

  /// The path, or the name that messages use.
  let name: String
  let size: Int
  private let storage: Storage

  init(_ bytes: [UInt8], named name: String) {
    self.name = name
    size = bytes.count
    storage = .bytes(bytes)
  }

  /// A regular file; a folder or a pipe has no size.
  ///
  /// - Throws: `Refusal` if it cannot be read.
  init(path: String) throws(Refusal) {
    let unreadable = Refusal(
      in: path, "The file cannot be read; give the path of a readable one.")
    // A URL would take a name that begins with a tilde for a home folder.
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let handle = FileHandle(forReadingAtPath: path)
    else { throw unreadable }
    defer { try? handle.close() }
    guard let end = try? handle.seekToEnd(), let size = Int(exactly: end) else { throw unreadable }
    try? handle.seek(toOffset: 0)
    let pointer = Array("version https://git-lfs".utf8)
    if size < 1024, let start = try? handle.read(upToCount: pointer.count),
      Array(start) == pointer
    {
      throw Refusal(
        in: path, "The file is a pointer of Git LFS to the real one; fetch that with git lfs pull.")
    }
    name = path
    self.size = size
    storage = .file
  }

  /// The bytes at places that lie in the file.
  ///
  /// - Throws: `Refusal` if the file has been changed or cannot be read any more.
  func read(_ range: Range<Int>) throws(Refusal) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= size, "A range outside the file")
    switch storage {
    case .bytes(let bytes): return Array(bytes[range])
    case .file:
      guard let bytes = try? readFile(range), bytes.count == range.count else {
        throw Refusal(
          in: name,
          "The bytes \(range.lowerBound) to \(range.upperBound) cannot be read; "
            + "the file changed meanwhile, or its disk fails: copy it and try again.")
      }
      return bytes
    }
  }

  private func readFile(_ range: Range<Int>) throws -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: name) else { throw POSIXError(.ENOENT) }
    defer { try? handle.close() }
    try handle.seek(toOffset: UInt64(range.lowerBound))
    return Array(try handle.read(upToCount: range.count) ?? Data())
  }
}

extension Collection<UInt8> {
  /// The number that the bytes give, the lowest first; at most seven bytes.
  var littleEndian: Int {
    reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

extension FixedWidthInteger {
  /// The bytes of the number, the lowest first.
  var littleEndianBytes: [UInt8] {
    (0..<bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) }
  }
}
