import HardwareDSL
import HardwareIR

/// A module that drives every input of a module with noise and folds its outputs.
struct NoiseText {
  static let name = "noise"
  let text: String

  /// - Parameter top: a module with clock and reset; its inputs have at most 57 bits.
  init(_ top: ModuleDefinition) {
    let ports = top.ports.filter { $0.name != "clk_i" && $0.name != "rst_ni" }
    let outputs = ports.filter { $0.direction == .output }
    var pins = ["    .clk_i(clk_i),", "    .rst_ni(rst_ni),"]
    var fold = "{check_o[30:0], check_o[31]}"
    for (index, port) in ports.enumerated() {
      let comma = index + 1 < ports.count ? "," : ""
      let width = port.type.width
      let low = 7 * index % (64 - width)
      let value =
        port.direction == .output ? port.name : "noise_q[\(low + width - 1):\(low)]"
      pins.append("    .\(port.name)(\(value))\(comma)")
    }
    for port in outputs {
      for low in stride(from: 0, to: port.type.width, by: 32) {
        let high = min(low + 31, port.type.width - 1)
        let part = port.type.width == 1 ? port.name : "\(port.name)[\(high):\(low)]"
        let padding = 31 - (high - low)
        fold += padding == 0 ? " ^ \(part)" : " ^ {\(padding)'d0, \(part)}"
      }
    }
    let wires = outputs.map { port in
      "  logic " + (port.type.width == 1 ? "" : "[\(port.type.width - 1):0] ") + port.name + ";"
    }
    text = """
      module \(Self.name) (
        input  logic        clk_i,
        input  logic        rst_ni,
        output logic [31:0] check_o
      );
        logic [63:0] noise_q;
      \(wires.joined(separator: "\n"))

        always_ff @(posedge clk_i or negedge rst_ni) begin
          if (!rst_ni) begin
            noise_q <= 64'h9e3779b97f4a7c15;
            check_o <= 32'd0;
          end else begin
            noise_q <= {noise_q[50:0], noise_q[63:51] ^ noise_q[62:50]};
            check_o <= \(fold);
          end
        end

        \(top.name) u_top (
      \(pins.joined(separator: "\n"))
        );
      endmodule

      """
  }
}
