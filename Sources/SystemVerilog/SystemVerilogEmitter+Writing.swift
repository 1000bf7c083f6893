import Foundation
import HardwareIR

extension SystemVerilogEmitter {
  /// Writes the files of `circuit`, and `files.f` with their names in compilation order, into a
  /// folder. The folder is made if it does not exist; files of these names are replaced, and no
  /// others touched.
  ///
  /// - Throws: What the file system says.
  public func write(_ circuit: Circuit, to folder: String) throws {
    let files = emit(circuit)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // The list last, so that it never names a file that is not there.
    for file in files + [Self.fileList(files)] {
      try file.text.write(toFile: "\(folder)/\(file.name)", atomically: true, encoding: .utf8)
    }
  }
}
