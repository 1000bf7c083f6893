import VerilatorSimulation

/// A counter with a signed copy, a wide register, a tap, and ways to fail and to finish.
let counter = DesignUnderTest(
  topName: "counter",
  files: [
    SourceFile(name: "counter.sv", text: counterText),
    SourceFile(name: "counter_parity.sv", text: parityText),
  ],
  ports: [
    .input("clk_i"), .input("rst_ni"), .input("enable_i"), .input("fail__at_i", widthBits: 8),
    .input("fatal_i"), .input("finish_i"), .input("wide_i", widthBits: 100),
    .output("wide_o", widthBits: 100), .output("count_o", widthBits: 8),
    .output("negated_o", widthBits: 9).signed, .output("parity_o"), .output("state_o"),
  ],
  taps: [TapSpec(name: "odd", valid: "parity_o", data: ["count_o", "wide_o"])]
)
.builtQuickly

private let counterText = """
  module counter (
    input  logic        clk_i,
    input  logic        rst_ni,
    input  logic        enable_i,
    input  logic [7:0]  fail__at_i,
    input  logic        fatal_i,
    input  logic        finish_i,
    input  logic [99:0] wide_i,
    output logic [99:0] wide_o,
    output logic [7:0]  count_o,
    output logic signed [8:0] negated_o,
    output logic        parity_o,
    output logic        state_o
  );
    logic [7:0] count_q;
    logic       state_q;
    counter_parity u_parity (.count_i(count_q), .parity_o(parity_o));
    logic       seen_q;
    assign count_o = count_q;
    assign negated_o = -9'({1'b0, count_q});
    assign state_o = state_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        count_q <= '0;
        wide_o  <= '0;
      end else begin
        if (enable_i) count_q <= count_q + 8'd1;
        wide_o <= wide_i;
        if (fatal_i) $fatal(1, "count is %0d", count_q);
        if (finish_i) $finish;
        if (enable_i && count_q == 8'd2) $display("two");
      end
    end

    // No reset: what it starts from is the simulation's choice.
    always_ff @(posedge clk_i) if (seen_q) state_q <= ~state_q;
    always_ff @(posedge clk_i or negedge rst_ni) if (!rst_ni) seen_q <= 1'b0;

    CountNotForbidden: assert property (
      @(posedge clk_i) disable iff (!rst_ni) fail__at_i == '0 || count_q != fail__at_i
    ) else $error("count reached %0d", count_q);
  endmodule

  """

private let parityText = """
  module counter_parity (
    input  logic [7:0] count_i,
    output logic       parity_o
  );
    /* verilator no_inline_module */
    logic [6:0] unused;
    assign {unused, parity_o} = count_i;
  endmodule

  """
