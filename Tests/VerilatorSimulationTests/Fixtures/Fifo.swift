import VerilatorSimulation

/// A FIFO of four items with a stream on each side.
let fifo = DesignUnderTest(
  topName: "fifo",
  files: [SourceFile(name: "fifo.sv", text: fifoText)],
  ports: [
    .input("clk_i"), .input("rst_ni"),
    .input("in_valid_i"), .output("in_ready_o"),
    .input("in_data_i", widthBits: 16), .input("in_tag_i", widthBits: 70),
    .output("out_valid_o"), .input("out_ready_i"),
    .output("out_data_o", widthBits: 16).signed, .output("out_tag_o", widthBits: 70),
  ],
  streams: [
    StreamSpec(
      name: "in", direction: .input, valid: "in_valid_i", ready: "in_ready_o",
      payload: ["in_data_i", "in_tag_i"]),
    StreamSpec(
      name: "out", direction: .output, valid: "out_valid_o", ready: "out_ready_i",
      payload: ["out_data_o", "out_tag_o"]),
  ]
)
.builtQuickly

private let fifoText = """
  module fifo (
    input  logic        clk_i,
    input  logic        rst_ni,
    input  logic        in_valid_i,
    output logic        in_ready_o,
    input  logic [15:0] in_data_i,
    input  logic [69:0] in_tag_i,
    output logic        out_valid_o,
    input  logic        out_ready_i,
    output logic [15:0] out_data_o,
    output logic [69:0] out_tag_o
  );
    logic [85:0] memory_q [4];
    logic [2:0]  write_q;
    logic [2:0]  read_q;

    assign in_ready_o = (write_q - read_q) != 3'd4;
    assign out_valid_o = write_q != read_q;
    assign {out_tag_o, out_data_o} = memory_q[read_q[1:0]];

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        write_q <= '0;
        read_q  <= '0;
      end else begin
        if (in_valid_i && in_ready_o) write_q <= write_q + 3'd1;
        if (out_valid_o && out_ready_i) read_q <= read_q + 3'd1;
      end
    end

    always_ff @(posedge clk_i) begin
      if (in_valid_i && in_ready_o) memory_q[write_q[1:0]] <= {in_tag_i, in_data_i};
    end
  endmodule

  """
