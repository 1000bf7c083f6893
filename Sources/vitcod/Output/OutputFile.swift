import Foundation

/// A single file that a command writes, in place of one that is there. It appears whole or not at
/// all, since it is written beside its place and then moved.
struct OutputFile {
  let path: String
  /// Where the file is, behind links.
  private let place: URL

  /// - Parameters:
  ///   - path: What the person gave.
  ///   - inputs: The files that the command reads, none of which is replaced.
  /// - Throws: `CommandFailure` for what can be no file, or is read.
  init(path: String, inputs: [String]) throws {
    self.path = path
    place = Self.place(of: path)
    let manager = FileManager.default
    // Moving replaces what is there, so that must be a plain file, and no device or folder.
    let isUsable =
      manager.fileExists(atPath: place.path)
      ? (try? place.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
      : manager.fileExists(atPath: place.deletingLastPathComponent().path)
    guard !path.isEmpty, isUsable else {
      throw CommandFailure.unwritable(
        "The file \(path) cannot be written; give a plain file in a folder that exists.")
    }
    if inputs.contains(where: { Self.place(of: $0) == place }) {
      throw CommandFailure.usage("\(path) is read as well as written; write another file.")
    }
  }

  private static func place(of path: String) -> URL {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
  }

  /// - Throws: `CommandFailure` for two of one place.
  static func refuseDuplicates(_ files: [OutputFile]) throws {
    for (index, file) in files.enumerated()
    where files.prefix(index).contains(where: { $0.place == file.place }) {
      throw CommandFailure.usage("Two outputs are written to \(file.path); name two files.")
    }
  }

  /// Writes files. None is replaced before all are complete on the disk.
  ///
  /// - Throws: `CommandFailure` for two of one place, or one that cannot be written.
  static func write(_ contents: [(file: OutputFile, bytes: [UInt8])]) throws {
    var stages: [URL] = []
    defer { for stage in stages { _ = unlink(stage.path) } }
    try refuseDuplicates(contents.map(\.file))
    for content in contents {
      let file = content.file
      let stage = file.place.deletingLastPathComponent()
        .appending(path: ".vitcod-\(UUID().uuidString)")
      stages.append(stage)
      try file.refusing { try Data(content.bytes).write(to: stage) }
    }
    for (content, stage) in zip(contents, stages) {
      try content.file.refusing {
        guard rename(stage.path, content.file.place.path) == 0 else {
          throw POSIXError(.init(rawValue: errno) ?? .EIO)
        }
      }
    }
  }

  private func refusing(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw CommandFailure.unwritable(
        "The file \(path) cannot be written (\(OutputFolder.reason(error))); give another one.")
    }
  }
}
