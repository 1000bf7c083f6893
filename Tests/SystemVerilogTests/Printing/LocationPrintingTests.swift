import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// Places in the Swift source, on request.
@Suite struct LocationPrintingTests {
  private func at(_ line: Int) -> HardwareIR.SourceLocation {
    HardwareIR.SourceLocation(file: "/home/me/Design/Unit.swift", line: line, column: 5)
  }

  @Test("Declarations, instances and statements name their places; no place is said twice")
  func places() {
    let (a, r) = (Expression.reference("a_i", .bits(4)), Expression.reference("r_q", .bits(4)))
    var child = ModuleDefinition(
      name: "child", contract: Contract("A child."), location: nil)
    child.ports = [Port(name: "a_i", direction: .input, type: .bits(4))]
    var module = ModuleDefinition(
      name: "unit", contract: Contract("A unit."), location: at(1))
    module.ports = [
      .clock(of: .default),
      Port(name: "a_i", direction: .input, type: .bits(4), note: "a word", location: at(3)),
      Port(name: "y_o", direction: .output, type: .bits(4), location: at(4)),
      Port(name: "z_o", direction: .output, type: .bits(4), location: at(4)),
    ]
    module.registers = [Register(name: "r_q", type: .bits(4), reset: nil, location: at(5))]
    module.instances = [
      InstanceDefinition(
        name: "child", module: "child",
        connections: [PortConnection(port: "a_i", connection: .input(a))], location: at(6))
    ]
    let isSet = Expression.unary(.anyBit, a)
    let inverse = Expression.unary(.not, a)
    let mixed = Expression.binary(.xor, .binary(.or, r, inverse), .binary(.and, r, a))
    let first = Expression.binary(
      .and, .binary(.and, .binary(.or, a, r), .binary(.or, r, inverse)), .binary(.xor, a, r))
    let second = Expression.binary(
      .and, .binary(.and, a, .binary(.xor, r, a)), .unary(.not, r))
    let long = Expression.binary(.or, first, second)
    let part = Statement.assign(
      target: Target("r_q", bits: 0...0), value: .slice(r, low: 1, width: 1), location: at(9))
    module.statements = [
      .when(
        condition: isSet, then: [.assign(target: "r_q", value: a, location: at(9)), part],
        otherwise: [], location: at(8)),
      .assign(target: "y_o", value: mixed, location: at(12)),
      .assign(target: "z_o", value: long, location: at(13)),
    ]
    let circuit = Circuit(modules: [child, module])
    expectText(
      SystemVerilogEmitter(locations: .shown).emit(circuit)[1].text,
      is: """
        // A unit.
        module unit (
          input  logic       clk_i,

          input  logic [3:0] a_i,    // a word (Unit.swift:3)

          output logic [3:0] y_o,    // Unit.swift:4
          output logic [3:0] z_o     // Unit.swift:4
        );
          logic [3:0] r_q;  // Unit.swift:5

          always_ff @(posedge clk_i) begin
            if (|a_i) begin  // Unit.swift:8
              r_q <= a_i;  // Unit.swift:9
              r_q[0] <= r_q[1];
            end
          end

          assign y_o = (r_q | ~a_i) ^ (r_q & a_i);  // Unit.swift:12
          // Unit.swift:13
          assign z_o = ((a_i | r_q) & (r_q | ~a_i) & (a_i ^ r_q)) | (a_i & (r_q ^ a_i) & ~r_q);

          child u_child (  // Unit.swift:6
            .a_i(a_i)
          );
        endmodule

        """)
  }

  @Test("Without a request nothing is said, and with one no line is over 100 columns")
  func samples() throws {
    for module in Samples.all {
      let circuit = try elaborate(module)
      let located = SystemVerilogEmitter(locations: .shown).emit(circuit)
      for (file, plain) in zip(located, SystemVerilogEmitter().emit(circuit)) {
        #expect(!plain.text.contains(".swift:"), "\(file.name)")
        #expect(!file.text.contains(/\/[A-Za-z0-9_+]+\.swift:/), "no path in \(file.name)")
        #expect(!file.text.contains(/\.swift:[0-9]+:/), "no column in \(file.name)")
        for line in file.text.split(separator: "\n") {
          #expect(line.count <= 100, "\(file.name): \(line)")
        }
        func code(_ text: String) -> [String] {
          text.split(separator: "\n").map { $0.components(separatedBy: "//")[0] }
            .map { String($0.reversed().drop { $0 == " " }.reversed()) }.filter { !$0.isEmpty }
        }
        #expect(code(file.text) == code(plain.text), "\(file.name)")
      }
    }
  }
}
