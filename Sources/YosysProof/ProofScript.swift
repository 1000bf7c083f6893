import HardwareIR
import SystemVerilog

/// What Yosys is told, and what it answers.
struct ProofScript {
  enum Outcome { case proved, broken, open }

  static let traceName = "counterexample.vcd"

  let files: [EmittedFile]
  let text: String

  /// - Parameter files: The text of the circuit, in the order of compilation.
  init(
    _ top: ModuleDefinition, files: [EmittedFile], _ method: ProofMethod, cyclesMax: Int
  ) {
    let first = ResetFirst(top)
    self.files = method == .reachability ? files + [first.file] : files
    let read =
      Self.reading(files, top: top) + [
        "chformal -cover -remove",
        // What a module inside assumes is for the design to keep.
        "chformal -assume2assert c:$flatten*",
      ]
    let search: [String]
    switch method {
    case .induction, .search:
      search = [
        "sat -tempinduct\(method == .search ? "-baseonly" : "") -prove-asserts -set-assumes -seq 1 "
          + Self.resetsFirst(top)
          + "-maxsteps \(cyclesMax) -show-ports -show-public -dump_vcd \(Self.traceName) "
          + top.name
      ]
    case .reachability:
      search = [
        "read_verilog -sv -formal \(first.file.name)", "prep -flatten -top \(ResetFirst.name)",
        "async2sync", "dffunmap", "setundef -undriven -anyseq", "opt -full", "techmap", "opt",
        "dffunmap", "abc -g AND", "opt_clean", "write_aiger -zinit circuit.aig",
        "exec -- yosys-abc -c \"read_aiger circuit.aig; fold; pdr\"",
      ]
    }
    text = (read + search).joined(separator: "\n") + "\n"
  }

  /// What makes one module of the text of a circuit.
  static func reading(_ files: [EmittedFile], top: ModuleDefinition) -> [String] {
    let list = SystemVerilogEmitter.fileList(files).text.split(separator: "\n")
    return [
      "read_verilog -sv -formal \(list.joined(separator: " "))", "prep -flatten -top \(top.name)",
      "memory_map", "async2sync",
    ]
  }

  /// What lets a run begin with a cycle of all resets.
  static func resetsFirst(_ top: ModuleDefinition) -> String {
    ResetFirst(top).resets.map { "-set-at 1 \($0.name) \($0.resetLevel == .low ? 0 : 1) " }
      .joined()
  }

  static func outcome(in log: String) -> Outcome? {
    if log.contains("Induction step proven: SUCCESS!") { return .proved }
    if log.contains(/(?m)^Property proved\./) { return .proved }
    if log.contains("model found for base case: FAIL!") { return .broken }
    return log.contains("Reached maximum number of time steps") ? .open : nil
  }

  /// The number of cycles, the reset among them, in which ABC has found a claim broken.
  static func brokenCycles(in log: String) -> Int? {
    log.firstMatch(of: /was asserted in frame ([0-9]+)/).flatMap { Int($0.output.1) }.map { $0 + 1 }
  }
}

/// A module around the top, whose runs begin with a cycle of all resets.
private struct ResetFirst {
  static let name = "reset_first_for_proof"

  let resets: [Port]
  let file: EmittedFile

  init(_ top: ModuleDefinition) {
    resets = top.clocking.filter { $0.role == .reset }
    let inputs = top.ports.filter { $0.direction == .input }
    let ports = inputs.map { "input [\($0.type.width - 1):0] \($0.name)" }
    let active = resets.map { $0.resetLevel == .low ? "!\($0.name)" : $0.name } + ["1'b1"]
    let text = """
      module \(Self.name) (\(ports.joined(separator: ", ")));
        \(top.name) top (\(inputs.map { ".\($0.name)(\($0.name))" }.joined(separator: ", ")));
        always @* if ($initstate) assume (\(active.joined(separator: " && ")));
      endmodule

      """
    file = EmittedFile(name: Self.name + ".sv", text: text)
  }
}
