import Foundation
import VerilatorSimulation

/// A waveform that is being written. It comes to its place when it is complete.
final class WaveformStage {
  private let stage: OutputFile.Stage
  private let file: OutputFile

  init(_ file: OutputFile) {
    self.file = file
    stage = OutputFile.Stage(file)
    UnfinishedWork.shared.begin(hierarchy)
  }

  deinit {
    unlink(hierarchy)
    UnfinishedWork.shared.end(hierarchy)
  }

  /// Where it is written.
  var path: String { stage.path }

  /// Where its writer keeps the names of signals until the end.
  private var hierarchy: String { path + ".hier" }

  /// Moves the waveform, which nobody writes any more, to its place.
  ///
  /// - Throws: `CommandFailure` if it is not complete, or cannot be moved.
  func publish() throws {
    guard Self.isComplete(path) else {
      throw CommandFailure.unwritable(
        "The waveform \(file.path) could not be written to its end; give a disk with more space, "
          + "a window with --trace-cycles, or a depth.")
    }
    try UnfinishedWork.shared.settle { try stage.publish() }
  }

  /// Whether a file is a row of whole blocks as FST has them: a byte that says of what kind, and
  /// the length of the rest in eight bytes. The writer does not say when the disk is full.
  static func isComplete(_ path: String) -> Bool {
    guard let handle = FileHandle(forReadingAtPath: path), let size = try? handle.seekToEnd()
    else { return false }
    let header: UInt8 = 0
    let hierarchy: Set<UInt8> = [4, 6, 7]
    var kinds: Set<UInt8> = []
    var position: UInt64 = 0
    while position < size {
      guard (try? handle.seek(toOffset: position)) != nil,
        let start = try? handle.read(upToCount: 9), start.count == 9
      else { return false }
      kinds.insert(start[0])
      let length = start.dropFirst().reduce(0) { $0 << 8 | UInt64($1) }
      guard length >= 8, length <= size - position - 1 else { return false }
      position += 1 + length
    }
    return position == size && kinds.contains(header) && !kinds.isDisjoint(with: hierarchy)
  }
}
