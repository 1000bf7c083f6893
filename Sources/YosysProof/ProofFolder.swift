import Foundation
import SystemVerilog

/// The folder in which Yosys runs.
enum ProofFolder {
  static func write(_ files: [EmittedFile], to folder: String) throws {
    for file in files {
      try file.text.write(toFile: "\(folder)/\(file.name)", atomically: false, encoding: .utf8)
    }
  }

  static func text(of name: String, in folder: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }
}
