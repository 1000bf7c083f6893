// The registers of device, behind AXI4-Lite.
// Latency: 1 cycle from s_axil_awvalid and s_axil_wvalid to s_axil_bvalid; 1 cycle from
// s_axil_arvalid to s_axil_rvalid; what is written is seen by hardware with the response, and what
// hardware does in the next cycle.
// Throughput: one write every cycle; one read every cycle.
// Reset: s_axil_bvalid and s_axil_rvalid are 0.
// Combinational paths: none.
//
// From HardwareLibrary/AXI4LiteRegisters.swift.
module device_registers (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        s_axil_awvalid,
  output logic        s_axil_awready,
  input  logic [6:0]  s_axil_awaddr,               // of a byte
  input  logic [2:0]  s_axil_awprot,
  input  logic        s_axil_wvalid,
  output logic        s_axil_wready,
  input  logic [31:0] s_axil_wdata,
  input  logic [3:0]  s_axil_wstrb,                // the bytes that are written
  output logic        s_axil_bvalid,
  input  logic        s_axil_bready,
  output logic [1:0]  s_axil_bresp,                // 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR
  input  logic        s_axil_arvalid,
  output logic        s_axil_arready,
  input  logic [6:0]  s_axil_araddr,               // of a byte
  input  logic [2:0]  s_axil_arprot,
  output logic        s_axil_rvalid,
  input  logic        s_axil_rready,
  output logic [31:0] s_axil_rdata,
  output logic [1:0]  s_axil_rresp,                // 0 OKAY, 1 EXOKAY, 2 SLVERR, 3 DECERR

  output logic        values_control_start_o,      // Begins.
  output logic [1:0]  values_control_mode_o,       // How it works.
  output logic        values_control_enable_o,     // It works.
  output logic [3:0]  values_control_steps_o,      // Goes on, each of four parts by itself.
  output logic [17:0] values_control_limit_o,      // Where it ends.
  output logic        values_interrupt_done_o,     // The end was reached.
  output logic [3:0]  values_interrupt_faults_o,   // What went wrong.
  output logic [7:0]  values_interrupt_request_o,  // What is asked for.
  output logic [1:0]  values_interrupt_mask_o,     // What interrupts.
  output logic [63:0] values_cycles_count_o,       // Cycles at work.
  output logic [43:0] values_window_base_o,        // The first byte.
  output logic [6:0]  values_traffic_bytes_o,      // Bytes read.
  output logic [2:0]  values_traffic_faults_o,     // Errors of the bus.
  output logic [7:0]  values_fault_tag_o,          // For software.

  input  logic        readings_status_busy_i,      // It works.
  input  logic [11:0] readings_status_level_i,     // What waits.
  input  logic [39:0] readings_fault_address_i,    // Of the access that went wrong.

  input  logic        sets_interrupt_done_i,       // sets these bits
  input  logic [3:0]  sets_interrupt_faults_i,     // sets these bits

  input  logic [7:0]  clears_interrupt_request_i,  // clears these bits
  input  logic        clears_cycles_count_i,
  input  logic        clears_traffic_bytes_i,
  input  logic        clears_traffic_faults_i,

  input  logic [39:0] amounts_cycles_count_i,      // is added
  input  logic [3:0]  amounts_traffic_bytes_i,     // is added
  input  logic        amounts_traffic_faults_i     // is added
);
  // Writes: address and word come in any order
  logic        write_valid;
  logic        write_ready;
  logic        hits_control;
  logic        hits_interrupt;
  logic        hits_window;
  logic        hits_window_high;
  logic        hits_fault_high;
  logic        is_writable;
  logic        addresses_output_valid;
  logic [4:0]  addresses_output_data;
  logic        words_output_valid;
  logic [31:0] words_output_data;
  logic [3:0]  words_output_strb;
  logic        responses_output_data;
  logic        addresses_output_ready;
  logic        words_output_ready;
  logic        responses_input_data;

  assign addresses_output_ready = write_ready && words_output_valid;

  skid_buffer_w5 u_addresses (
    .clk_i         (clk_i),
    .rst_ni        (rst_ni),
    .input_valid_i (s_axil_awvalid),
    .input_ready_o (s_axil_awready),
    .input_data_i  (s_axil_awaddr[6:2]),
    .output_valid_o(addresses_output_valid),
    .output_ready_i(addresses_output_ready),
    .output_data_o (addresses_output_data)
  );

  assign words_output_ready = write_ready && addresses_output_valid;

  skid_buffer_axi4_lite_write_word_b32_b4 u_words (
    .clk_i         (clk_i),
    .rst_ni        (rst_ni),
    .input_valid_i (s_axil_wvalid),
    .input_ready_o (s_axil_wready),
    .input_data_i  (s_axil_wdata),
    .input_strb_i  (s_axil_wstrb),
    .output_valid_o(words_output_valid),
    .output_ready_i(words_output_ready),
    .output_data_o (words_output_data),
    .output_strb_o (words_output_strb)
  );

  assign write_valid = addresses_output_valid && words_output_valid;
  assign hits_control = addresses_output_data == 5'h01;
  assign hits_interrupt = addresses_output_data == 5'h03;
  assign hits_window = addresses_output_data == 5'h06;
  assign hits_window_high = addresses_output_data == 5'h07;
  assign hits_fault_high = addresses_output_data == 5'h0b;
  assign is_writable =
    hits_control || hits_interrupt || hits_window || hits_window_high || hits_fault_high;
  assign responses_input_data = !is_writable;

  stream_register_w1 u_responses (
    .clk_i         (clk_i),
    .rst_ni        (rst_ni),
    .input_valid_i (write_valid),
    .input_ready_o (write_ready),
    .input_data_i  (responses_input_data),
    .output_valid_o(s_axil_bvalid),
    .output_ready_i(s_axil_bready),
    .output_data_o (responses_output_data)
  );

  assign s_axil_bresp = {responses_output_data, 1'b0};

  // What software and hardware do to the fields
  logic        writes_control;
  logic        writes_interrupt;
  logic        writes_window;
  logic        writes_window_high;
  logic        writes_fault_high;
  logic        ones_interrupt_done;
  logic [3:0]  ones_interrupt_faults;
  logic [7:0]  ones_interrupt_request;
  logic [16:0] parts_cycles_count_sum_0;
  logic [16:0] parts_cycles_count_sum_16;
  logic [16:0] parts_cycles_count_more_16;
  logic        parts_cycles_count_carry_16;
  logic [16:0] parts_cycles_count_sum_32;
  logic [16:0] parts_cycles_count_more_32;
  logic        parts_cycles_count_carry_32;
  logic        parts_cycles_count_carry_48;
  logic [64:0] sum_cycles_count;
  logic [7:0]  parts_traffic_bytes_sum_0;
  logic [7:0]  sum_traffic_bytes;
  logic [3:0]  parts_traffic_faults_sum_0;
  logic [3:0]  sum_traffic_faults;
  logic [17:0] parts_cycles_count_more_16_sum;
  logic [17:0] parts_cycles_count_more_32_sum;
  logic [16:0] sum_cycles_count_choice;
  logic [16:0] sum_cycles_count_choice_2;
  logic        state_control_start_q;
  logic [1:0]  state_control_mode_q;
  logic        state_control_enable_q;
  logic [3:0]  state_control_steps_q;
  logic [17:0] state_control_limit_q;
  logic        state_interrupt_done_q;
  logic [3:0]  state_interrupt_faults_q;
  logic [7:0]  state_interrupt_request_q;
  logic [1:0]  state_interrupt_mask_q;
  logic [63:0] state_cycles_count_q;
  logic [43:0] state_window_base_q;
  logic [6:0]  state_traffic_bytes_q;
  logic [2:0]  state_traffic_faults_q;
  logic [7:0]  state_fault_tag_q;

  assign writes_control = write_valid && write_ready && hits_control;
  assign writes_interrupt = write_valid && write_ready && hits_interrupt;
  assign writes_window = write_valid && write_ready && hits_window;
  assign writes_window_high = write_valid && write_ready && hits_window_high;
  assign writes_fault_high = write_valid && write_ready && hits_fault_high;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_control_mode_q <= 2'b10;
      state_control_enable_q <= 1'b1;
    end else if (writes_control && words_output_strb[0]) begin
      state_control_mode_q <= words_output_data[3:2];
      state_control_enable_q <= words_output_data[4];
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_control_limit_q <= 18'h2a5a5;
    end else begin
      if (writes_control && words_output_strb[1]) begin
        state_control_limit_q[5:0] <= words_output_data[15:10];
      end
      if (writes_control && words_output_strb[2]) begin
        state_control_limit_q[13:6] <= words_output_data[23:16];
      end
      if (writes_control && words_output_strb[3]) begin
        state_control_limit_q[17:14] <= words_output_data[27:24];
      end
    end
  end

  assign ones_interrupt_done =
    (writes_interrupt && words_output_strb[0]) ? words_output_data[0] : 1'b0;
  assign ones_interrupt_faults =
    {(writes_interrupt && words_output_strb[1]) ? words_output_data[9:8] : 2'd0,
    (writes_interrupt && words_output_strb[0]) ? words_output_data[7:6] : 2'd0};
  assign ones_interrupt_request =
    {(writes_interrupt && words_output_strb[2]) ? words_output_data[19:16] : 4'd0,
    (writes_interrupt && words_output_strb[1]) ? words_output_data[15:12] : 4'd0};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_interrupt_mask_q <= 2'd0;
    end else if (writes_interrupt && words_output_strb[3]) begin
      state_interrupt_mask_q <= words_output_data[31:30];
    end
  end

  assign parts_cycles_count_sum_0 =
    {1'b0, state_cycles_count_q[15:0]} + {1'b0, amounts_cycles_count_i[15:0]};
  assign parts_cycles_count_sum_16 =
    {1'b0, state_cycles_count_q[31:16]} + {1'b0, amounts_cycles_count_i[31:16]};
  assign parts_cycles_count_more_16_sum =
    {1'b0, state_cycles_count_q[31:16], 1'b1} + {1'b0, amounts_cycles_count_i[31:16], 1'b1};
  assign parts_cycles_count_more_16 = parts_cycles_count_more_16_sum[17:1];
  assign parts_cycles_count_carry_16 =
    parts_cycles_count_sum_16[16]
    || (parts_cycles_count_sum_0[16] && parts_cycles_count_more_16[16]);
  assign parts_cycles_count_sum_32 =
    {1'b0, state_cycles_count_q[47:32]} + {9'd0, amounts_cycles_count_i[39:32]};
  assign parts_cycles_count_more_32_sum =
    {1'b0, state_cycles_count_q[47:32], 1'b1} + {9'd0, amounts_cycles_count_i[39:32], 1'b1};
  assign parts_cycles_count_more_32 = parts_cycles_count_more_32_sum[17:1];
  assign parts_cycles_count_carry_32 =
    parts_cycles_count_sum_32[16]
    || (parts_cycles_count_carry_16 && parts_cycles_count_more_32[16]);
  assign parts_cycles_count_carry_48 = parts_cycles_count_carry_32 && &state_cycles_count_q[63:48];
  assign sum_cycles_count_choice =
    parts_cycles_count_carry_16 ? parts_cycles_count_more_32 : parts_cycles_count_sum_32;
  assign sum_cycles_count_choice_2 =
    parts_cycles_count_sum_0[16] ? parts_cycles_count_more_16 : parts_cycles_count_sum_16;
  assign sum_cycles_count =
    {parts_cycles_count_carry_48,
    parts_cycles_count_carry_32 ? state_cycles_count_q[63:48] + 16'd1 : state_cycles_count_q[63:48],
    sum_cycles_count_choice[15:0], sum_cycles_count_choice_2[15:0], parts_cycles_count_sum_0[15:0]};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_window_base_q <= 44'h9876543210f;
    end else begin
      if (writes_window && words_output_strb[0]) begin
        state_window_base_q[3:0] <= words_output_data[7:4];
      end
      for (int i = 0; i < 3; i++) begin
        if (writes_window && words_output_strb[i + 1]) begin
          state_window_base_q[8*i + 4 +: 8] <= words_output_data[8*i + 8 +: 8];
        end
      end
      for (int i = 0; i < 2; i++) begin
        if (writes_window_high && words_output_strb[i]) begin
          state_window_base_q[8*i + 28 +: 8] <= words_output_data[8*i +: 8];
        end
      end
    end
  end

  assign parts_traffic_bytes_sum_0 =
    {1'b0, state_traffic_bytes_q} + {4'd0, amounts_traffic_bytes_i};
  assign sum_traffic_bytes = parts_traffic_bytes_sum_0;
  assign parts_traffic_faults_sum_0 =
    {1'b0, state_traffic_faults_q} + {3'd0, amounts_traffic_faults_i};
  assign sum_traffic_faults = parts_traffic_faults_sum_0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_control_start_q <= 1'b0;
      state_control_steps_q <= 4'd0;
      state_interrupt_done_q <= 1'b0;
      state_interrupt_faults_q <= 4'b0101;
      state_interrupt_request_q <= 8'h81;
      state_cycles_count_q <= 64'h00000000fffffff0;
      state_traffic_bytes_q <= 7'd3;
      state_traffic_faults_q <= 3'd0;
    end else begin
      state_control_start_q <=
        (writes_control && words_output_strb[0]) ? words_output_data[0] : 1'b0;
      state_control_steps_q <=
        {(writes_control && words_output_strb[1]) ? words_output_data[9:8] : 2'd0,
        (writes_control && words_output_strb[0]) ? words_output_data[7:6] : 2'd0};
      state_interrupt_done_q <=
        (state_interrupt_done_q && !ones_interrupt_done) || sets_interrupt_done_i;
      state_interrupt_faults_q <=
        (state_interrupt_faults_q & ~ones_interrupt_faults) | sets_interrupt_faults_i;
      state_interrupt_request_q <=
        (state_interrupt_request_q & ~clears_interrupt_request_i) | ones_interrupt_request;
      state_cycles_count_q <= clears_cycles_count_i ? 64'h0000000000000000 : sum_cycles_count[63:0];
      state_traffic_bytes_q <=
        clears_traffic_bytes_i ? 7'd0 : sum_traffic_bytes[7] ? 7'd127 : sum_traffic_bytes[6:0];
      state_traffic_faults_q <=
        clears_traffic_faults_i ? 3'd0 : sum_traffic_faults[3] ? 3'd7 : sum_traffic_faults[2:0];
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_fault_tag_q <= 8'ha5;
    end else if (writes_fault_high && words_output_strb[3]) begin
      state_fault_tag_q <= words_output_data[31:24];
    end
  end

  // Reads
  logic [31:0] word;
  logic        is_mapped;
  logic        requests_output_ready;
  logic        requests_output_valid;
  logic [4:0]  requests_output_data;
  logic [31:0] state_cycles_count_bits_31_to_0;
  logic [31:0] word_full;
  logic [31:0] word_full_2;
  logic [31:0] readings_fault_address_bits_31_to_0;
  logic        is_answered_q;         // an answer to a read waits
  logic [31:0] answer_data_q;
  logic        answer_is_refused_q;
  logic [31:0] kept_cycles_count_q;   // as the low word was read
  logic [7:0]  kept_fault_address_q;  // as the low word was read

  assign state_cycles_count_bits_31_to_0 = state_cycles_count_q[31:0];
  assign word_full = {state_window_base_q[27:0], 4'd0};
  assign word_full_2 = {16'd0, state_window_base_q[43:28]};
  assign readings_fault_address_bits_31_to_0 = readings_fault_address_i[31:0];

  always_comb begin
    word = 32'd0;
    is_mapped = 1'b0;
    case (requests_output_data)
      5'd0: begin
        is_mapped = 1'b1;
        word = 32'hbeef0012;
      end
      5'd1: begin
        is_mapped = 1'b1;
        word =
          {4'd0, state_control_limit_q, 5'd0, state_control_enable_q, state_control_mode_q, 2'd0};
      end
      5'd2: begin
        is_mapped = 1'b1;
        word = {16'd0, readings_status_level_i, 3'd0, readings_status_busy_i};
      end
      5'd3: begin
        is_mapped = 1'b1;
        word =
          {state_interrupt_mask_q, 10'd0, state_interrupt_request_q, 2'd0, state_interrupt_faults_q,
          5'd0, state_interrupt_done_q};
      end
      5'd4: begin
        is_mapped = 1'b1;
        word = state_cycles_count_bits_31_to_0;
      end
      5'd5: begin
        is_mapped = 1'b1;
        word = kept_cycles_count_q;
      end
      5'd6: begin
        is_mapped = 1'b1;
        word = word_full;
      end
      5'd7: begin
        is_mapped = 1'b1;
        word = word_full_2;
      end
      5'd9: begin
        is_mapped = 1'b1;
        word = {13'd0, state_traffic_faults_q, 9'd0, state_traffic_bytes_q};
      end
      5'd10: begin
        is_mapped = 1'b1;
        word = readings_fault_address_bits_31_to_0;
      end
      5'd11: begin
        is_mapped = 1'b1;
        word = {state_fault_tag_q, 16'd0, kept_fault_address_q};
      end
      default: ;
    endcase
  end

  assign requests_output_ready = !is_answered_q || s_axil_rready;

  skid_buffer_w5 u_requests (
    .clk_i         (clk_i),
    .rst_ni        (rst_ni),
    .input_valid_i (s_axil_arvalid),
    .input_ready_o (s_axil_arready),
    .input_data_i  (s_axil_araddr[6:2]),
    .output_valid_o(requests_output_valid),
    .output_ready_i(requests_output_ready),
    .output_data_o (requests_output_data)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      is_answered_q <= 1'b0;
    end else if (requests_output_ready) begin
      is_answered_q <= requests_output_valid;
    end
  end

  always_ff @(posedge clk_i) begin
    if (requests_output_valid && requests_output_ready) begin
      answer_data_q <= word;
      answer_is_refused_q <= !is_mapped;
    end
  end

  assign s_axil_rvalid = is_answered_q;
  assign s_axil_rdata = answer_data_q;
  assign s_axil_rresp = {answer_is_refused_q, 1'b0};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      kept_cycles_count_q <= 32'd0;
    end else if (
      requests_output_valid && requests_output_ready && requests_output_data == 5'h04
    ) begin
      kept_cycles_count_q <= state_cycles_count_q[63:32];
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      kept_fault_address_q <= 8'd0;
    end else if (
      requests_output_valid && requests_output_ready && requests_output_data == 5'h0a
    ) begin
      kept_fault_address_q <= readings_fault_address_i[39:32];
    end
  end

  // What hardware sees
  assign values_control_start_o = state_control_start_q;
  assign values_control_mode_o = state_control_mode_q;
  assign values_control_enable_o = state_control_enable_q;
  assign values_control_steps_o = state_control_steps_q;
  assign values_control_limit_o = state_control_limit_q;
  assign values_interrupt_done_o = state_interrupt_done_q;
  assign values_interrupt_faults_o = state_interrupt_faults_q;
  assign values_interrupt_request_o = state_interrupt_request_q;
  assign values_interrupt_mask_o = state_interrupt_mask_q;
  assign values_cycles_count_o = state_cycles_count_q;
  assign values_window_base_o = state_window_base_q;
  assign values_traffic_bytes_o = state_traffic_bytes_q;
  assign values_traffic_faults_o = state_traffic_faults_q;
  assign values_fault_tag_o = state_fault_tag_q;

  // Bits that nothing reads
  logic unused_s_axil_awaddr;
  logic unused_s_axil_awprot;
  logic unused_s_axil_araddr;
  logic unused_s_axil_arprot;
  logic unused_sum_cycles_count;
  logic unused_parts_cycles_count_more_16_sum;
  logic unused_parts_cycles_count_more_32_sum;
  logic unused_sum_cycles_count_choice;
  logic unused_sum_cycles_count_choice_2;

  assign unused_s_axil_awaddr = &s_axil_awaddr[1:0];
  assign unused_s_axil_awprot = &s_axil_awprot;
  assign unused_s_axil_araddr = &s_axil_araddr[1:0];
  assign unused_s_axil_arprot = &s_axil_arprot;
  assign unused_sum_cycles_count = sum_cycles_count[64];
  assign unused_parts_cycles_count_more_16_sum = parts_cycles_count_more_16_sum[0];
  assign unused_parts_cycles_count_more_32_sum = parts_cycles_count_more_32_sum[0];
  assign unused_sum_cycles_count_choice = sum_cycles_count_choice[16];
  assign unused_sum_cycles_count_choice_2 = sum_cycles_count_choice_2[16];

`ifndef SYNTHESIS
  logic       sets_interrupt_done_past_q;
  logic       has_past_q;
  logic [3:0] sets_interrupt_faults_past_q;
  logic [7:0] ones_interrupt_request_past_q;
  logic       clears_traffic_bytes_past_q;
  logic [6:0] state_traffic_bytes_past_q;
  logic       clears_traffic_faults_past_q;
  logic [2:0] state_traffic_faults_past_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      has_past_q <= 1'b0;
    end else begin
      has_past_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    sets_interrupt_done_past_q <= sets_interrupt_done_i;
    sets_interrupt_faults_past_q <= sets_interrupt_faults_i;
    ones_interrupt_request_past_q <= ones_interrupt_request;
    clears_traffic_bytes_past_q <= clears_traffic_bytes_i;
    state_traffic_bytes_past_q <= state_traffic_bytes_q;
    clears_traffic_faults_past_q <= clears_traffic_faults_i;
    state_traffic_faults_past_q <= state_traffic_faults_q;
  end

  always @(posedge clk_i) begin
    if (rst_ni) begin
      begin : WriteRefused
        cover (write_valid && write_ready && !is_writable);
      end
      // what hardware sets is set, also where software clears in that cycle
      begin : KeepsEvents_interrupt_done
        assert (!has_past_q || !(|(sets_interrupt_done_past_q && !state_interrupt_done_q)));
      end
      // what hardware sets is set, also where software clears in that cycle
      begin : KeepsEvents_interrupt_faults
        assert (!has_past_q || !(|(sets_interrupt_faults_past_q & ~state_interrupt_faults_q)));
      end
      // what software sets is set, also where hardware clears in that cycle
      begin : KeepsRequests_interrupt_request
        assert (!has_past_q || !(|(ones_interrupt_request_past_q & ~state_interrupt_request_q)));
      end
      // the counter stays at its greatest value
      begin : NeverFalls_traffic_bytes
        assert (
          !has_past_q || clears_traffic_bytes_past_q
          || state_traffic_bytes_past_q <= state_traffic_bytes_q
        );
      end
      // the counter stays at its greatest value
      begin : NeverFalls_traffic_faults
        assert (
          !has_past_q || clears_traffic_faults_past_q
          || state_traffic_faults_past_q <= state_traffic_faults_q
        );
      end
      begin : ReadRefused
        cover (requests_output_valid && requests_output_ready && !is_mapped);
      end
    end
  end
`endif
endmodule
