// The registers of blinker, behind AXI4-Lite.
// Latency: 1 cycle from s_axil_awvalid and s_axil_wvalid to s_axil_bvalid; 1 cycle from
// s_axil_arvalid to s_axil_rvalid; what is written is seen by hardware with the response, and what
// hardware does in the next cycle.
// Throughput: one write every cycle; one read every cycle.
// Reset: s_axil_bvalid and s_axil_rvalid are 0.
// Combinational paths: none.
//
// From HardwareLibrary/AXI4LiteRegisters.swift.
module blinker_registers (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        s_axil_awvalid,
  output logic        s_axil_awready,
  input  logic [11:0] s_axil_awaddr,            // of a byte
  input  logic [2:0]  s_axil_awprot,
  input  logic        s_axil_wvalid,
  output logic        s_axil_wready,
  input  logic [31:0] s_axil_wdata,
  input  logic [3:0]  s_axil_wstrb,             // the bytes that are written
  output logic        s_axil_bvalid,
  input  logic        s_axil_bready,
  output logic [1:0]  s_axil_bresp,             // 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR
  input  logic        s_axil_arvalid,
  output logic        s_axil_arready,
  input  logic [11:0] s_axil_araddr,            // of a byte
  input  logic [2:0]  s_axil_arprot,
  output logic        s_axil_rvalid,
  input  logic        s_axil_rready,
  output logic [31:0] s_axil_rdata,
  output logic [1:0]  s_axil_rresp,             // 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR

  output logic        values_control_start_o,   // Begins.
  output logic [15:0] values_control_period_o,  // In cycles.
  output logic        values_status_blinked_o,  // It was.
  output logic [15:0] values_status_count_o,    // How often.

  input  logic        readings_status_lit_i,    // It is lit.

  input  logic        sets_status_blinked_i,    // sets these bits

  input  logic        clears_status_count_i,

  input  logic        amounts_status_count_i    // is added
);
  // Writes
  logic        hits_control;
  logic        hits_status;
  logic        is_writable;
  logic        writer_write_valid;
  logic [9:0]  writer_write_index;
  logic [31:0] writer_write_word_data;
  logic [3:0]  writer_write_word_strb;
  logic        writer_write_is_refused;

  assign hits_control = writer_write_index == 10'd0;
  assign hits_status = writer_write_index == 10'h002;
  assign is_writable = hits_control || hits_status;
  assign writer_write_is_refused = !is_writable;

  axi4_lite_writes_a12 u_writer (
    .clk_i             (clk_i),
    .rst_ni            (rst_ni),
    .aw_valid_i        (s_axil_awvalid),
    .aw_ready_o        (s_axil_awready),
    .aw_addr_i         (s_axil_awaddr),
    .aw_prot_i         (s_axil_awprot),
    .w_valid_i         (s_axil_wvalid),
    .w_ready_o         (s_axil_wready),
    .w_data_i          (s_axil_wdata),
    .w_strb_i          (s_axil_wstrb),
    .b_valid_o         (s_axil_bvalid),
    .b_ready_i         (s_axil_bready),
    .b_resp_o          (s_axil_bresp),
    .write_valid_o     (writer_write_valid),
    .write_index_o     (writer_write_index),
    .write_word_data_o (writer_write_word_data),
    .write_word_strb_o (writer_write_word_strb),
    .write_is_refused_i(writer_write_is_refused)
  );

  // What software and hardware do to the fields
  logic        writes_control;
  logic        writes_status;
  logic        ones_status_blinked;
  logic [16:0] parts_status_count_sum_0;
  logic [16:0] sum_status_count;
  logic        state_control_start_q;
  logic [15:0] state_control_period_q;
  logic        state_status_blinked_q;
  logic [15:0] state_status_count_q;

  assign writes_control = writer_write_valid && hits_control;
  assign writes_status = writer_write_valid && hits_status;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_control_period_q <= 16'h03e8;
    end else begin
      for (int i = 0; i < 2; i++) begin
        if (writes_control && writer_write_word_strb[i + 1]) begin
          state_control_period_q[8*i +: 8] <= writer_write_word_data[8*i + 8 +: 8];
        end
      end
    end
  end

  assign ones_status_blinked =
    (writes_status && writer_write_word_strb[0]) ? writer_write_word_data[1] : 1'b0;
  assign parts_status_count_sum_0 = {1'b0, state_status_count_q} + {16'd0, amounts_status_count_i};
  assign sum_status_count = parts_status_count_sum_0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_control_start_q <= 1'b0;
      state_status_blinked_q <= 1'b0;
      state_status_count_q <= 16'd0;
    end else begin
      state_control_start_q <=
        (writes_control && writer_write_word_strb[0]) ? writer_write_word_data[0] : 1'b0;
      state_status_blinked_q <=
        (state_status_blinked_q && !ones_status_blinked) || sets_status_blinked_i;
      state_status_count_q <=
        clears_status_count_i ? 16'd0 : sum_status_count[16] ? 16'd65535 : sum_status_count[15:0];
    end
  end

  // Reads
  logic [31:0] reader_read_data;
  logic        reader_read_is_refused;
  logic        unused_reader_read_valid;
  logic [9:0]  reader_read_index;

  always_comb begin
    reader_read_data = 32'd0;
    reader_read_is_refused = 1'b1;
    case (reader_read_index)
      10'd0: begin
        reader_read_is_refused = 1'b0;
        reader_read_data = {8'd0, state_control_period_q, 8'd0};
      end
      10'd2: begin
        reader_read_is_refused = 1'b0;
        reader_read_data =
          {state_status_count_q, 14'd0, state_status_blinked_q, readings_status_lit_i};
      end
      default: ;
    endcase
  end

  axi4_lite_reads_a12 u_reader (
    .clk_i            (clk_i),
    .rst_ni           (rst_ni),
    .ar_valid_i       (s_axil_arvalid),
    .ar_ready_o       (s_axil_arready),
    .ar_addr_i        (s_axil_araddr),
    .ar_prot_i        (s_axil_arprot),
    .r_valid_o        (s_axil_rvalid),
    .r_ready_i        (s_axil_rready),
    .r_data_o         (s_axil_rdata),
    .r_resp_o         (s_axil_rresp),
    .read_valid_o     (unused_reader_read_valid),
    .read_index_o     (reader_read_index),
    .read_data_i      (reader_read_data),
    .read_is_refused_i(reader_read_is_refused)
  );

  assign values_control_start_o = state_control_start_q;
  assign values_control_period_o = state_control_period_q;
  assign values_status_blinked_o = state_status_blinked_q;
  assign values_status_count_o = state_status_count_q;

  // Bits that nothing reads
  logic unused_writer_write_word_data;
  logic unused_writer_write_word_strb;

  assign unused_writer_write_word_data =
    &{writer_write_word_data[31:24], writer_write_word_data[7:2]};
  assign unused_writer_write_word_strb = writer_write_word_strb[3];

`ifndef SYNTHESIS
  logic        sets_status_blinked_past_q;
  logic        has_past_q;
  logic        clears_status_count_past_q;
  logic [15:0] state_status_count_past_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      has_past_q <= 1'b0;
    end else begin
      has_past_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    sets_status_blinked_past_q <= sets_status_blinked_i;
    clears_status_count_past_q <= clears_status_count_i;
    state_status_count_past_q <= state_status_count_q;
  end

  always @(posedge clk_i) begin
    if (rst_ni) begin
      // what hardware sets is set, also where software clears in that cycle
      begin : KeepsEvents_status_blinked
        assert (!has_past_q || !(|(sets_status_blinked_past_q && !state_status_blinked_q)));
      end
      // the counter stays at its greatest value
      begin : NeverFalls_status_count
        assert (
          !has_past_q || clears_status_count_past_q
          || state_status_count_past_q <= state_status_count_q
        );
      end
    end
  end
`endif
endmodule
