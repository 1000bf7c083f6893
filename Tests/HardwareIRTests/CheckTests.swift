import HardwareIR
import Testing

/// The checks on circuits that no language has made.
@Suite struct CheckTests {
  private func port(_ name: String, _ direction: Port.Direction, line: Int? = nil) -> Port {
    Port(
      name: name, direction: direction, type: .bit,
      location: line.map { SourceLocation(file: "Sample/Sample.swift", line: $0) })
  }

  private func messages(_ modules: ModuleDefinition...) -> String {
    DiagnosticError(Circuit(modules: modules).check()).description
  }

  private func module(_ name: String, _ ports: [Port]) -> ModuleDefinition {
    var module = ModuleDefinition(name: name, contract: Contract(""), location: nil)
    module.ports = ports
    return module
  }

  @Test("A circuit that keeps the rules has no diagnostics")
  func clean() {
    var wire = module("copy", [port("a_i", .input), port("y_o", .output)])
    wire.statements = [
      .assign(target: "y_o", value: .reference("a_i", .bit), location: nil)
    ]
    #expect(messages(wire) == "")
  }

  @Test("Mistakes are sorted by file and line, those without a place come last")
  func order() {
    let sample = module(
      "sample",
      [port("b_o", .output, line: 9), port("a_o", .output, line: 12), port("z_o", .output)])
    #expect(
      messages(sample).split(separator: "\n").map { $0.split(separator: " of ")[0] } == [
        "Sample/Sample.swift:9: error: output 'b_o'", "Sample/Sample.swift:12: error: output 'a_o'",
        "error: output 'z_o'",
      ])
  }

  @Test("A long path is walked without recursion")
  func longPath() {
    let count = 20_000
    var chain = module("chain", [port("a_i", .input), port("y_o", .output)])
    var previous = "a_i"
    for index in 0..<count {
      chain.wires.append(Wire(name: "link\(index)", type: .bit))
      chain.statements.append(
        .assign(target: Target("link\(index)"), value: .reference(previous, .bit), location: nil))
      previous = "link\(index)"
    }
    chain.statements.append(
      .assign(target: "y_o", value: .reference(previous, .bit), location: nil))
    #expect(messages(chain) == "")
  }

  @Test("Equal mistakes come in one order in every run")
  func stable() {
    var instance = module("user", [port("a_i", .input, line: 1)])
    instance.wires = ["d", "b", "c", "a"].map { Wire(name: $0, type: .bit) }
    let first = messages(instance)
    for _ in 0..<20 { #expect(messages(instance) == first) }
  }
}
