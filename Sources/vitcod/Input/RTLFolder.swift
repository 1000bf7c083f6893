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
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw CommandFailure.badInput("\(path)/files.f lists \(twice) twice; remove one of them.")
    }
    guard accelerator.hasTaps(files) else {
      throw CommandFailure.badInput(
        "\(path)/\(accelerator.circuit.top.name).sv has no taps, through which values are "
          + "compared; write the files with vitcod generate --taps.")
    }
    var design = accelerator.design(of: files)
    addNamedFiles(to: &design)
    // Whoever edits by hand may leave a signal unused for a while.
    design.warnings = .reported
    return design
  }

  /// The files that were read.
  func paths(of design: DesignUnderTest?) -> [String] {
    ["\(path)/files.f"] + (design?.files.map { "\(path)/\($0.name)" } ?? [])
  }

  /// Adds what the files include or read, as far as it lies beside them.
  private func addNamedFiles(to design: inout DesignUnderTest) {
    var pending = design.files
    while let file = pending.popLast() {
      for name in file.strings.sorted()
      where !name.contains("/") && !name.hasSuffix(".sv")
        && !design.files.contains(where: { $0.name == name })
      {
        guard let text = try? text(name) else { continue }
        design.files.append(SourceFile(name: name, text: text))
        pending.append(design.files[design.files.count - 1])
      }
    }
  }

  /// What keeps the files from being built, if it is the fault of the files.
  func failure(_ error: SimulationError) -> CommandFailure? {
    switch error {
    case .portsDiffer(let difference): .badInput(sentence(difference))
    case .refusedByVerilator(_, let text):
      .badInput("Verilator refuses the files of \(path); correct them:\n\(text)")
    case .invalidDesign(let sentence): .badInput("\(path): \(sentence)")
    default: nil
    }
  }

  private func sentence(_ difference: PortDifference) -> String {
    let file = "\(path)/\(difference.design).sv"
    let rule = "with --rtl the ports must be those of the configuration."
    switch (difference.expected, difference.found) {
    case (let expected?, let found?):
      return "\(file) has the port \(found.name) as an \(found.direction) of \(found.widthBits) "
        + "bits, not an \(expected.direction) of \(expected.widthBits); \(rule)"
    case (let expected?, nil): return "\(file) has no port \(expected.name); \(rule)"
    case (nil, let found):
      return "\(file) has the port \(found?.name ?? ""), which is new; \(rule)"
    }
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
