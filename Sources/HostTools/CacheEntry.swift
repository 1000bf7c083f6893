import Foundation

/// The files that one build made, in a folder of their own.
///
/// The folder is moved into place when it is finished, so it is there as a whole or not at all. Its
/// seal says how large each file is and what is in it: a disk that was full, a copy that was cut
/// short or a machine that lost power leaves files behind that would take the process down.
package struct CacheEntry: Sendable {
  /// The folder.
  package let path: String

  /// What a look at an entry finds.
  package enum State: Equatable {
    case absent
    case whole
    /// What is wrong, as part of a sentence.
    case damaged(String)
  }

  package init(path: String) { self.path = path }

  private static let sealName = "seal"
  private static let format = "vitcod cache entry 1"

  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether every file is as it was when the entry was made.
  package var state: State {
    guard FileKind(of: path) != nil else { return .absent }
    guard let seal = try? String(contentsOfFile: file(Self.sealName), encoding: .utf8) else {
      return .damaged("\(Self.sealName) cannot be read")
    }
    var lines = seal.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.popLast() == "", let sum = lines.popLast(), sum == Self.sum(lines),
      lines.first == Self.format
    else { return .damaged("\(Self.sealName) is not as it was written") }
    for line in lines.dropFirst() {
      let name = String(line.prefix { $0 != " " })
      guard let bytes = Self.bytes(of: file(name)) else {
        return .damaged("\(name) cannot be read")
      }
      if Self.line(name, bytes) != line { return .damaged("\(name) is not as it was written") }
    }
    return .whole
  }

  /// Writes the seal of the files in `folder`, which has no others.
  ///
  /// - Throws: `POSIXError`.
  package static func seal(_ names: [String], in folder: String) throws {
    let lines =
      try [format]
      + names.sorted().map { name in
        guard let bytes = bytes(of: "\(folder)/\(name)") else { throw POSIXError.last }
        return line(name, bytes)
      }
    let text = (lines + [sum(lines), ""]).joined(separator: "\n")
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(sealName)"))
  }

  /// Moves a sealed folder to the place of the entry. One that another process put there meanwhile
  /// has the same content and stays; a damaged one is moved to `aside`.
  ///
  /// - Throws: `POSIXError`.
  package func publish(_ folder: String, aside: String) throws {
    if rename(folder, path) == 0 || state == .whole { return }
    if rename(path, aside) != 0 && errno != ENOENT { throw POSIXError.last }
    if rename(folder, path) != 0 && state != .whole { throw POSIXError.last }
  }

  private static func line(_ name: String, _ bytes: Data) -> String {
    var key = ContentKey()
    key.add(bytes)
    return "\(name) \(bytes.count) \(key.text)"
  }

  private static func sum(_ lines: [String]) -> String {
    var key = ContentKey()
    key.add(lines)
    return key.text
  }

  /// Read, not mapped: a mapped file that is cut short meanwhile takes the process down.
  private static func bytes(of file: String) -> Data? {
    FileKind(of: file) == .file ? try? Data(contentsOf: URL(fileURLWithPath: file)) : nil
  }
}
