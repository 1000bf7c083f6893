import HardwareIR

/// One file of emitted SystemVerilog.
public struct EmittedFile: Hashable, Sendable {
  public var name: String
  public var text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// Turns a checked circuit into SystemVerilog, one module per file.
///
/// The text depends on the circuit alone: no date, host, path or tool version, and no counters
/// across modules, so that changing one module changes one file.
public struct SystemVerilogEmitter: Sendable {
  /// Lines that open every file: the configuration in words, how to generate the file again.
  public var banner: [String]

  public init(banner: [String] = []) { self.banner = banner }

  /// The files in compilation order: memory cells first, children before parents.
  public func emit(_ circuit: Circuit) -> [EmittedFile] {
    let cells = MemoryCell.files(for: circuit, banner: banner)
    let definitions = Dictionary(
      circuit.modules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return cells
      + circuit.modules.map { module in
        var printer = ModulePrinter(
          Legalization(module).module, definitions: definitions, banner: banner)
        return EmittedFile(name: module.name + ".sv", text: printer.print())
      }
  }

  /// The names of `files`, one per line, for `verilator -f` and its like.
  public static func fileList(_ files: [EmittedFile]) -> EmittedFile {
    EmittedFile(name: "files.f", text: files.map { $0.name + "\n" }.joined())
  }
}
