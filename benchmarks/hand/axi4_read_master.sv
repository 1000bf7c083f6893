// AXI4 read master for 32 bits of address and 64 of data, written by hand: requests of bytes, three
// windows, bursts of up to 256 beats that stay in blocks of 2 KiB, eight of them under way.
//
// - Requests take two cycles: their end is added, then compared with the windows.
// - A block is that of the longest burst, so the last one is known by a comparison for equality.
// - A burst is asked for when its note is in the queue, or comes into it in the same cycle.
// - Of a request that is refused all beats are made up, as zeros.
module axi4_read_master #(
  localparam int Address = 32,
  localparam int Length = 24,
  localparam int Data = 64,
  localparam int Lane = 3,
  localparam int Beat = 8,
  localparam int Notes = 8
) (
  input  logic               clk_i,
  input  logic               rst_ni,

  input  logic               requests_valid_i,
  output logic               requests_ready_o,
  input  logic [Address-1:0] requests_address_i,
  input  logic [Length-1:0]  requests_bytes_i,

  input  logic [Address-1:0] windows_0_first_i,
  input  logic [Address-1:0] windows_0_last_i,
  input  logic               windows_0_is_open_i,
  input  logic [Address-1:0] windows_1_first_i,
  input  logic [Address-1:0] windows_1_last_i,
  input  logic               windows_1_is_open_i,
  input  logic [Address-1:0] windows_2_first_i,
  input  logic [Address-1:0] windows_2_last_i,
  input  logic               windows_2_is_open_i,

  output logic               beats_valid_o,
  input  logic               beats_ready_i,
  output logic [Data-1:0]    beats_item_data_o,
  output logic               beats_is_last_o,

  output logic               results_valid_o,
  input  logic               results_ready_i,
  output logic [1:0]         results_error_o,
  output logic [Address-1:0] results_address_o,

  output logic               m_axi_arvalid,
  input  logic               m_axi_arready,
  output logic [Address-1:0] m_axi_araddr,
  output logic [7:0]         m_axi_arlen,
  output logic [2:0]         m_axi_arsize,
  output logic [1:0]         m_axi_arburst,
  output logic [3:0]         m_axi_arcache,
  output logic [2:0]         m_axi_arprot,
  input  logic               m_axi_rvalid,
  output logic               m_axi_rready,
  input  logic [Data-1:0]    m_axi_rdata,
  input  logic [1:0]         m_axi_rresp,
  input  logic               m_axi_rlast
);
  localparam int Block = Lane + Beat;
  localparam logic [1:0] Allowed = 2'd0;
  localparam logic [1:0] Refused = 2'd1;
  localparam logic [1:0] Empty = 2'd2;

  // Where a request ends.
  logic               asked_q;
  logic [Address-1:0] asked_first_q;
  logic [Address:0]   asked_last_q;
  logic               asked_empty_q;
  logic               asked_ready;

  // Whether it is inside a window.
  logic                  checked_q;
  logic [Address-1:0]    first_q;
  logic [Address-1:Lane] last_q;
  logic [1:0]            access_q;
  logic                  checked_ready;
  logic                  is_inside;

  assign requests_ready_o = !asked_q || asked_ready;
  assign asked_ready = !checked_q || checked_ready;
  assign is_inside = !asked_last_q[Address]
    && ((windows_0_is_open_i && asked_first_q >= windows_0_first_i
         && asked_last_q[Address-1:0] <= windows_0_last_i)
        || (windows_1_is_open_i && asked_first_q >= windows_1_first_i
            && asked_last_q[Address-1:0] <= windows_1_last_i)
        || (windows_2_is_open_i && asked_first_q >= windows_2_first_i
            && asked_last_q[Address-1:0] <= windows_2_last_i));

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      asked_q <= 1'b0;
      checked_q <= 1'b0;
    end else begin
      if (requests_ready_o) asked_q <= requests_valid_i;
      if (asked_ready) checked_q <= asked_q;
    end
  end

  always_ff @(posedge clk_i) begin
    if (requests_valid_i && requests_ready_o) begin
      asked_first_q <= requests_address_i;
      asked_last_q <= {1'b0, requests_address_i} + {9'd0, requests_bytes_i} - 33'd1;
      asked_empty_q <= requests_bytes_i == '0;
    end
    if (asked_q && asked_ready) begin
      first_q <= asked_first_q;
      last_q <= asked_last_q[Address-1:Lane];
      access_q <= asked_empty_q ? Empty : is_inside ? Allowed : Refused;
    end
  end

  // Bursts.
  logic                     started_q;
  logic [Address-Block-1:0] next_q;
  logic [Address-Block-1:0] block;
  logic                     in_last;
  logic                     ends;
  logic [Block-1:0]         start;
  logic [Beat-1:0]          stop;
  logic                     noted_q;
  logic                     open;
  logic                     room;
  logic                     taken;
  logic                     push;
  logic [Beat-1:0]          length;

  assign block = started_q ? next_q : first_q[Address-1:Block];
  assign in_last = block == last_q[Address-1:Block];
  assign ends = in_last || access_q == Empty;
  assign start = started_q ? '0 : first_q[Block-1:0];
  assign stop = in_last ? last_q[Block-1:Lane] : '1;
  assign length = stop - start[Block-1:Lane];
  assign open = noted_q || room;
  assign push = checked_q && !noted_q && room;
  assign taken = checked_q && open && (m_axi_arready || access_q != Allowed);
  assign checked_ready = open && (m_axi_arready || access_q != Allowed) && ends;

  assign m_axi_arvalid = checked_q && open && access_q == Allowed;
  assign m_axi_araddr = {block, start};
  assign m_axi_arlen = length;
  assign m_axi_arsize = 3'd3;
  assign m_axi_arburst = 2'd1;
  assign m_axi_arcache = 4'd3;
  assign m_axi_arprot = 3'd0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      started_q <= 1'b0;
      noted_q <= 1'b0;
    end else begin
      if (taken) started_q <= !ends;
      if (checked_q) noted_q <= open && !taken;
    end
  end

  always_ff @(posedge clk_i) begin
    if (taken) next_q <= block + 1'b1;
  end

  // Notes of the bursts under way.
  logic [Address-1:0] note_address [0:Notes-1];
  logic [Beat-1:0]    note_length [0:Notes-1];
  logic [1:0]         note_access [0:Notes-1];
  logic               note_ends [0:Notes-1];
  logic [3:0]         head_q;
  logic [3:0]         tail_q;
  logic [Address-1:0] at_address;
  logic [Beat-1:0]    at_length;
  logic [1:0]         at_access;
  logic               at_ends;
  logic               pop;

  assign room = (head_q ^ tail_q) != 4'b1000;
  assign at_address = note_address[head_q[2:0]];
  assign at_length = note_length[head_q[2:0]];
  assign at_access = note_access[head_q[2:0]];
  assign at_ends = note_ends[head_q[2:0]];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q <= '0;
      tail_q <= '0;
    end else begin
      if (push) tail_q <= tail_q + 1'b1;
      if (pop) head_q <= head_q + 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (push) begin
      note_address[tail_q[2:0]] <= m_axi_araddr;
      note_length[tail_q[2:0]] <= length;
      note_access[tail_q[2:0]] <= access_q;
      note_ends[tail_q[2:0]] <= ends;
    end
  end

  // Beats and results: what a beat says of the request counts when the beat is taken.
  logic            on_bus;
  logic            there;
  logic            last_beat;
  logic [Beat-1:0] count_q;
  logic            beat_taken_q;
  logic            beat_done;
  logic            goes;
  logic            done_q;
  logic [1:0]      error_q;
  logic [1:0]      error;
  logic [1:0]      so_far;
  logic            part_ready;

  assign on_bus = at_access == Allowed;
  assign there = head_q != tail_q && (m_axi_rvalid || !on_bus);
  assign last_beat = count_q == at_length || at_access == Empty;
  assign beat_done = beat_taken_q || beats_ready_i || at_access == Empty;
  assign part_ready = !done_q || results_ready_i;
  assign goes = there && beat_done && part_ready;
  assign pop = goes && last_beat;
  assign m_axi_rready = head_q != tail_q && on_bus && beat_done && part_ready;

  assign beats_valid_o = there && !beat_taken_q && at_access != Empty;
  assign beats_item_data_o = on_bus ? m_axi_rdata : '0;
  assign beats_is_last_o = last_beat && at_ends;

  // A port that marks another beat as the last fails the burst.
  assign error = on_bus ? (m_axi_rresp[1] ? {1'b1, m_axi_rresp[0]}
                           : {m_axi_rlast != last_beat, 1'b0})
                        : (at_access == Empty ? 2'd0 : 2'd1);
  assign so_far = done_q ? 2'd0 : error_q;
  assign results_valid_o = done_q;
  assign results_error_o = error_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= '0;
      beat_taken_q <= 1'b0;
      done_q <= 1'b0;
      error_q <= 2'd0;
    end else begin
      if (goes) count_q <= last_beat ? '0 : count_q + 1'b1;
      if (there) beat_taken_q <= beat_done && !goes;
      if (done_q && results_ready_i) begin
        done_q <= 1'b0;
        error_q <= 2'd0;
      end
      if (goes) begin
        done_q <= last_beat && at_ends;
        error_q <= so_far == 2'd0 ? error : so_far;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (goes && so_far == 2'd0) results_address_o <= at_address;
  end
endmodule
