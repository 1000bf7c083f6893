import Foundation
import HardwareDSL
import HardwareIR
import Testing

@testable import VerilatorSimulation

/// Names that mean something in C++, in every place of a design that has names.
@Suite("Names that the C++ of a model knows")
struct NameTests {
  /// Members of the model and its base classes, types and functions that they use, macros of the
  /// headers, words of C++.
  private static let ports: [String] =
    CppNames.reserved.sorted()
    + [
      "name", "eval", "eval_step", "eval_end_step", "trace", "rootp", "vlSymsp", "contextp",
      "threads", "hierName", "modelName", "traceConfig", "eventsPending", "nextTimeSlot", "Vdesign",
      "Vdesign__Syms", "Vmodule___024root", "VerilatedModel", "VerilatedModule", "VerilatedContext",
      "VerilatedScope", "Verilated", "VlWide", "VlTriggerVec", "CData", "SData", "IData", "QData",
      "EData", "WData", "VL_IN8", "VL_OUT8", "VL_NOT_FINAL", "VL_UNCOPYABLE", "VL_READMEM_N",
      "VL_PRINTF", "VL_FATAL_MT", "std", "size_t", "errno", "stdin", "stdout", "stderr", "assert",
      "alloca", "offsetof", "va_start", "EOF", "NULL", "INT32_MAX", "BUFSIZ", "M_PI", "major",
      "minor", "linux", "unix", "i386", "memcpy", "printf", "exit", "main", "model", "vlSelf",
      "vlOutputFile", "symsp", "Design", "bench", "ports", "port_0", "TOP", "a__b", "__a",
      "X__DOT__Y", "__PVT__a", "__Vcoverage", "__VactTriggered", "_", "clk", "rst", "data", "valid",
    ].filter { !ReservedWords.contains($0) && $0 != "assert" }

  /// One input of each name, and all of them side by side.
  private var text: String {
    let names = Self.ports
    let inputs = names.map { "  input logic \($0),\n" }.joined()
    return """
      module union_of_names (
      \(inputs)  input logic clk_i,
        output logic [\(names.count - 1):0] final_o
      );
        logic [1:0] q;
        queue u_queue (.clk_i(clk_i), .d_i(name), .q_o(q[0]));
        _Syms u_syms (.clk_i(clk_i), .d_i(name), .q_o(q[1]));
        assign final_o = {\(names.reversed().joined(separator: ", "))};
        always @(posedge clk_i) begin : Same
          assert (q[0] == q[1]);
        end
        always @(posedge clk_i) begin : Deleted
          assert (!delete);
        end
      endmodule

      """
  }

  /// Modules that Verilator would make classes of.
  private func module(_ name: String) -> SourceFile {
    SourceFile(
      name: name + ".sv",
      text: """
        module \(name) #(
          parameter int eval = 1
        ) (
          input  logic clk_i,
          input  logic d_i,
          output logic q_o
        ); /* verilator no_inline_module */
          logic operator;
          always_ff @(posedge clk_i) operator <= d_i;
          assign q_o = operator && eval == 1;
        endmodule

        """)
  }

  private var design: DesignUnderTest {
    let inputs = Self.ports.map { PortSpec.input($0) }
    return DesignUnderTest(
      topName: "union_of_names",
      files: [
        SourceFile(name: "union_of_names.sv", text: text), module("queue"), module("_Syms"),
      ],
      ports: inputs + [.input("clk_i"), .output("final_o", widthBits: inputs.count)],
      reset: nil)
  }

  @Test("Ports, modules, registers and parameters may have any of them")
  func everywhere() async throws {
    let simulation = try await Simulation(of: design.builtQuickly, waveforms: .fst)
    for (index, name) in Self.ports.enumerated() {
      try simulation.poke(name, 1)
      let word = try simulation.peek("final_o").words((Self.ports.count + 31) / 32)
      for (number, word) in word.enumerated() {
        #expect(word == (number == index / 32 ? 1 << UInt32(index % 32) : 0), "\(name)")
      }
      try simulation.poke(name, 0)
    }
    try simulation.poke("delete", 1)
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try simulation.startWaveform(folder + "/names.fst", depth: 1)
    let error = #expect(throws: SimulationError.self) { try simulation.step() }
    simulation.stopWaveform()
    let wave = try Data(contentsOf: URL(fileURLWithPath: folder + "/names.fst"))
    // Ports but for those that Verilator hides, the wire of two bits, and nothing of what is around
    // or below.
    let shown = design.ports.filter { !$0.name.hasPrefix("_") }
    #expect(waveformHeader(wave)?.signals == UInt64(shown.count + 1))
    #expect(
      error?.description.contains("Assertion failed in union_of_names.Deleted") == true,
      "\(String(describing: error))")
  }

  @Test("The ports are compared with the table under any name")
  func differ() async throws {
    var design = design
    design.ports[0].widthBits = 2
    let error = await #expect(throws: SimulationError.self) { try await Simulation(of: design) }
    #expect(
      error?.description
        == "Design union_of_names: port abort is an input of 1 bits in the module and an input of "
        + "2 in the port table; correct the port table.")
  }

  /// Names of the language's own making, in both of its simulators elsewhere.
  final class Named: Module {
    let enable = input("eval", .bit)
    let word = input("name", .signed(40))
    let result = output("delete", .signed(40))
    let sum = register(.signed(40), reset: 0)
    var documentation: Documentation { Documentation("A sum by other names.") }
    var body: Behavior {
      when(enable) { sum <== sum &+ word }
      result <== sum
      claim("NotSeven", sum != 7)
      cover("Five", sum == 5)
    }
  }

  @Test("Claims and cover points of such a top keep their places")
  func language() async throws {
    let simulation = try await Simulation(of: elaborate(Named()), optimization: .buildTime)
    try simulation.reset()
    simulation["eval"] = 1
    simulation["name"] = -1
    try simulation.step(2)
    #expect(simulation["delete"] == -2)
    simulation["name"] = 7
    try simulation.step()
    #expect(try simulation.covered("Five") == 0)
    simulation["name"] = 2
    let error = #expect(throws: SimulationError.self) { try simulation.step(2) }
    #expect(error?.description.contains(" in named.NotSeven") == true)
    #expect(try simulation.covered("Five") == 1)
  }

  @Test("No header has a name like those that the language gives to ports")
  func plain() async throws {
    let toolchain = try await BuildCache.shared.toolchain()
    let names = try FileManager.default.contentsOfDirectory(atPath: toolchain.include)
    for name in names where name.hasSuffix(".h") {
      let text = try String(contentsOfFile: "\(toolchain.include)/\(name)", encoding: .utf8)
      for token in VerilogScanner.tokens(of: text) {
        #expect(!CppNames.isPlain(token.text), "\(token.text) in \(name)")
      }
    }
    #expect(CppNames.isPlain("clk_i") && CppNames.isPlain("rst_ni") && CppNames.isPlain("x_2_o"))
    for name in ["eval", "data", "CLK_I", "M_i", "a__b_i", "_i", "i", "x_i_"] {
      #expect(!CppNames.isPlain(name))
    }
  }

  @Test("A literal of C++ has the bytes of its text")
  func literal() {
    #expect(
      CppText.literal("a\"b\\\n?\u{e4}\t1") == #""a\"b\\\n""# + "\n" + #""?\303\244\0111""#)
  }
}
