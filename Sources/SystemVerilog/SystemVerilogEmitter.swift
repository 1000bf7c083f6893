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

  /// The files in compilation order: memory cells and hand-written text first, children before
  /// parents.
  public func emit(_ circuit: Circuit) -> [EmittedFile] {
    let modules = circuit.hardware.filter { $0.blackBox == nil }
    let cells = modules.contains { !$0.memories.isEmpty } ? [MemoryCell.file] : []
    let sources = circuit.blackBoxSources.map { EmittedFile(name: $0.name, text: $0.text) }
    let definitions = Dictionary(
      circuit.modules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return cells + sources
      + modules.map { module in
        var printer = ModulePrinter(
          Legalization(module).module, definitions: definitions, banner: banner)
        return EmittedFile(name: module.name + ".sv", text: printer.print())
      }
  }

  /// The names of `files`, one per line, for `verilator -f` and its like; not those that are only
  /// included.
  public static func fileList(_ files: [EmittedFile]) -> EmittedFile {
    let names = files.map(\.name).filter { !$0.hasSuffix(".svh") && !$0.hasSuffix(".vh") }
    return EmittedFile(name: "files.f", text: names.map { $0 + "\n" }.joined())
  }

  /// The path of an instance's property, from the scope below the top that emitted text gives it:
  /// `element_0.Full` for `u_element_0.Full`.
  public static func path(ofScope scope: String) -> String {
    let names = scope.split(separator: ".")
    return (names.dropLast().map { $0.hasPrefix("u_") ? $0.dropFirst(2) : $0 } + names.suffix(1))
      .joined(separator: ".")
  }
}
