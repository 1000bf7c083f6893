// The registers of the tests' device, written by hand to the page of their map: the same ports, the
// same contract. Address and word of a write come in any order, each in a place of its own.
module device_registers_by_hand (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        s_axil_awvalid,
  output logic        s_axil_awready,
  input  logic [6:0]  s_axil_awaddr,
  input  logic [2:0]  s_axil_awprot,
  input  logic        s_axil_wvalid,
  output logic        s_axil_wready,
  input  logic [31:0] s_axil_wdata,
  input  logic [3:0]  s_axil_wstrb,
  output logic        s_axil_bvalid,
  input  logic        s_axil_bready,
  output logic [1:0]  s_axil_bresp,
  input  logic        s_axil_arvalid,
  output logic        s_axil_arready,
  input  logic [6:0]  s_axil_araddr,
  input  logic [2:0]  s_axil_arprot,
  output logic        s_axil_rvalid,
  input  logic        s_axil_rready,
  output logic [31:0] s_axil_rdata,
  output logic [1:0]  s_axil_rresp,

  output logic        values_control_start_o,
  output logic [1:0]  values_control_mode_o,
  output logic        values_control_enable_o,
  output logic [3:0]  values_control_steps_o,
  output logic [17:0] values_control_limit_o,
  output logic        values_interrupt_done_o,
  output logic [3:0]  values_interrupt_faults_o,
  output logic [7:0]  values_interrupt_request_o,
  output logic [1:0]  values_interrupt_mask_o,
  output logic [63:0] values_cycles_count_o,
  output logic [43:0] values_window_base_o,
  output logic [6:0]  values_traffic_bytes_o,
  output logic [2:0]  values_traffic_faults_o,
  output logic [7:0]  values_fault_tag_o,

  input  logic        readings_status_busy_i,
  input  logic [11:0] readings_status_level_i,
  input  logic [39:0] readings_fault_address_i,

  input  logic        sets_interrupt_done_i,
  input  logic [3:0]  sets_interrupt_faults_i,

  input  logic [7:0]  clears_interrupt_request_i,
  input  logic        clears_cycles_count_i,
  input  logic        clears_traffic_bytes_i,
  input  logic        clears_traffic_faults_i,

  input  logic [39:0] amounts_cycles_count_i,
  input  logic [3:0]  amounts_traffic_bytes_i,
  input  logic        amounts_traffic_faults_i
);
  // Writes
  logic        aw_held_q, w_held_q, b_valid_q, b_error_q;
  logic [4:0]  aw_q, waddr;
  logic [35:0] w_q;
  logic [31:0] wdata;
  logic [3:0]  wstrb;
  logic        aw_there, w_there, take_write, write;
  logic        hit_control, hit_interrupt, hit_window, hit_window_high, hit_tag;

  assign s_axil_awready = !aw_held_q;
  assign s_axil_wready = !w_held_q;
  assign aw_there = aw_held_q || s_axil_awvalid;
  assign w_there = w_held_q || s_axil_wvalid;
  assign waddr = aw_held_q ? aw_q : s_axil_awaddr[6:2];
  assign {wstrb, wdata} = w_held_q ? w_q : {s_axil_wstrb, s_axil_wdata};
  assign take_write = !b_valid_q || s_axil_bready;
  assign write = aw_there && w_there && take_write;

  assign hit_control = waddr == 5'h1;
  assign hit_interrupt = waddr == 5'h3;
  assign hit_window = waddr == 5'h6;
  assign hit_window_high = waddr == 5'h7;
  assign hit_tag = waddr == 5'hb;

  assign s_axil_bvalid = b_valid_q;
  assign s_axil_bresp = {b_error_q, 1'b0};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      aw_held_q <= 1'b0;
      w_held_q <= 1'b0;
      b_valid_q <= 1'b0;
    end else begin
      aw_held_q <= aw_there && !write;
      w_held_q <= w_there && !write;
      if (take_write) b_valid_q <= aw_there && w_there;
    end
  end

  always_ff @(posedge clk_i) begin
    if (!aw_held_q) aw_q <= s_axil_awaddr[6:2];
    if (!w_held_q) w_q <= {s_axil_wstrb, s_axil_wdata};
    if (write) begin
      b_error_q <= !(hit_control || hit_interrupt || hit_window || hit_window_high || hit_tag);
    end
  end

  // Fields
  logic        start_q, enable_q, done_q;
  logic [1:0]  mode_q, mask_q;
  logic [3:0]  steps_q, faults_q;
  logic [17:0] limit_q;
  logic [7:0]  request_q, tag_q;
  logic [63:0] count_q;
  logic [43:0] base_q;
  logic [6:0]  bytes_q;
  logic [2:0]  traffic_faults_q;
  logic [7:0]  bytes_sum;
  logic [3:0]  traffic_faults_sum;
  logic [3:0]  write_control, write_interrupt, write_window, write_window_high;

  assign write_control = {4{write && hit_control}} & wstrb;
  assign write_interrupt = {4{write && hit_interrupt}} & wstrb;
  assign write_window = {4{write && hit_window}} & wstrb;
  assign write_window_high = {4{write && hit_window_high}} & wstrb;
  // In parts of 16 bits, each with a carry and without: as one, 64 bits take 1.4 ns in asap7.
  logic [63:0] count_sum;
  logic [16:0] sum_0, sum_16, more_16;
  logic [15:0] sum_32;
  logic [16:0] more_32;
  logic        carry_32, carry_48;

  assign sum_0 = {1'b0, count_q[15:0]} + {1'b0, amounts_cycles_count_i[15:0]};
  assign sum_16 = {1'b0, count_q[31:16]} + {1'b0, amounts_cycles_count_i[31:16]};
  assign more_16 = {1'b0, count_q[31:16]} + {1'b0, amounts_cycles_count_i[31:16]} + 17'd1;
  assign more_32 = {1'b0, count_q[47:32]} + {9'd0, amounts_cycles_count_i[39:32]} + 17'd1;
  assign carry_32 = sum_16[16] || (sum_0[16] && more_16[16]);
  assign {carry_48, sum_32} =
    carry_32 ? more_32 : {1'b0, count_q[47:32]} + {9'd0, amounts_cycles_count_i[39:32]};
  assign count_sum = {
    carry_48 ? count_q[63:48] + 16'd1 : count_q[63:48],
    sum_32,
    sum_0[16] ? more_16[15:0] : sum_16[15:0],
    sum_0[15:0]
  };

  assign bytes_sum = {1'b0, bytes_q} + {4'd0, amounts_traffic_bytes_i};
  assign traffic_faults_sum = {1'b0, traffic_faults_q} + {3'd0, amounts_traffic_faults_i};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      start_q <= 1'b0;
      steps_q <= 4'd0;
      enable_q <= 1'b1;
      mode_q <= 2'd2;
      limit_q <= 18'h2a5a5;
      done_q <= 1'b0;
      faults_q <= 4'd5;
      request_q <= 8'h81;
      mask_q <= 2'd0;
      count_q <= 64'h1234fffffffffff0;
      base_q <= 44'h9876543210f;
      bytes_q <= 7'd3;
      traffic_faults_q <= 3'd0;
      tag_q <= 8'ha5;
    end else begin
      start_q <= write_control[0] && wdata[0];
      steps_q <= {{2{write_control[1]}}, {2{write_control[0]}}} & wdata[9:6];
      if (write_control[0]) begin
        mode_q <= wdata[3:2];
        enable_q <= wdata[4];
      end
      if (write_control[1]) limit_q[5:0] <= wdata[15:10];
      if (write_control[2]) limit_q[13:6] <= wdata[23:16];
      if (write_control[3]) limit_q[17:14] <= wdata[27:24];

      done_q <= (done_q && !(write_interrupt[0] && wdata[0])) || sets_interrupt_done_i;
      faults_q <=
        (faults_q & ~({{2{write_interrupt[1]}}, {2{write_interrupt[0]}}} & wdata[9:6]))
        | sets_interrupt_faults_i;
      request_q <=
        (request_q & ~clears_interrupt_request_i)
        | ({{4{write_interrupt[2]}}, {4{write_interrupt[1]}}} & wdata[19:12]);
      if (write_interrupt[3]) mask_q <= wdata[31:30];

      count_q <= clears_cycles_count_i ? 64'd0 : count_sum;

      if (write_window[0]) base_q[3:0] <= wdata[7:4];
      if (write_window[1]) base_q[11:4] <= wdata[15:8];
      if (write_window[2]) base_q[19:12] <= wdata[23:16];
      if (write_window[3]) base_q[27:20] <= wdata[31:24];
      if (write_window_high[0]) base_q[35:28] <= wdata[7:0];
      if (write_window_high[1]) base_q[43:36] <= wdata[15:8];

      bytes_q <= clears_traffic_bytes_i ? 7'd0 : bytes_sum[6:0] | {7{bytes_sum[7]}};
      traffic_faults_q <=
        clears_traffic_faults_i ? 3'd0 : traffic_faults_sum[2:0] | {3{traffic_faults_sum[3]}};

      if (write && hit_tag && wstrb[3]) tag_q <= wdata[31:24];
    end
  end

  assign values_control_start_o = start_q;
  assign values_control_mode_o = mode_q;
  assign values_control_enable_o = enable_q;
  assign values_control_steps_o = steps_q;
  assign values_control_limit_o = limit_q;
  assign values_interrupt_done_o = done_q;
  assign values_interrupt_faults_o = faults_q;
  assign values_interrupt_request_o = request_q;
  assign values_interrupt_mask_o = mask_q;
  assign values_cycles_count_o = count_q;
  assign values_window_base_o = base_q;
  assign values_traffic_bytes_o = bytes_q;
  assign values_traffic_faults_o = traffic_faults_q;
  assign values_fault_tag_o = tag_q;

  // Reads
  logic        ar_held_q, ar_there, r_valid_q, r_error_q, take_read, read;
  logic [4:0]  ar_q, raddr;
  logic [31:0] rdata_q, count_high_q, rdata;
  logic [7:0]  fault_high_q;
  logic        error;

  assign s_axil_arready = !ar_held_q;
  assign ar_there = ar_held_q || s_axil_arvalid;
  assign raddr = ar_held_q ? ar_q : s_axil_araddr[6:2];
  assign take_read = !r_valid_q || s_axil_rready;
  assign read = ar_there && take_read;
  assign s_axil_rvalid = r_valid_q;
  assign s_axil_rdata = rdata_q;
  assign s_axil_rresp = {r_error_q, 1'b0};

  always_comb begin
    error = 1'b0;
    case (raddr)
      5'h0: rdata = 32'hbeef_0012;
      5'h1: rdata = {4'd0, limit_q, 5'd0, enable_q, mode_q, 2'd0};
      5'h2: rdata = {16'd0, readings_status_level_i, 3'd0, readings_status_busy_i};
      5'h3: rdata = {mask_q, 10'd0, request_q, 2'd0, faults_q, 5'd0, done_q};
      5'h4: rdata = count_q[31:0];
      5'h5: rdata = count_high_q;
      5'h6: rdata = {base_q[27:0], 4'd0};
      5'h7: rdata = {16'd0, base_q[43:28]};
      5'h9: rdata = {13'd0, traffic_faults_q, 9'd0, bytes_q};
      5'ha: rdata = readings_fault_address_i[31:0];
      5'hb: rdata = {tag_q, 16'd0, fault_high_q};
      default: begin
        rdata = 32'd0;
        error = 1'b1;
      end
    endcase
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ar_held_q <= 1'b0;
      r_valid_q <= 1'b0;
      count_high_q <= 32'd0;
      fault_high_q <= 8'd0;
    end else begin
      ar_held_q <= ar_there && !read;
      if (take_read) r_valid_q <= ar_there;
      if (read && raddr == 5'h4) count_high_q <= count_q[63:32];
      if (read && raddr == 5'ha) fault_high_q <= readings_fault_address_i[39:32];
    end
  end

  always_ff @(posedge clk_i) begin
    if (!ar_held_q) ar_q <= s_axil_araddr[6:2];
    if (read) begin
      rdata_q <= rdata;
      r_error_q <= error;
    end
  end

  logic unused;
  assign unused = &{s_axil_awprot, s_axil_arprot, s_axil_awaddr[1:0], s_axil_araddr[1:0]};
endmodule
