import CoSimulation
import Foundation
import SystemVerilog
import VerilatorSimulation

/// A folder of SystemVerilog files with a `files.f`, as `generate` writes it.
struct RTLFolder {
  let path: String

  /// - Throws: `CommandFailure` for a file that cannot be read.
  func design(of accelerator: GeneratedAccelerator) throws -> DesignUnderTest {
    let names = try text("files.f").split(whereSeparator: \.isNewline).map(String.init)
    let files = try names.map { name in
      guard !name.contains("/"), name.hasSuffix(".sv") else {
        throw CommandFailure.badInput(
          "\(path)/files.f lists \"\(name)\", but its lines are names such as mac.sv; correct it.")
      }
      return EmittedFile(name: name, text: try text(name))
    }
    guard !files.isEmpty else {
      throw CommandFailure.badInput("\(path)/files.f lists no files; run vitcod generate.")
    }
    return DesignUnderTest(accelerator.circuit, files: files)
  }

  private func text(_ name: String) throws -> String {
    guard !path.isEmpty, let text = try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    else {
      throw CommandFailure.badInput(
        "The file \(path)/\(name) cannot be read; give a folder that vitcod generate wrote.")
    }
    return text
  }
}
