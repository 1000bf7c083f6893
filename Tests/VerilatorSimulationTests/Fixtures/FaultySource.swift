import VerilatorSimulation

/// A source that breaks the rules of its stream on demand, and can be made to oscillate.
let faultySource = DesignUnderTest(
  topName: "faulty_source",
  files: [SourceFile(name: "faulty_source.sv", text: faultyText)],
  ports: [
    .input("clk_i"), .input("rst_ni"), .input("drop_i"), .input("change_i"), .input("rush_i"),
    .input("oscillate_i"), .output("loop_o"), .output("valid_o"), .input("ready_i"),
    .output("data_o", widthBits: 8),
  ],
  streams: [
    StreamSpec(
      name: "out", direction: .output, valid: "valid_o", ready: "ready_i", payload: ["data_o"])
  ]
)
.builtQuickly

private let faultyText = """
  module faulty_source (
    input  logic       clk_i,
    input  logic       rst_ni,
    input  logic       drop_i,
    input  logic       change_i,
    input  logic       rush_i,
    input  logic       oscillate_i,
    output logic       loop_o,
    output logic       valid_o,
    input  logic       ready_i,
    output logic [7:0] data_o
  );
    logic valid_q;
    logic [7:0] data_q;
    assign valid_o = valid_q || rush_i;
    assign data_o = data_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        valid_q <= 1'b0;
        data_q  <= '0;
      end else begin
        valid_q <= !(valid_q && drop_i);
        if (ready_i || change_i) data_q <= data_q + 8'd1;
      end
    end

    // A loop on purpose: the bench must survive a model that does not settle.
    /* verilator lint_off UNOPTFLAT */
    logic loop;
    /* verilator lint_on UNOPTFLAT */
    assign loop = oscillate_i && !loop;
    assign loop_o = loop;
  endmodule

  """
