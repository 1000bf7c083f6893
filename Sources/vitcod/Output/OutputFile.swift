import Foundation
import VerilatorSimulation

/// A single file that a command writes, in place of one that is there. It appears whole or not at
/// all, since it is written beside its place and then moved.
struct OutputFile {
  let path: String
  private let place: OutputPlace
  /// What kind of file it is, for sentences.
  private let noun: String

  /// - Parameters:
  ///   - path: What the person gave.
  ///   - inputs: The files that the command reads, none of which is replaced.
  /// - Throws: `CommandFailure` for what can be no file, or is read.
  init(path: String, inputs: [String], noun: String = "file") throws {
    guard let place = OutputPlace(path), place.isFree else {
      throw CommandFailure.unwritable(
        "The \(noun) \(path) cannot be written; give a plain file in a folder that exists.")
    }
    if inputs.contains(where: { OutputPlace($0) == place }) {
      throw CommandFailure.usage("\(path) is read as well as written; write another file.")
    }
    self.path = path
    self.place = place
    self.noun = noun
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
    try refuseDuplicates(contents.map(\.file))
    let stages = contents.map { Stage($0.file) }
    for (content, stage) in zip(contents, stages) {
      try content.file.refusing {
        try Data(content.bytes).write(to: URL(fileURLWithPath: stage.path))
      }
    }
    try UnfinishedWork.shared.settle {
      for stage in stages { try stage.publish() }
    }
  }

  /// A path beside a file's place, for what will be the file when it is complete. It goes with its
  /// owner, and if the process is told to end.
  final class Stage {
    let path: String
    private let file: OutputFile

    init(_ file: OutputFile) {
      self.file = file
      path = file.place.stage
      UnfinishedWork.shared.begin(path)
    }

    deinit {
      unlink(path)
      UnfinishedWork.shared.end(path)
    }

    /// Moves what was written to the file's place.
    ///
    /// - Throws: `CommandFailure` if it cannot be moved.
    func publish() throws {
      try file.refusing {
        if rename(path, file.place.path) != 0 { throw POSIXError.last }
      }
    }
  }

  private func refusing(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw CommandFailure.unwritable(
        "The \(noun) \(path) cannot be written (\(HostFolder.reason(error))); give another one.")
    }
  }
}
