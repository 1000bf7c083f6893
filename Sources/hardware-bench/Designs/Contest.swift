import Foundation
import HardwareDSL
import HardwareIR
import HardwareLibrary
import SystemVerilog

/// One function in the language and by hand, with the same ports.
struct Contest {
  var name: String
  var module: any Module
  /// The files written by hand, and the module among them that counts.
  var handFiles: [String]
  var handModule: String
  var parameters: [(name: String, value: Int)]
  /// The emitted files of memory cells that the hand's module uses as well.
  var cellFiles: [String] = []
  /// Ports of the hand's module that are vectors of several emitted ports, the lowest first.
  var vectors: [(port: String, parts: [String])] = []
  /// The hand's state, after flattening, with its name in the emitted text.
  var states: [(hand: String, emitted: String)] = []
  /// The vectors of the hand's state that are one signal for each bit in the emitted text.
  var splitStates: [String] = []

  static func array(_ rows: Int, _ columns: Int, isIndexed: Bool = false) -> Contest {
    var contest = Contest(
      name: "MAC array \(rows) x \(columns)", module: MACArray(rows: rows, columns: columns),
      handFiles: ["mac_element.sv", "mac_array.sv"], handModule: "mac_array",
      parameters: [("Rows", rows), ("Columns", columns), ("Indexed", isIndexed ? 1 : 0)],
      vectors: [
        ("left_i", (0..<rows).map { "left_\($0)_i" }),
        ("right_i", (0..<columns).map { "right_\($0)_i" }),
      ])
    for row in 0..<rows {
      for column in 0..<columns {
        let hand = "g_row[\(row)].g_column[\(column)].u_element"
        let emitted = "u_element_\(row)_\(column)"
        contest.states.append((hand + ".sum_o", emitted + ".accumulator_q"))
        contest.states.append((hand + ".product", emitted + ".accumulator_product"))
      }
    }
    contest.states.append(("sum_o", "result_q"))
    return contest
  }

  static func fifo(width: Int, depth: Int) -> Contest {
    Contest(
      name: "FIFO \(depth) x \(width) bits", module: StreamFIFO(width: width, depth: depth),
      handFiles: ["stream_fifo.sv"], handModule: "stream_fifo",
      parameters: [("Width", width), ("Depth", depth)],
      states: [("head_q", "head_q"), ("tail_q", "tail_q")]
        + (0..<depth).map { ("storage[\($0)]", "storage_\($0)_data_q") })
  }

  static func memoryFIFO(width: Int, depth: Int) -> Contest {
    Contest(
      name: "memory FIFO \(depth) x \(width) bits", module: MemoryFIFO(width: width, depth: depth),
      handFiles: ["memory_fifo.sv"], handModule: "memory_fifo",
      parameters: [("Width", width), ("Depth", depth)], cellFiles: ["sram_1r1w.sv"],
      states: [
        ("head_q", "head_q"), ("tail_q", "tail_q"), ("fetched_q", "is_fetched_q"),
      ])
  }

  static func skidBuffer(width: Int) -> Contest {
    Contest(
      name: "skid buffer of \(width) bits", module: SkidBuffer(width: width),
      handFiles: ["skid_buffer.sv"], handModule: "skid_buffer", parameters: [("Width", width)],
      states: [("is_held_q", "is_held_q"), ("held_q", "held_data_q")])
  }

  static func arbiter(width: Int, count: Int) -> Contest {
    func parts(_ suffix: String) -> [String] { (0..<count).map { "inputs_\($0)_\(suffix)" } }
    return Contest(
      name: "arbiter of \(count) x \(width) bits",
      module: StreamArbiter(width: width, count: count), handFiles: ["stream_arbiter.sv"],
      handModule: "stream_arbiter", parameters: [("Width", width), ("Count", count)],
      vectors: [
        ("input_valid_i", parts("valid_i")), ("input_ready_o", parts("ready_o")),
        ("input_data_i", parts("data_i")),
      ],
      states: (0..<count).map { ("preferred_q[\($0)]", "preferred_\($0)_q") },
      splitStates: ["preferred_q"])
  }

  /// The emitted circuit.
  func circuit() throws -> Circuit { try elaborate(module, .strict) }

  /// A module with the emitted ports around the hand's module.
  func wrapper(_ ports: [HardwareIR.Port]) -> String {
    let declarations = ports.map { port in
      let width = port.type.width
      return (port.direction == .input ? "  input  logic " : "  output logic ")
        + (width == 1 ? "" : "[\(width - 1):0] ") + port.name
    }
    let joined = Set(vectors.flatMap(\.parts))
    let pins =
      ports.map(\.name).filter { !joined.contains($0) }.map { "    .\($0)(\($0))" }
      + vectors.map { "    .\($0.port)({\($0.parts.reversed().joined(separator: ", "))})" }
    return """
      module \(Self.wrapperName) (
      \(declarations.joined(separator: ",\n"))
      );
        \(handModule)\(parameterValues) u_hand (
      \(pins.joined(separator: ",\n"))
        );
      endmodule

      """
  }

  /// The parameters of the hand's module, as an instance states them.
  var parameterValues: String {
    " #(" + parameters.map { ".\($0.name)(\($0.value))" }.joined(separator: ", ") + ")"
  }

  static let wrapperName = "by_hand"
}
