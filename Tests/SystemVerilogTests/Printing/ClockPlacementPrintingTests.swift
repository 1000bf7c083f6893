import TestSupport
import Testing

/// What a parent or a declaration places in a clock domain, as it is emitted.
@Suite struct ClockPlacementPrintingTests {
  @Test("A black box, a memory of two ports and properties get the clock of their domain")
  func station() throws {
    try expectText(
      ClockDomainPrintingTests.text(Station()),
      is: """
        module station (
          input  logic       clk_i,
          input  logic       rst_ni,
          input  logic       clk_pixel_i,
          input  logic       rst_pixel_ni,

          input  logic       go_i,

          output logic       ready_o,

          input  logic [7:0] word_i,
          input  logic [1:0] address_i,

          output logic [7:0] shown_o
        );
          logic [7:0] unused_frame_a_read_data;
          logic [7:0] frame_b_read_data;
          logic [7:0] stage_result;
          logic       stage_is_full;
          logic       stage_rst;
          logic       is_ready_q;
          (* ASYNC_REG = "TRUE" *)
          logic       go_sync_1_q;
          (* ASYNC_REG = "TRUE" *)
          logic       go_sync_2_q;

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              is_ready_q <= 1'b0;
            end else begin
              is_ready_q <= go_i;
            end
          end

          assign ready_o = is_ready_q;

          always_ff @(posedge clk_pixel_i or negedge rst_pixel_ni) begin
            if (!rst_pixel_ni) begin
              go_sync_1_q <= 1'b0;
              go_sync_2_q <= 1'b0;
            end else begin
              go_sync_1_q <= is_ready_q;
              go_sync_2_q <= go_sync_1_q;
            end
          end

          sram_2rw #(
            .Width(8),
            .Depth(4),
            .AddressWidth(2)
          ) u_frame (
            .clk_i    (clk_pixel_i),
            .a_en_i   (stage_is_full),
            .a_we_i   (1'b1),
            .a_addr_i (address_i),
            .a_wdata_i(stage_result),
            .a_rdata_o(unused_frame_a_read_data),
            .b_en_i   (1'b1),
            .b_we_i   (1'b0),
            .b_addr_i (address_i),
            .b_wdata_i(8'd0),
            .b_rdata_o(frame_b_read_data)
          );

          assign stage_rst = !rst_pixel_ni;

          stage_box #(
            .Width(8),
            .Mode ("fast"),
            .Init (8'h05)
          ) u_stage (
            .clk   (clk_pixel_i),
            .rst   (stage_rst),
            .d_i   (word_i),
            .EN    (go_sync_2_q),
            .d_o   (stage_result),
            .isFull(stage_is_full)
          );

          assign shown_o = frame_b_read_data;

        `ifndef SYNTHESIS
          always @(posedge clk_i) begin
            if (rst_ni) begin
              begin : Follows
                assert (!is_ready_q || go_i);
              end
            end
          end

          always @(posedge clk_pixel_i) begin
            if (rst_pixel_ni) begin
              begin : NotZero
                assume (|word_i);
              end
              begin : Full
                cover (stage_is_full);
              end
            end
          end
        `endif
        endmodule

        """)
  }
}
