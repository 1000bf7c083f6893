// A sample.
//
// From SystemVerilogTests/RollingTests.swift.
module lanes (
  input  logic              clk_i,
  input  logic              rst_ni,

  input  logic              enable_i,
  input  logic [15:0]       values_i,  // 4 signed numbers of 4 bits: a number of each lane

  output logic [31:0]       words_o,   // 4 x 2 words of 4 bits

  input  logic [1:0]        index_i,

  output logic              is_any_o,
  output logic signed [3:0] chosen_o,
  output logic [7:0]        starts_o
);
  // Each lane
  logic [15:0] held_q;  // 4 signed numbers of 4 bits

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      held_q <= 16'd0;
    end else if (enable_i) begin
      held_q <= values_i;
    end
  end

  for (genvar i = 0; i < 4; i++) begin : gen_lane
    lane u_lane (
      .clk_i  (clk_i),
      .value_i(held_q[4*i +: 4]),
      .words_o(words_o[8*i +: 8])
    );
  end

  // All of them
  logic [3:0]        is_set;
  logic signed [3:0] held_0;
  logic signed [3:0] held_1;
  logic signed [3:0] held_2;
  logic [1:0]        start_0_q;
  logic [1:0]        start_1_q;
  logic [1:0]        start_2_q;
  logic [1:0]        start_3_q;

  for (genvar i = 0; i < 4; i++) begin : gen_is_set
    assign is_set[i] = values_i[4*i +: 4] != 4'sd0;
  end

  assign is_any_o = |is_set;
  assign held_0 = held_q[3:0];
  assign held_1 = held_q[7:4];
  assign held_2 = held_q[11:8];

  always_comb begin
    chosen_o = 4'sd0;
    case (index_i)
      2'd0: chosen_o = held_0;
      2'd1: chosen_o = held_1;
      2'd2: chosen_o = held_2;
      default: ;
    endcase
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      start_0_q <= 2'd0;
      start_1_q <= 2'd1;
      start_2_q <= 2'd2;
      start_3_q <= 2'd3;
    end else begin
      start_0_q <= start_0_q + 2'd1;
      start_1_q <= start_1_q + 2'd1;
      start_2_q <= start_2_q + 2'd1;
      start_3_q <= start_3_q + 2'd1;
    end
  end

  assign starts_o = {start_0_q, start_1_q, start_2_q, start_3_q};

`ifndef SYNTHESIS
  for (genvar i = 0; i < 2; i++) begin : gen_small
    always @(posedge clk_i) begin
      if (rst_ni) begin
        begin : Small
          assert ($signed(held_q[4*i +: 4]) < 4'sd7);
        end
      end
    end
  end

  for (genvar i = 2; i < 4; i++) begin : gen_small_2
    always @(posedge clk_i) begin
      if (rst_ni) begin
        begin : Small
          assert (!is_any_o || held_q[4*i +: 4] != 4'sd7);
        end
      end
    end
  end
`endif
endmodule
