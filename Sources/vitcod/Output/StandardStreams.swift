import Foundation

/// Standard output and standard error, with a look at whether the text arrived.
enum StandardStreams {
  /// Puts something behind the descriptors 0 to 2 that the caller closed; else the next file that
  /// is opened would take the place of standard output, and the report would land in it.
  static func keepOpen() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Prints a line at once.
  ///
  /// - Throws: `CommandFailure` if it cannot be written.
  static func print(_ line: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      throw CommandFailure.unwritable(
        "Standard output cannot be written; give it a file or a pipe that takes the report.")
    }
  }

  /// Prints a report as one JSON object, its keys in a fixed order.
  ///
  /// - Throws: `CommandFailure` if it cannot be written.
  static func print(json report: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try print(String(decoding: encoder.encode(report), as: UTF8.self))
  }

  /// Prints a line for the person, not for the program that reads the output.
  static func printError(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
  }
}
