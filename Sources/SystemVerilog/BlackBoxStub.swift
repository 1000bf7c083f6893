import HardwareIR

extension SystemVerilogEmitter {
  /// Empty modules in place of the black boxes that have no sources, for tools that want every
  /// module but not its function: lint, and synthesis around a macro.
  ///
  /// - Throws: `DiagnosticError` for a black box whose instances differ in their ports, which no
  ///   one stub fits.
  public func stubs(_ circuit: Circuit) throws -> [EmittedFile] {
    var stubs: [(cell: String, ports: [Port], file: EmittedFile)] = []
    for module in circuit.hardware {
      guard let box = module.blackBox, !box.isGiven else { continue }
      let ports = module.ports.map { Port(name: $0.name, direction: $0.direction, type: $0.type) }
      if let other = stubs.first(where: { $0.cell == box.cell }) {
        guard other.ports != ports else { continue }
        throw DiagnosticError([
          Diagnostic(
            .definition,
            "black box '\(box.cell)' has other ports in another place, so that no stub fits both; "
              + "give it sources", at: module.location)
        ])
      }
      stubs.append((box.cell, ports, Self.stub(module, box)))
    }
    return stubs.map(\.file)
  }

  private static func stub(_ module: ModuleDefinition, _ box: BlackBoxDefinition) -> EmittedFile {
    var out = TextWriter()
    out.comment("Stub of a black box: its ports, without its function.")
    // What nothing reads or drives is no mistake here.
    out.line("/* verilator lint_off UNUSED */")
    out.line("/* verilator lint_off UNDRIVEN */")
    out.line("(* blackbox *)")
    out.line("module \(box.cell) \(box.parameters.isEmpty ? "(" : "#(")")
    for (index, parameter) in box.parameters.enumerated() {
      let comma = index + 1 < box.parameters.count ? "," : ""
      out.indented { $0.line("parameter \(parameter.name) = \(parameter.value.text)\(comma)") }
    }
    if !box.parameters.isEmpty { out.line(") (") }
    let types = module.ports.map(\.type.vectorText)
    let width = types.map(\.count).max() ?? 0
    for (index, port) in module.ports.enumerated() {
      let comma = index + 1 < module.ports.count ? "," : ""
      let direction = port.direction == .input ? "input  " : "output "
      out.indented {
        $0.line(direction + types[index].padded(to: width) + " " + port.name + comma)
      }
    }
    out.line(");")
    out.line("endmodule")
    out.line("/* verilator lint_on UNDRIVEN */")
    out.line("/* verilator lint_on UNUSED */")
    return EmittedFile(name: box.cell + ".sv", text: out.text)
  }
}
