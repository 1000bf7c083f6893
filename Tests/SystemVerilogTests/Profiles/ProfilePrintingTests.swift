import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

@testable import Accelerator

/// The spellings of each rule of a profile.
@Suite struct ProfilePrintingTests {
  /// The behaviour of the emitted module: what follows its declarations.
  private static func behaviour(
    _ module: any Module, _ profile: TargetProfile
  ) throws -> String {
    let emitter = SystemVerilogEmitter(profile: profile, arrays: .unrolled)
    let files = emitter.emit(try elaborate(module))
    let lines = (files.last?.text ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    let starts = ["  assign ", "  always", "`ifndef"]
    return lines.drop { line in !starts.contains { line.hasPrefix($0) } }.joined(separator: "\n")
  }

  /// The assignments of a module, without those that read unused bits.
  private static func assignments(_ module: any Module, _ profile: TargetProfile) throws -> [String]
  {
    try behaviour(module, profile).split(separator: "\n")
      .filter { $0.contains("assign ") && !$0.contains("unused_") }
      .map { String($0.drop { $0 == " " }.dropFirst(7)) }
  }

  private final class Sums: SampleModule {
    let a = input(.signed(8))
    let b = input(.signed(8))
    let u = input(.unsigned(8))
    let n = input(.unsigned(3))
    let scaled = output(.signed(20))
    let low = output(.unsigned(6))
    let isSmall = output(.bit)
    let wide = output(.unsigned(12))
    let moved = output(.signed(9))
    var body: Behavior {
      scaled <== (a * b + a)
      low <== (u &+ 3).truncated(to: 6)
      isSmall <== (a < b + 1)
      wide <== (u &+ 1)
      moved <== (a.shiftedRight(by: n) - b)
    }
  }

  @Test("Portable: concatenations, and wires for what cannot stand inside")
  func portable() throws {
    #expect(
      try Self.assignments(Sums(), .portable) == [
        "scaled_product = a_i * b_i;",
        "scaled_sum = {scaled_product[15], scaled_product} + {{9{a_i[7]}}, a_i};",
        "scaled_o = {{3{scaled_sum[16]}}, scaled_sum};",
        "low_sum = u_i + 8'd3;",
        "low_o = low_sum[5:0];",
        "is_small_o = $signed({a_i[7], a_i}) < $signed({b_i[7], b_i} + 9'sd1);",
        "wide_o = {4'd0, u_i + 8'd1};",
        "moved_shifted = a_i >>> n_i;",
        "moved_o = {moved_shifted[7], moved_shifted} - {b_i[7], b_i};",
      ])
  }

  @Test("SystemVerilog 2017: casts of what no width can change, and a wire for a product")
  func casts() throws {
    #expect(
      try Self.assignments(Sums(), .systemVerilog2017) == [
        "scaled_product = a_i * b_i;",
        "scaled_sum = 17'(scaled_product) + 17'(a_i);",
        "scaled_o = 20'(scaled_sum);",
        "low_o = 6'(u_i + 8'd3);",
        "is_small_o = 9'(a_i) < (9'(b_i) + 9'sd1);",
        "wide_o = {4'd0, u_i + 8'd1};",
        "moved_shifted = a_i >>> n_i;",
        "moved_o = 9'(moved_shifted) - 9'(b_i);",
      ])
  }

  @Test("Verilator: products and signed shifts in place")
  func inPlace() throws {
    #expect(
      try Self.assignments(Sums(), .verilator) == [
        "scaled_sum = 17'(16'(a_i) * 16'(b_i)) + 17'(a_i);",
        "scaled_o = 20'(scaled_sum);",
        "low_o = 6'(u_i + 8'd3);",
        "is_small_o = 9'(a_i) < (9'(b_i) + 9'sd1);",
        "wide_o = {4'd0, u_i + 8'd1};",
        "moved_o = 9'($signed(a_i >>> n_i)) - 9'(b_i);",
      ])
  }

  @Test("A multiply-accumulate element, in three profiles")
  func element() throws {
    final class Element: SampleModule {
      let enable = input(.bit)
      let a = input(.signed(8))
      let b = input(.signed(8))
      let total = output(.signed(24))
      let sum = register(.signed(24), reset: 0)
      var body: Behavior {
        when(enable) { sum <== sum &+ a * b }
        total <== sum
      }
    }
    func sum(_ profile: TargetProfile) throws -> [String] {
      try Self.behaviour(Element(), profile).split(separator: "\n")
        .filter { $0.contains("product") || $0.contains("sum_q +") }
        .map { String($0.drop { $0 == " " }) }
    }
    #expect(
      try sum(.portable) == [
        "assign sum_product = a_i * b_i;",
        "sum_q <= sum_q + {{8{sum_product[15]}}, sum_product};",
      ])
    #expect(
      try sum(.systemVerilog2017) == [
        "assign sum_product = a_i * b_i;", "sum_q <= sum_q + 24'(sum_product);",
      ])
    #expect(try sum(.verilator) == ["sum_q <= sum_q + 24'(16'(a_i) * 16'(b_i));"])
  }

  @Test("A choice by an index as a case, with zero beyond the last")
  func choices() throws {
    try expectText(
      Self.behaviour(Picker(words: 9), .systemVerilog2017),
      is: """
          always_comb begin
            word_o = 12'd0;
            case (index_i)
              4'd0: word_o = words_0_i;
              4'd1: word_o = words_1_i;
              4'd2: word_o = words_2_i;
              4'd3: word_o = words_3_i;
              4'd4: word_o = words_4_i;
              4'd5: word_o = words_5_i;
              4'd6: word_o = words_6_i;
              4'd7: word_o = words_7_i;
              4'd8: word_o = words_8_i;
              default: ;
            endcase
          end

          assign far_word_o = |far_index_i[5:1] ? 12'd0 : far_index_i[0] ? words_1_i : words_0_i;
        endmodule

        """)
  }

  @Test("A choice inside an expression gets a wire; a register takes its own")
  func choicePlaces() throws {
    final class Chosen: SampleModule {
      let words = (0..<8).map { _ in input(.unsigned(4)) }
      let index = input(.unsigned(3))
      let enable = input(.bit)
      let sum = output(.unsigned(5))
      let last = output(.unsigned(4))
      let held = register(.unsigned(4), reset: 0)
      var body: Behavior {
        sum <== select(words, at: index) + 1
        when(enable) { held <== select(words, at: index) }
        last <== held
      }
    }
    let text = try Self.behaviour(Chosen(), .systemVerilog2017)
    #expect(text.contains("    sum_choice = 4'd0;\n    case (index_i)\n      3'd0: sum_choice ="))
    #expect(text.contains("  assign sum_o = 5'(sum_choice) + 5'd1;\n"), "\(text)")
    #expect(
      text.contains(
        "    end else if (enable_i) begin\n      case (index_i)\n        3'd0: held_q <= words_0_i;"
      ),
      "\(text)")
  }

  private final class WideFlags: SampleModule {
    let flags = input(.bits(100))
    let a = input(.bits(4))
    let chosen = output(.bits(4))
    let constant = output(.bits(4))
    let sparse = output(.bits(4))
    var body: Behavior {
      chosen <== mux(flags[63], a, 0)
      constant <== mux(flags[99], a, mux(flags[98], Signal(3, .bits(4)), 5))
      sparse <== mux(flags[2], mux(flags[1], mux(flags[0], a, 0), 0), 0)
    }
  }

  @Test("A choice by single bits of a word is no table, however high they are")
  func choicesByBits() throws {
    let lines = try Self.assignments(WideFlags(), .systemVerilog2017)
    #expect(
      lines == [
        "chosen_o = flags_i[63] ? a_i : 4'd0;",
        "constant_o = flags_i[99] ? a_i : flags_i[98] ? 4'b0011 : 4'b0101;",
        "sparse_o = flags_i[2] ? (flags_i[1] ? (flags_i[0] ? a_i : 4'd0) : 4'd0) : 4'd0;",
      ])
  }

  @Test("A claim as a property; bits are selected in a block")
  func claims() throws {
    final class Claimant: SampleModule {
      let word = input(.bits(8))
      let y = output(.bits(4))
      let z = output(.bit)
      var body: Behavior {
        y <== word[0...3]
        z <== 0
        when(word[7]) {
          y <== word[4...7]
          z <== 1
        }
        claim("LowIsSet", z == word[7])
        claim(
          "ALongClaimWithALongName",
          (word[0] || word[1] || word[2]) && (word[3] || word[4]) || !z)
      }
    }
    try expectText(
      Self.behaviour(Claimant(), .systemVerilog2017),
      is: """
          always_comb begin
            y_o = word_i[3:0];
            z_o = 1'b0;
            if (word_i[7]) begin
              y_o = word_i[7:4];
              z_o = 1'b1;
            end
          end

        `ifndef SYNTHESIS
          LowIsSet: assert property (@(posedge clk_i) disable iff (!rst_ni) z_o == word_i[7]);
          ALongClaimWithALongName: assert property (@(posedge clk_i) disable iff (!rst_ni)
            ((word_i[0] || word_i[1] || word_i[2]) && (word_i[3] || word_i[4])) || !z_o);
        `else
          logic unused_claims;
          assign unused_claims = &{rst_ni, clk_i};
        `endif
        endmodule

        """)
  }

  @Test("The portable profile is what the emitter prints unasked")
  func unasked() throws {
    for module in Samples.all {
      let circuit = try elaborate(module)
      #expect(
        SystemVerilogEmitter().emit(circuit)
          == SystemVerilogEmitter(profile: .portable, optimization: .none).emit(circuit),
        "\(circuit.top.name)")
    }
  }

  @Test("No line of any profile is over 100 columns")
  func columns() throws {
    for profile in [TargetProfile.verilator, .systemVerilog2017] {
      for module in Samples.all {
        for file in SystemVerilogEmitter(profile: profile).emit(try elaborate(module)) {
          for line in file.text.split(separator: "\n") {
            #expect(line.count <= 100, "\(file.name): \(line)")
          }
        }
      }
    }
  }
}
