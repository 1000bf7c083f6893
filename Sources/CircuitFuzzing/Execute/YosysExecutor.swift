import HardwareIR
import SystemVerilog
import VerilatorSimulation

/// Runs what Yosys makes of the text, as a netlist in Icarus.
public struct YosysExecutor: Executor {
  public let name = "Yosys"

  public init() {}

  /// Whether its programs are installed.
  public static var isInstalled: Bool { HostTool.areInstalled("yosys", "iverilog", "vvp") }

  /// - Throws: what Yosys says of the text, if anything.
  public func run(_ cases: [FuzzCase]) async throws -> [Trace] {
    let batch = Batch(cases, spelling: \.forYosys)
    let files = batch.files + [BatchTop(batch).file]
    return try await HostTool.withFolder { folder in
      try Program.write(files.map { ($0.name, $0.text) }, to: folder)
      let script = [
        "read_verilog -sv " + files.map(\.name).joined(separator: " "),
        "hierarchy -check -top " + Batch.topName, "proc", "check -assert",
        "write_verilog -noattr net.v",
      ]
      try await Program.runSilently(
        "yosys", ["-q", "-p", script.joined(separator: "; ")], of: files.map(\.name), in: folder)
      return try await IcarusExecutor.run(cases, batch, .flat, ["net.v"], in: folder)
    }
  }
}
