import Foundation
import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// A hand-written register stage with a parameter of each kind.
final class StageBox: BlackBox {
  let data: Signal
  let enable = input("EN", .bit)
  let result: Signal
  let isFull = output(.bit)
  let width: Int
  let isGiven: Bool
  init(width: Int, isGiven: Bool = true) {
    self.width = width
    self.isGiven = isGiven
    data = input("d_i", .bits(width))
    result = output("d_o", .bits(width))
  }
  var moduleName: String { "stage_box" }
  var parameters: KeyValuePairs<String, BlackBoxParameter> {
    [
      "Width": .integer(width), "Mode": "fast", "Init": .bits(BitPattern(5, width: width)),
    ]
  }
  var sources: [BlackBoxSource] { isGiven ? [.text(Self.text)] : [] }
  var clocking: ClockPorts? { .clock("clk", reset: .activeHigh("rst")) }
  var documentation: Documentation {
    Documentation("A stage written by hand.", combinationalPaths: .none)
  }

  static let text = """
    module stage_box #(
      parameter int Width = 8,
      parameter Mode = "slow",
      parameter logic [Width-1:0] Init = '0
    ) (
      input  logic             clk,
      input  logic             rst,
      input  logic [Width-1:0] d_i,
      input  logic             EN,
      output logic [Width-1:0] d_o,
      output logic             isFull
    );
      always_ff @(posedge clk or posedge rst) begin
        if (rst) begin
          d_o <= Init;
          isFull <= 1'b0;
        end else if (EN || Mode == "slow") begin
          d_o <= d_i;
          isFull <= 1'b1;
        end
      end
    endmodule

    """
}

/// Two boxes of other widths around plain logic.
final class Framed: SampleModule {
  let word = input(.bits(8))
  let enable = input(.bit)
  let result = output(.bits(4))
  let full = output(.bit)
  let wide = StageBox(width: 8)
  let narrow = StageBox(width: 4)
  var body: Behavior {
    wide.data <== word
    wide.enable <== enable
    narrow.data <== wide.result[0...3] ^ wide.result[4...7]
    when(enable) { narrow.enable <== wide.isFull }.otherwise { narrow.enable <== 0 }
    result <== narrow.result
    full <== narrow.isFull
  }
}

@Suite("Black boxes as text")
struct BlackBoxTests {
  @Test("A box is instantiated by its own names and parameters, and its text is untouched")
  func text() throws {
    let files = try EmittedTextTests.files(Framed())
    #expect(files.map(\.name) == ["framed.sv", "stage_box.sv"])
    #expect(files[1].text == StageBox.text)
    let start = try #require(files[0].text.range(of: "  stage_box #("))
    expectText(
      String(files[0].text[start.lowerBound...]),
      is: """
          stage_box #(
            .Width(8),
            .Mode ("fast"),
            .Init (8'h05)
          ) u_wide (
            .clk   (clk_i),
            .rst   (wide_rst),
            .d_i   (word_i),
            .EN    (enable_i),
            .d_o   (wide_result),
            .isFull(wide_is_full)
          );

          always_comb begin
            if (enable_i) begin
              narrow_enable = wide_is_full;
            end else begin
              narrow_enable = 1'b0;
            end
          end

          assign narrow_d = wide_result[3:0] ^ wide_result[7:4];

          stage_box #(
            .Width(4),
            .Mode ("fast"),
            .Init (4'h5)
          ) u_narrow (
            .clk   (clk_i),
            .rst   (wide_rst),
            .d_i   (narrow_d),
            .EN    (narrow_enable),
            .d_o   (result_o),
            .isFull(full_o)
          );
        endmodule

        """)
  }

  /// A box without source.
  final class Macro: SampleModule {
    let word = input(.bits(8))
    let result = output(.bits(8))
    let stage: [StageBox]
    init(widths: [Int]) { stage = widths.map { StageBox(width: $0, isGiven: false) } }
    var body: Behavior {
      for stage in stage {
        stage.data <== word[0...(stage.width - 1)]
        stage.enable <== Signal(1, .bit)
        claim("NotBoth\(stage.width)", !(stage.isFull && stage.result[0]))
      }
      result <== stage[0].result
      if stage.count > 1 { unused("others", stage[1].result) }
    }
  }

  @Test("A stub stands in for a box without source")
  func stub() throws {
    let stubs = try SystemVerilogEmitter().stubs(elaborate(Macro(widths: [8])))
    #expect(stubs.map(\.name) == ["stage_box.sv"])
    expectText(
      stubs[0].text,
      is: """
        // Stub of a black box: its ports, without its function.
        /* verilator lint_off UNUSED */
        /* verilator lint_off UNDRIVEN */
        (* blackbox *)
        module stage_box #(
          parameter Width = 8,
          parameter Mode = "fast",
          parameter Init = 8'h05
        ) (
          input  logic       clk,
          input  logic       rst,
          input  logic [7:0] d_i,
          input  logic       EN,
          output logic [7:0] d_o,
          output logic       isFull
        );
        endmodule
        /* verilator lint_on UNDRIVEN */
        /* verilator lint_on UNUSED */

        """)
    #expect(try SystemVerilogEmitter().stubs(elaborate(Framed())).isEmpty)
    #expect(SystemVerilogEmitter().emit(try elaborate(Macro(widths: [8]))).count == 1)
  }

  @Test("No stub fits boxes of other ports")
  func stubs() throws {
    let error = #expect(throws: DiagnosticError.self) {
      try SystemVerilogEmitter().stubs(elaborate(Macro(widths: [8, 4])))
    }
    let place = #filePath
    #expect(
      error.map { withoutColumns($0.description) }
        == "\(place):19: error: black box 'stage_box' has other ports in another place, so that no "
        + "stub fits both; give it sources [definition]")
  }

  @Test("Tools take a design with a stub", .enabled(if: Tool.verilator.isInstalled))
  func stubTools() throws {
    let circuit = try elaborate(Macro(widths: [8]))
    let emitter = SystemVerilogEmitter()
    let files = try emitter.stubs(circuit) + emitter.emit(circuit)
    try withTemporaryFolder { folder in
      for file in files {
        try file.text.write(
          to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
      }
      let names = files.map(\.name)
      var runs: [(status: Int32, output: String)] = []
      for define in ToolTests.defines {
        runs.append(
          try Tool.verilator.run(
            ["--lint-only", "-Wall", define, "--top-module", "macro"] + names, in: folder))
        guard Tool.icarus.isInstalled else { continue }
        runs.append(
          try Tool.icarus.run(
            ["-g2012", "-Wall", "-Wno-timescale", define, "-t", "null"] + names, in: folder))
      }
      for mode in ["", "-formal"] where Tool.yosys.isInstalled {
        let script =
          "read_verilog -sv \(mode) \(names.joined(separator: " ")); "
          + "hierarchy -check -top macro; proc; check -assert"
        runs.append(try Tool.yosys.run(["-q", "-p", script], in: folder))
      }
      for run in runs { #expect(run.status == 0 && run.output == "", "\(run.output)") }
    }
  }

  @Test("What is only included or read stands in no list of files")
  func includes() {
    let files = ["widths.svh", "top.sv", "sine.hex", "old.V"].map {
      EmittedFile(name: $0, text: "")
    }
    #expect(SystemVerilogEmitter.fileList(files).text == "top.sv\nold.V\n")
  }
}
