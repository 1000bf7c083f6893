import HardwareDSL

/// A module that drives an array with noise and folds what it gives: the same for both sides, and
/// without a call from outside for each cycle.
struct StimulusText {
  static let name = "array_stimulus"
  let text: String

  /// - Parameters:
  ///   - module: the array and the values of its parameters, as an instance states them.
  ///   - lanes: whether the operands of all rows, and of all columns, are one vector.
  init(_ rows: Int, _ columns: Int, module: String, lanes: Lanes) {
    let selectionBits = bitsToHold(rows * columns - 1)
    text = """
      module \(Self.name) (
        input  logic        clk_i,
        input  logic        rst_ni,
        output logic [31:0] check_o
      );
        logic [63:0] noise_q;
        logic [31:0] sum;

        always_ff @(posedge clk_i or negedge rst_ni) begin
          if (!rst_ni) begin
            noise_q <= 64'h9e3779b97f4a7c15;
            check_o <= 32'd0;
          end else begin
            noise_q <= {noise_q[50:0], noise_q[63:51] ^ noise_q[62:50]};
            check_o <= {check_o[30:0], check_o[31]} ^ sum;
          end
        end

        \(module) u_array (
          .clk_i      (clk_i),
          .rst_ni     (rst_ni),
          .clear_i    (noise_q[9:0] == 10'd0),
          .enable_i   (noise_q[12:10] != 3'd0),
      \(lanes.pins("left", Self.operands(rows, from: 0)))
      \(lanes.pins("right", Self.operands(columns, from: 3)))
          .selection_i(noise_q[\(12 + selectionBits):13]),
          .sum_o      (sum)
        );
      endmodule

      """
  }

  /// Bytes of the noise, another one for each neighbour.
  private static func operands(_ count: Int, from start: Int) -> [String] {
    (0..<count).map { index in
      let low = (start + 5 * index) % 57
      return "noise_q[\(low + 7):\(low)]"
    }
  }

  /// How an array takes its operands.
  enum Lanes {
    case apart, joined

    fileprivate func pins(_ port: String, _ operands: [String]) -> String {
      switch self {
      case .apart:
        operands.enumerated().map { "    .\(port)_\($0)_i(\($1))," }.joined(separator: "\n")
      case .joined: "    .\(port)_i({\(operands.reversed().joined(separator: ", "))}),"
      }
    }
  }
}
