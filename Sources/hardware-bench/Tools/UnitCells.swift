import Foundation
import HardwareIR
import SystemVerilog
import VerilatorSimulation

/// Cells in Yosys of each module of a circuit, without those of its children. Memories are boxes.
enum UnitCells {
  /// By module. Names are scrambled, as for whole designs.
  static func count(_ circuit: Circuit, _ form: ArrayForm) async throws -> [String: Int] {
    let files = SystemVerilogEmitter(arrays: form).emit(circuit)
    let top = circuit.top.name
    let text = try await HostTool.withFolder { folder in
      for file in files {
        try file.text.write(toFile: "\(folder)/\(file.name)", atomically: false, encoding: .utf8)
      }
      let memories = MemoryDefinition.commonCellNames.sorted().map { "blackbox */\($0) *\\\($0)*" }
      let script =
        ["read_verilog -sv -DSYNTHESIS " + files.map(\.name).joined(separator: " ")]
        + ["hierarchy -check -top \(top)", "proc"] + memories
        + ["rename -scramble-name -seed 1", "synth -top \(top)", "stat"]
      try script.map { $0 + "\n" }.joined().write(
        toFile: "\(folder)/script.ys", atomically: false, encoding: .utf8)
      return try await HostTool.run("yosys", ["-s", "script.ys"], in: folder).answer
    }
    var counts: [String: Int] = [:]
    // The last statistics are those of the end.
    for section in text.components(separatedBy: "\n=== ").dropFirst() {
      guard let name = section.split(separator: " ").first,
        let count = section.firstMatch(of: /Number of cells: +(\d+)/).flatMap({ Int($0.1) })
      else { continue }
      counts[String(name)] = count
    }
    return counts
  }
}
