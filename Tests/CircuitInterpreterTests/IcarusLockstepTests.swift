import BenchSupport
import CircuitInterpreter
import Foundation
import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// Memories in the interpreter and in Icarus Verilog, cycle by cycle under the same random inputs.
@Suite("The interpreter beside Icarus")
struct IcarusLockstepTests {
  static let cycles = 1500
  private typealias Port = HardwareIR.Port

  @Test(
    "Memories of every kind read the same bits, as far as these are defined",
    .enabled(if: Tool.icarus.isInstalled, "iverilog is not installed"), arguments: [1])
  func memories(seed: UInt64) throws {
    let circuit = try elaborate(MemoryGallery())
    let simulation = try InterpretedSimulation(of: circuit)
    let inputs = circuit.top.ports.filter { $0.direction == .input && $0.name != "clk_i" }
    let outputs = circuit.top.ports.filter { $0.direction == .output }
    var random = TestRandom(seed: seed)
    let stimulus = (0..<Self.cycles).map { _ in
      inputs.map { port in
        // An address beyond the depth, which Icarus reads as undefined, comes now and then.
        port.name.hasPrefix("address") && !random.oneIn(20)
          ? String(random.integer(0...4), radix: 2).leftPadded(to: port.type.width)
          : String((0..<port.type.width).map { _ in random.oneIn(2) ? "1" : "0" })
      }
    }
    let lines = try withTemporaryFolder { folder in
      try run(circuit, inputs, outputs, stimulus, in: folder)
    }
    #expect(lines.count == Self.cycles)
    var defined = 0
    for (cycle, line) in lines.enumerated() {
      for (port, bits) in zip(inputs, stimulus[cycle]) { try simulation.poke(port.name, bits) }
      let expected = Array(line.utf8)
      let got = try outputs.map { try simulation.bits($0.name) }.joined()
      let differs = zip(expected, got.utf8).contains { $0 != UInt8(ascii: "x") && $0 != $1 }
      guard expected.count == got.utf8.count, !differs else {
        Issue.record("seed \(seed), cycle \(cycle): \(got), Icarus has \(line)")
        return
      }
      defined += expected.count { $0 != UInt8(ascii: "x") }
      try simulation.step()
    }
    // Words are undefined until written, and what is read beyond the depth.
    let total = Self.cycles * outputs.reduce(0) { $0 + $1.type.width }
    #expect(10 * defined > 9 * total, "\(defined) of \(total) bits are defined")
  }

  /// What Icarus prints: the bits of all outputs before each edge.
  private func run(
    _ circuit: Circuit, _ inputs: [Port], _ outputs: [Port], _ stimulus: [[String]],
    in folder: URL
  ) throws -> [Substring] {
    let files = SystemVerilogEmitter(arrays: .unrolled).emit(circuit)
    for file in files + [EmittedFile(name: "bench.sv", text: bench(circuit.top, inputs, outputs))] {
      try file.text.write(
        to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
    }
    try stimulus.map { $0.joined() + "\n" }.joined().write(
      to: folder.appendingPathComponent("stimulus.txt"), atomically: true, encoding: .utf8)
    let build = try Tool.icarus.run(
      ["-g2012", "-o", "bench", "bench.sv"] + files.map(\.name), in: folder)
    #expect(build.status == 0, "\(build.output)")
    return try Tool.icarusRuntime.run(["-n", "bench"], in: folder).output.split(separator: "\n")
  }

  private func bench(_ top: ModuleDefinition, _ inputs: [Port], _ outputs: [Port]) -> String {
    func names(_ ports: [Port]) -> String { ports.map(\.name).joined(separator: ", ") }
    let bits = inputs.reduce(0) { $0 + $1.type.width }
    let declarations =
      inputs.map { "  reg [\($0.type.width - 1):0] \($0.name);" }
      + outputs.map { "  wire [\($0.type.width - 1):0] \($0.name);" }
    let pins = top.ports.map { ".\($0.name)(\($0.name))" }.joined(separator: ", ")
    return """
      module bench;
        integer cycle;
        reg clk_i = 0;
        reg [\(bits - 1):0] stimulus [0:\(Self.cycles - 1)];
      \(declarations.joined(separator: "\n"))
        \(top.name) dut (\(pins));
        initial begin
          $readmemb("stimulus.txt", stimulus);
          for (cycle = 0; cycle < \(Self.cycles); cycle = cycle + 1) begin
            {\(names(inputs))} = stimulus[cycle];
            #1 $display("%b", {\(names(outputs))});
            clk_i = 1;
            #1 clk_i = 0;
          end
        end
      endmodule

      """
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: "0", count: width - count) + self
  }
}

extension InterpretedSimulation {
  fileprivate func poke(_ port: String, _ bits: String) throws {
    let format = try format(of: port)
    var words = [UInt32](repeating: 0, count: (format.widthBits + 31) / 32)
    for (index, bit) in bits.reversed().enumerated() where bit == "1" {
      words[index / 32] |= 1 << UInt32(index % 32)
    }
    try poke(
      port,
      PortValue(words: words, widthBits: format.widthBits, isSigned: format.isSigned))
  }

  fileprivate func bits(_ port: String) throws -> String {
    let value = try peek(port)
    let count = try format(of: port).widthBits
    let words = value.words((count + 31) / 32)
    return String(
      (0..<count).reversed().map { words[$0 / 32] >> UInt32($0 % 32) & 1 == 1 ? "1" : "0" })
  }
}
