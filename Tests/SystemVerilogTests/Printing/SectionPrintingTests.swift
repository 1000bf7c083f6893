import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

/// Two children and a memory that are driven under different headings.
private final class Stages: SampleModule {
  final class Stage: SampleModule {
    let enable = input(.bit)
    let value = input(.bits(4))
    let result = output(.bits(4))
    let state = dataRegister(.bits(4))
    var body: Behavior {
      when(enable) { state <== value }
      result <== state
    }
  }

  let enable = input(.bit)
  let value = input(.bits(4))
  let index = input(.unsigned(2))
  let mixed = output(.bits(4))
  let late = output(.bits(4))
  let first = Stage()
  let second = (0..<2).map { _ in Stage() }
  let store = Memory(.bits(4), depth: 4)

  var body: Behavior {
    section("Enables")
    let both = wire("both", enable && value != 0)
    first.enable <== both
    for stage in second { stage.enable <== enable }

    section("Mixed values")
    first.value <== ~value
    store.write(value, at: index)
    let word = wire("word", first.result ^ store.readData)
    mixed <== word
    claim("Small", word != 15)
    unused("topOfWord", word[3])
    second[0].value <== word
    second[1].value <== second[0].result

    section("Nothing")

    section("Late values")
    store.read(at: index)
    late <== delayed("held", second[1].result ^ word, reset: nil)
  }
}

@Suite("The order of the text")
struct SectionPrintingTests {
  private func text(_ arrays: ArrayForm) throws -> String {
    let files = SystemVerilogEmitter(arrays: arrays).emit(try elaborate(Stages()))
    return try #require(files.last).text
  }

  @Test("What a section uses first is declared in it, and cells stand where they are driven")
  func unrolled() throws {
    let body = try text(.unrolled).split(separator: ");\n", maxSplits: 1)[1]
    expectText(
      String(body),
      is: """
          // Enables
          logic       both;
          logic [3:0] word;
          logic [3:0] first_result;
          logic [3:0] second_0_result;
          logic [3:0] second_1_result;
          logic [3:0] first_value;

          assign both = enable_i && value_i != 4'd0;
          assign first_value = ~value_i;

          stage u_first (
            .clk_i   (clk_i),
            .enable_i(both),
            .value_i (first_value),
            .result_o(first_result)
          );

          stage u_second_0 (
            .clk_i   (clk_i),
            .enable_i(enable_i),
            .value_i (word),
            .result_o(second_0_result)
          );

          stage u_second_1 (
            .clk_i   (clk_i),
            .enable_i(enable_i),
            .value_i (second_0_result),
            .result_o(second_1_result)
          );

          // Mixed values
          logic [3:0] store_read_data;

          sram_1r1w #(
            .Width(4),
            .Depth(4),
            .AddressWidth(2)
          ) u_store (
            .clk_i  (clk_i),
            .we_i   (1'b1),
            .waddr_i(index_i),
            .wdata_i(value_i),
            .re_i   (1'b1),
            .raddr_i(index_i),
            .rdata_o(store_read_data)
          );

          assign word = first_result ^ store_read_data;
          assign mixed_o = word;

          // Late values
          logic [3:0] held_q;

          always_ff @(posedge clk_i) begin
            held_q <= second_1_result ^ word;
          end

          assign late_o = held_q;

        `ifndef SYNTHESIS
          always @(posedge clk_i) begin
            if (rst_ni) begin
              begin : Small
                assert (word != 4'b1111);
              end
            end
          end
        `else
          logic unused_claims;
          assign unused_claims = rst_ni;
        `endif
        endmodule

        """)
  }

  @Test("Every name is declared before the text uses it", arguments: ArrayForm.allCases)
  func order(_ arrays: ArrayForm) throws {
    for module in Samples.all + [Stages()] {
      for file in SystemVerilogEmitter(arrays: arrays).emit(try elaborate(module)) {
        for name in Self.usedBeforeDeclaration(file.text) {
          Issue.record("\(file.name) uses \(name) before its declaration")
        }
      }
    }
  }

  /// The names that are declared inside a module, but stand on an earlier line.
  private static func usedBeforeDeclaration(_ text: String) -> [Substring] {
    let declaration = /^ +logic (?:signed )?(?:\[[^\]]+\] )?\s*([a-z_0-9, ]+);/
    var used: Set<Substring> = []
    var found: [Substring] = []
    for line in text.split(separator: "\n") {
      let code = line.split(separator: "//", omittingEmptySubsequences: false)[0]
      if let match = code.firstMatch(of: declaration) {
        found += match.1.split(separator: ", ").filter(used.contains)
      }
      used.formUnion(code.matches(of: /\.?[A-Za-z_][A-Za-z_0-9]*/).map(\.output))
    }
    return found
  }
}
