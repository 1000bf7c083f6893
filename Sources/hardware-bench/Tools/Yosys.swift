import Foundation
import HardwareDSL
import HardwareIR
import SystemVerilog
import VerilatorSimulation

/// Both sides of a contest as files in a folder, for scripts of Yosys.
struct YosysProject {
  let contest: Contest
  let folder: String
  /// Commands that read and flatten each side.
  let readEmitted: String
  let readHand: String
  let top: String

  init(
    _ contest: Contest, hand: String, folder: String,
    emitter: SystemVerilogEmitter = SystemVerilogEmitter(arrays: .unrolled)
  ) throws {
    let circuit = try contest.circuit()
    let files = emitter.emit(circuit)
    for file in files { try Self.write(file.text, to: folder + "/" + file.name) }
    for name in contest.handFiles {
      let text = try String(contentsOfFile: hand + "/" + name, encoding: .utf8)
      try Self.write(text, to: folder + "/hand_" + name)
    }
    try Self.write(
      contest.wrapper(circuit.top.ports), to: folder + "/\(Contest.wrapperName).sv")
    self.contest = contest
    self.folder = folder
    top = circuit.top.name
    readEmitted = "read_verilog -sv " + files.map(\.name).joined(separator: " ")
    readHand =
      "read_verilog -sv \(Contest.wrapperName).sv "
      + (contest.handFiles.map { "hand_" + $0 } + contest.cellFiles).joined(separator: " ")
  }

  private static func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  /// The output of a script, a command a line.
  func run(_ script: [String]) async throws -> String {
    try Self.write(script.joined(separator: "\n") + "\n", to: folder + "/script.ys")
    return try await HostTool.run("yosys", ["-s", "script.ys"], in: folder).answer
  }

  /// The cells of one side, after synthesis module by module; memories are boxes. Yosys 0.23 finds
  /// up to 7 % more or fewer for other names of the same circuit, so names are scrambled, alike on
  /// both sides.
  func cells(_ read: String, top: String) async throws -> Int {
    let boxes = MemoryDefinition.commonCellNames.sorted().map { "blackbox */\($0) *\\\($0)*" }
    let text = try await run(
      [read, "hierarchy -check -top \(top)", "proc"] + boxes
        + ["rename -scramble-name -seed 1", "synth -top \(top)", "flatten", "stat"])
    let counts = text.matches(of: /Number of cells: +(\d+)/).compactMap { Int($0.1) }
    guard let count = counts.last else {
      throw HostTool.Failure(description: "Yosys counts no cells of \(top).")
    }
    return count
  }
}
