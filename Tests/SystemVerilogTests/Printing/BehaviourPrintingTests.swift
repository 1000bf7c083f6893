import HardwareDSL
import HardwareLibrary
import SystemVerilog
import TestSupport
import Testing

@testable import Accelerator

/// States, priorities, registers and arithmetic as they are emitted.
@Suite struct BehaviourPrintingTests {
  /// The emitted module, without its contract.
  private static func text(_ module: any Module) throws -> String {
    let text = SystemVerilogEmitter(arrays: .unrolled).emit(try elaborate(module)).last?.text ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { $0.hasPrefix("//") }.joined(separator: "\n")
  }

  @Test("A multiply-accumulate element keeps its product on a wire of exact width")
  func mac() throws {
    try expectText(
      Self.text(MAC(sumBits: 24)),
      is: """
        module mac_s9xs8_acc24 (
          input  logic               clk_i,

          input  logic               operands_valid_i,      // the operands count in this cycle
          input  logic signed [8:0]  operands_left_i,
          input  logic signed [7:0]  operands_right_i,

          input  logic               control_accumulate_i,  // take up the last product
          input  logic               control_restart_i,     // forget the own sum

          output logic signed [16:0] product_o,
          output logic signed [23:0] total_o                // the accumulated sum
        );
          logic signed [16:0] new_product;
          logic signed [23:0] own;
          logic signed [16:0] held_product_q;
          logic signed [23:0] accumulator_q;

          assign new_product = operands_left_i * operands_right_i;

          always_ff @(posedge clk_i) begin
            if (operands_valid_i) begin
              held_product_q <= new_product;
            end
          end

          assign product_o = held_product_q;
          assign own = control_restart_i ? 24'sd0 : accumulator_q;

          always_ff @(posedge clk_i) begin
            if (control_accumulate_i) begin
              accumulator_q <= own + {{7{held_product_q[16]}}, held_product_q};
            end
          end

          assign total_o = accumulator_q;
        endmodule

        """)
  }

  @Test("States, their counter and an output share one block")
  func sequencer() throws {
    try expectText(
      Self.text(Sequencer()),
      is: """
        module sequencer (
          input  logic       clk_i,
          input  logic       rst_ni,

          input  logic       start_i,  // begin a run
          input  logic       last_i,

          output logic       busy_o,
          output logic [3:0] total_o
        );
          typedef enum logic [1:0] {
            StIdle = 2'd0,
            StRun = 2'd1,
            StDone = 2'd2
          } phase_e;

          phase_e     phase_d, phase_q;
          logic [3:0] steps_q;

          always_comb begin
            phase_d = phase_q;
            busy_o = 1'b0;
            case (phase_q)
              StIdle: begin
                if (start_i) begin
                  phase_d = StRun;
                end
              end
              StRun: begin
                busy_o = 1'b1;
                if (last_i || steps_q == 4'd15) begin
                  phase_d = StDone;
                end
              end
              StDone: phase_d = StIdle;
              default: phase_d = StIdle;
            endcase
          end

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              phase_q <= StIdle;
            end else begin
              phase_q <= phase_d;
            end
          end

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              steps_q <= 4'd0;
            end else begin
              case (phase_q)
                StIdle: begin
                  if (start_i) begin
                    steps_q <= 4'd0;
                  end
                end
                StRun: steps_q <= steps_q + 4'd1;
                default: ;
              endcase
            end
          end

          assign total_o = steps_q;

        `ifndef SYNTHESIS
          always @(posedge clk_i) begin
            if (rst_ni) begin
              begin : StepsInRange
                assert (steps_q != 4'd15 || busy_o);
              end
            end
          end
        `endif
        endmodule

        """)
  }

  @Test("Priorities, decoded numbers, a table and a heading")
  func chooser() throws {
    try expectText(
      Self.text(Chooser()),
      is: """
        module chooser (
          input  logic [1:0]        select_i,
          input  logic              first_i,
          input  logic              second_i,
          input  logic signed [7:0] a_i,
          input  logic signed [7:0] b_i,

          output logic signed [7:0] choice_o,
          output logic signed [7:0] line_o,
          output logic [3:0]        square_o
        );
          always_comb begin
            if (first_i) begin
              choice_o = a_i;
            end else if (second_i) begin
              choice_o = b_i;
            end else begin
              choice_o = -8'sd1;
            end
          end

          // Lines
          logic [3:0] squares;

          always_comb begin
            line_o = 8'sd0;
            case (select_i)
              2'd0: line_o = b_i;
              2'd1: line_o = a_i;
              2'd2: line_o = b_i;
              default: ;
            endcase
          end

          always_comb begin
            squares = 4'd0;
            case (select_i)
              2'd0: squares = 4'd0;
              2'd1: squares = 4'd1;
              2'd2: squares = 4'd4;
              2'd3: squares = 4'd9;
              default: ;
            endcase
          end

          assign square_o = squares;
        endmodule

        """)
  }

  @Test("Registers group by their blocks: merged, direct, or with next values beside a wire")
  func pipeline() throws {
    try expectText(
      Self.text(Pipeline()),
      is: """
        module pipeline (
          input  logic       clk_i,
          input  logic       rst_ni,

          input  logic       enable_i,
          input  logic [7:0] data_i,

          output logic       valid_o,
          output logic [7:0] result_o,
          output logic       wraps_o
        );
          logic [7:0] count_q;
          logic [7:0] held_q;
          logic [7:0] first_q;
          logic [7:0] second_q;
          logic       valid_q;

          always_ff @(posedge clk_i) begin
            first_q <= data_i;
            second_q <= first_q;
          end

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              valid_q <= 1'b0;
            end else begin
              valid_q <= enable_i;
            end
          end

          assign valid_o = valid_q;

          always_ff @(posedge clk_i) begin
            if (enable_i) begin
              held_q <= second_q;
            end
          end

          assign result_o = held_q;

          always_comb begin
            wraps_o = 1'b0;
            if (enable_i) begin
              wraps_o = count_q == 8'd255;
            end
          end

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              count_q <= 8'd3;
            end else if (enable_i) begin
              count_q <= count_q + 8'd1;
            end
          end
        endmodule

        """)
  }

  @Test("A slice is assigned in place, and an element in the arm of its number")
  func parts() throws {
    try expectText(
      Self.text(Parts()),
      is: """
        module parts (
          input  logic              clk_i,
          input  logic              rst_ni,

          input  logic              bank_i,
          input  logic [1:0]        slot_i,
          input  logic [3:0]        nibble_i,
          input  logic              high_i,

          output logic signed [7:0] shown_o,
          output logic [3:0]        word_o
        );
          logic [3:0] words_term;
          logic [3:0] words_0_q;
          logic [3:0] words_1_q;
          logic [3:0] flags_q;
          logic [7:0] number_q;

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              number_q <= 8'd165;
            end else if (high_i) begin
              number_q[7:4] <= nibble_i;
            end else begin
              number_q[3:0] <= nibble_i & flags_q;
            end
          end

          assign shown_o[7:4] = number_q[3:0];
          assign shown_o[3:0] = nibble_i;
          assign words_term = nibble_i ^ number_q[5:2];

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              words_0_q <= 4'd0;
              words_1_q <= 4'd0;
            end else begin
              case (bank_i)
                1'b0: words_0_q <= words_term;
                1'b1: words_1_q <= words_term;
                default: ;
              endcase
            end
          end

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              flags_q <= 4'd0;
            end else begin
              case (slot_i)
                2'd0: flags_q[0] <= high_i;
                2'd1: flags_q[1] <= high_i;
                2'd2: flags_q[2] <= high_i;
                2'd3: flags_q[3] <= high_i;
                default: ;
              endcase
            end
          end

          assign word_o = bank_i ? words_1_q : words_0_q;

          // Bits that nothing reads
          logic unused_number;

          assign unused_number = &number_q[7:6];
        endmodule

        """)
  }
}
