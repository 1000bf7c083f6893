import Testing
import VerilatorSimulation

/// Texts of which Verilator 5.006 by itself makes a model that is wrong.
@Suite("Faults of Verilator that a simulation does not have")
struct ToolFaultTests {
  /// 12 parts of 194 bits, of which the reset sets all but the lowest three bits to 0: the highest
  /// words of the constant that Verilator makes of these.
  private static let wide = DesignUnderTest(
    topName: "wide",
    files: [
      SourceFile(
        name: "wide.sv",
        text: """
          module wide (
            input  logic          clk_i,
            input  logic          rst_ni,
            input  logic [193:0]  part_i,
            output logic [2327:0] parts_o
          );
            BitsAreAlike: assert property (
              @(posedge clk_i) disable iff (!rst_ni) parts_o[2300] == parts_o[1500]
            );
            always_ff @(posedge clk_i or negedge rst_ni) begin
              if (!rst_ni) begin
          \((0..<12).map { "      parts_o[\($0 * 194) +: 194] <= 194'd5;\n" }.joined())\
              end else begin
                for (int i = 0; i < 12; i++) begin
                  parts_o[194*i +: 194] <= parts_o[194*i +: 194] ^ part_i;
                end
              end
            end
          endmodule

          """)
    ],
    ports: [
      .input("clk_i"), .input("rst_ni"), .input("part_i", widthBits: 194),
      .output("parts_o", widthBits: 2328),
    ])

  @Test("A register of many words can be reset to few of them, and a claim be about it")
  func longVector() async throws {
    var design = Self.wide
    design.optimization = .buildTime
    let simulation = try await Simulation(of: design, fill: .ones)
    var reset = [UInt32](repeating: 0, count: 73)
    for bit in (0..<12).flatMap({ [$0 * 194, $0 * 194 + 2] }) { reset[bit / 32] |= 1 << (bit % 32) }
    try simulation.reset()
    #expect(simulation[words: "parts_o"] == reset)
    #expect(simulation.failures.isEmpty)
    let ones = [UInt32](repeating: .max, count: 6) + [3]
    simulation[words: "part_i"] = ones
    try simulation.step()
    let inverted = reset.map { ~$0 }
    #expect(simulation[words: "parts_o"].dropLast() == inverted.dropLast())
    try simulation.reset()
    #expect(simulation[words: "parts_o"] == reset)
  }

  /// The reset acts high in a module below one in which it acts low; Verilator keeps the module
  /// below as a class. The name of a port is a member of the model, which is that of a wrapper.
  private static let inverted = DesignUnderTest(
    topName: "inverted",
    files: [
      SourceFile(
        name: "inverted.sv",
        text: """
          module inverted (
            input  logic clk_i,
            input  logic rst_ni,
            input  logic eval,
            output logic q_o
          );
            logic below;
            inverted_below u_below (.clk_i(clk_i), .rst_i(!rst_ni), .d_i(eval), .q_o(below));
            always_ff @(posedge clk_i or negedge rst_ni) begin
              if (!rst_ni) q_o <= 1'b1;
              else q_o <= below;
            end
          endmodule

          """),
      SourceFile(
        name: "inverted_below.sv",
        text: """
          module inverted_below (
            input  logic clk_i,
            input  logic rst_i,
            input  logic d_i,
            output logic q_o
          );
            /* verilator no_inline_module */
            logic rst_n;
            assign rst_n = !rst_i;
            inverted_lowest u_lowest (.clk_i(clk_i), .rst_ni(rst_n), .d_i(d_i), .q_o(q_o));
          endmodule

          """),
      SourceFile(
        name: "inverted_lowest.sv",
        text: """
          module inverted_lowest (
            input  logic clk_i,
            input  logic rst_ni,
            input  logic d_i,
            output logic q_o
          );
            always_ff @(posedge clk_i or negedge rst_ni) begin
              if (!rst_ni) q_o <= 1'b0;
              else q_o <= d_i;
            end
          endmodule

          """),
    ],
    ports: [.input("clk_i"), .input("rst_ni"), .input("eval"), .output("q_o")])

  @Test("A reset that is inverted twice below a wrapper is one reset")
  func invertedReset() async throws {
    var design = Self.inverted
    design.optimization = .buildTime
    let simulation = try await Simulation(of: design)
    try simulation.reset()
    #expect(simulation["q_o"] == 1)
    simulation["eval"] = 1
    try simulation.step()
    #expect(simulation["q_o"] == 0)
    try simulation.step()
    #expect(simulation["q_o"] == 1)
  }
}
