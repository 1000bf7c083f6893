import BenchSupport
import CircuitInterpreter
import Foundation
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing
import VerilatorSimulation

/// A wire, with whatever else its text says.
final class WireBox: BlackBox {
  let value = input("a", .bit)
  let result = output("b", .bit)
  let (before, after): (String, String)
  init(before: String, after: String) { (self.before, self.after) = (before, after) }
  var moduleName: String { "wire_box" }
  var sources: [BlackBoxSource] {
    [
      .text(
        before + "module wire_box (input wire logic a, output wire logic b);\n"
          + "  assign b = a;\nendmodule\n" + after)
    ]
  }
  var body: Behavior { result <== value }
}

/// A claim that fails and a cover point, above a box.
final class ClaimedWire: Module {
  let value = input(.bit)
  let result = output(.bit)
  let count = register(.unsigned(4), reset: 0)
  let box: WireBox
  init(_ box: WireBox) { self.box = box }
  var documentation: Documentation { Documentation("Counts what a box passes on.") }
  var body: Behavior {
    box.value <== value
    result <== box.result
    when(box.result) { count <== count &+ 1 }
    claim("Few", count < 3)
    cover("Two", count == 2)
  }
}

/// A table in a file that a box reads, by a parameter or by a name in its text.
final class TableBox: BlackBox {
  let address = input(.unsigned(2))
  let word = output(.bits(8))
  let pair = output(.bits(4))
  let line = output(.bits(8))
  let file: String
  let words: [Int]
  init(file: String, words: [Int]) { (self.file, self.words) = (file, words) }
  var moduleName: String { "table_box" }
  var parameters: KeyValuePairs<String, BlackBoxParameter> { ["File": .text(file)] }
  var sources: [BlackBoxSource] {
    let hex = words.map { String($0, radix: 16) + "\n" }.joined()
    return [
      .text(Self.text), .text("// A table\n" + hex, fileName: "sine.hex"),
      .text("00\n01 10 // \\\"\n", fileName: "pairs.mem"),
      .text("165 \u{e4}\n", fileName: "line.txt"),
    ]
  }
  var body: Behavior {
    word <== table("sine", of: .unsigned(8), words, at: address).asBits
    pair <== concatenate(Signal(0, .bits(2)), address.asBits)
    line <== Signal(165, .bits(8))
  }
  static let text = """
    module table_box #(
      parameter File = ""
    ) (
      input  logic [1:0] address,
      output logic [7:0] word,
      output logic [3:0] pair,
      output logic [7:0] line
    );
      logic [7:0] words [4];
      logic [3:0] pairs [3];
      integer file;
      initial begin
        $readmemh(File, words, 0, 3);
        $readmemb("./pairs.mem", pairs, 0, 2);
        file = $fopen("line.txt", "r");
        if ($fscanf(file, "%d", line) != 1) line = 8'd1;
        $fclose(file);
      end
      assign word = words[address];
      assign pair = address == 2'd3 ? 4'd3 : pairs[address];
    endmodule

    """
}

final class TableUser: Module {
  let address = input(.unsigned(2))
  let word = output(.bits(8))
  let pair = output(.bits(4))
  let line = output(.bits(8))
  let box: TableBox
  init(_ box: TableBox) { self.box = box }
  var documentation: Documentation { Documentation("Reads a table.") }
  var body: Behavior {
    box.address <== address
    word <== box.word
    pair <== box.pair
    line <== box.line
  }
}

@Suite("Hand-written text in both simulators")
struct HandWrittenTextTests {
  /// The failures and the hits of the cover point after some cycles.
  private func outcome(_ simulation: some Simulator) throws -> (failure: String, hits: Int) {
    try simulation.reset()
    simulation["value_i"] = 1
    let error = #expect(throws: SimulationError.self) { try simulation.step(8) }
    return (error?.description ?? "", try simulation.covered("Two"))
  }

  @Test("Directives of a box reach no claim and no cover point")
  func directives() async throws {
    let box = WireBox(
      before: """
        `resetall
        `timescale 1ps / 1ps
        `default_nettype none
        `celldefine
        `unconnected_drive pull1
        `define logic reg
        `define assert assume
        `undef assert
        `line 1 "claimed_wire.sv" 0
        `ifndef SYNTHESIS
        `define CLAIMS
        `endif
        // verilator lint_off DECLFILENAME
        // verilator coverage_off
        // verilator tracing_off
        // synopsys translate_off
        // synopsys translate_on

        """,
      after: "`begin_keywords \"1364-1995\"\n")
    let circuit = try elaborate(ClaimedWire(box))
    let interpreted = try outcome(try InterpretedSimulation(of: circuit))
    let simulated = try outcome(try await quickSimulation(of: circuit))
    #expect(interpreted.failure.contains(" in claimed_wire.Few"), "\(interpreted.failure)")
    #expect(simulated.failure.contains(" in claimed_wire.Few"), "\(simulated.failure)")
    #expect(interpreted.hits == 1 && simulated.hits == 1)
  }

  @Test("A box reads its files, from whatever folder, and they are part of the build's key")
  func tables() async throws {
    var libraries: Set<String> = []
    for words in [[3, 1, 4, 255], [2, 7, 1, 8]] {
      let circuit = try elaborate(TableUser(TableBox(file: "sine.hex", words: words)))
      let interpreted = try InterpretedSimulation(of: circuit)
      let simulated = try await quickSimulation(of: circuit)
      for address in 0..<4 {
        interpreted["address_i"] = address
        simulated["address_i"] = address
        for port in ["word_o", "pair_o", "line_o"] {
          #expect(simulated[port] == interpreted[port], "\(port) at \(address)")
        }
        #expect(simulated["word_o"] == words[address])
      }
      var design = DesignUnderTest(circuit)
      design.optimization = .buildTime
      libraries.insert(try await BuildCache.shared.build(design).libraryPath)
    }
    #expect(libraries.count == 2)
  }

  @Test("A file that is not there is a failure, not a table of zeros")
  func missing() async throws {
    let circuit = try elaborate(TableUser(TableBox(file: "cosine.hex", words: [1, 2, 3, 4])))
    let simulation = try await quickSimulation(of: circuit)
    let error = #expect(throws: SimulationError.self) { try simulation.step() }
    #expect(
      error?.description.hasSuffix(
        "$readmemh reads 'cosine.hex', which is not among the files of the design; add it.")
        == true, "\(String(describing: error))")
  }

  @Test(
    "Files that a box reads are written beside the text, where Icarus and Yosys find them",
    .enabled(if: Tool.icarus.isInstalled && Tool.yosys.isInstalled))
  func written() throws {
    let circuit = try elaborate(TableUser(TableBox(file: "sine.hex", words: [3, 1, 4, 255])))
    try withTemporaryFolder { folder in
      try SystemVerilogEmitter().write(circuit, to: folder.path)
      let list = try String(contentsOf: folder.appending(path: "files.f"), encoding: .utf8)
      #expect(list == "table_user.sv\ntable_box.sv\n")
      try """
      module bench;
        logic [1:0] address;
        logic [7:0] word, line;
        logic [3:0] pair;
        table_user dut (.address_i(address), .word_o(word), .pair_o(pair), .line_o(line));
        initial begin
          address = 2'd3;
          #1 $write("%0d %0d %0d", word, pair, line);
        end
      endmodule
      """.write(
        to: folder.appending(path: "bench.sv"), atomically: true, encoding: .utf8)
      let built = try Tool.icarus.run(
        ["-g2012", "-o", "out", "-f", "files.f", "bench.sv"], in: folder)
      #expect(built.output == "")
      #expect(try Tool.icarusRuntime.run(["out"], in: folder).output == "255 3 165")
    }
  }
}
