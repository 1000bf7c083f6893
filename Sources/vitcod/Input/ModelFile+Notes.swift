import Basics
import ModelImport

extension ModelFile {
  /// Reads a network, and prints what its file says and is not used.
  ///
  /// - Throws: `Refusal` for a file that holds no such network.
  static func read(path: String, options: Options) throws -> ModelFile {
    let file = try ModelFile(path: path, options: options)
    file.notes.forEach(StandardStreams.printError)
    return file
  }
}
