import HardwareIR
import SystemVerilog

/// What Yosys is told, and what it answers.
struct ProofScript {
  enum Outcome { case proved, broken, open }

  static let traceName = "counterexample.vcd"

  let files: [EmittedFile]
  let text: String

  /// - Parameter files: The text of the circuit, in the order of compilation.
  init(_ top: ModuleDefinition, files: [EmittedFile], cyclesMax: Int) {
    self.files = files
    let list = SystemVerilogEmitter.fileList(files).text.split(separator: "\n")
    let resets = top.clocking.filter { $0.role == .reset }
    text =
      [
        "read_verilog -sv -formal \(list.joined(separator: " "))", "prep -flatten -top \(top.name)",
        "memory_map", "async2sync", "chformal -cover -remove",
        // What a module inside assumes is for the design to keep.
        "chformal -assume2assert c:$flatten*",
        "sat -tempinduct -prove-asserts -set-assumes -seq 1 "
          + resets.map { "-set-at 1 \($0.name) \($0.resetLevel == .low ? 0 : 1) " }.joined()
          + "-maxsteps \(cyclesMax) -show-ports -show-public -dump_vcd \(Self.traceName) "
          + top.name,
      ].joined(separator: "\n") + "\n"
  }

  static func outcome(in log: String) -> Outcome? {
    if log.contains("Induction step proven: SUCCESS!") { return .proved }
    if log.contains("model found for base case: FAIL!") { return .broken }
    return log.contains("Reached maximum number of time steps") ? .open : nil
  }
}
