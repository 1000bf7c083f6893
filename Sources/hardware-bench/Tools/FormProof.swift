import Foundation
import HardwareIR
import SystemVerilog
import VerilatorSimulation

/// Proofs that the rolled and the unrolled text of the modules of a circuit are equivalent, module
/// by module: the children of a module are taken as equal, which their own proofs show, and what
/// goes into them is compared like outputs.
struct FormProof {
  let circuit: Circuit
  private let rolled: Side
  private let unrolled: Side

  /// One form of the text.
  private struct Side {
    let emitter: SystemVerilogEmitter
    let files: [String: EmittedFile]
    let layouts: [String: TextLayout]

    init(_ circuit: Circuit, _ arrays: ArrayForm) {
      emitter = SystemVerilogEmitter(arrays: arrays, taps: .kept)
      files = Dictionary(
        emitter.emit(circuit).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      layouts = emitter.layouts(of: circuit)
    }
  }

  struct Result: Hashable {
    var module: String
    var provedPoints: Int
    var allPoints: Int
    var isEquivalent: Bool { allPoints > 0 && provedPoints == allPoints }
  }

  init(_ circuit: Circuit) {
    self.circuit = circuit
    rolled = Side(circuit, .rolled)
    unrolled = Side(circuit, .unrolled)
  }

  /// - Throws: `HostTool.Failure` where Yosys refuses a text or says nothing of the proof.
  /// - Parameter change: puts something wrong into the rolled text, for a test of the proof.
  func prove(
    _ module: ModuleDefinition, change: (String) -> String = { $0 }
  ) async throws -> Result {
    try await HostTool.withFolder { folder in
      func write(_ name: String, _ text: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
      }
      try write("gold.sv", text(of: module, unrolled))
      try write("gate.sv", change(text(of: module, rolled)))
      try write("proof.ys", script(module).map { $0 + "\n" }.joined())
      let outcome = try await HostTool.run("yosys", ["-s", "proof.ys"], in: folder)
      guard
        let status = outcome.answer.matches(
          of: /Of those cells (\d+) are proven and (\d+) are unproven/
        ).last, let proved = Int(status.1), let open = Int(status.2)
      else { throw HostTool.Failure(description: "Yosys gives no result for \(module.name).") }
      return Result(module: module.name, provedPoints: proved, allPoints: proved + open)
    }
  }

  // MARK: Text

  private func children(of module: ModuleDefinition) -> [ModuleDefinition] {
    let names = Set(module.instances.map(\.module))
    return circuit.modules.filter { names.contains($0.name) }
  }

  private func memoryCells(of module: ModuleDefinition) -> Set<String> {
    Set(module.memories.map { module.cellName(of: $0) })
  }

  /// The module with the ports of the description around it, its children as boxes, and the cells
  /// of its memories.
  private func text(of module: ModuleDefinition, _ side: Side) -> String {
    let names = [module.name] + memoryCells(of: module).sorted()
    return names.compactMap { side.files[$0 + ".sv"]?.text }.joined()
      + children(of: module).map { box($0, side) }.joined() + wrapper(module, side)
  }

  /// Ports as a module declares them.
  private static func declared(
    _ ports: [(direction: HardwareIR.Port.Direction, width: Int, name: String)]
  ) -> String {
    ports.map { direction, width, name in
      "  \(direction == .input ? "input" : "output") logic [\(width - 1):0] \(name)"
    }.joined(separator: ",\n")
  }

  private static func apart(_ module: ModuleDefinition) -> String {
    declared(module.ports.map { ($0.direction, $0.type.width, $0.name) })
  }

  /// A module with the ports of the description, whatever those of the text are.
  private func wrapper(_ module: ModuleDefinition, _ side: Side) -> String {
    let vectors = side.emitter.portVectors(of: module)
    let inVectors = Set(vectors.flatMap(\.elements))
    let pins =
      module.ports.filter { !inVectors.contains($0.name) }.map { ".\($0.name)(\($0.name))" }
      + vectors.map { vector in
        let parts = vector.elements.reversed().joined(separator: ", ")
        // Yosys 0.23 falls over a concatenation of one signed part.
        return ".\(vector.name)(\(vector.elements.count == 1 ? parts : "{\(parts)}"))"
      }
    return """
      module \(Self.topName) (
      \(Self.apart(module))
      );
        \(module.name) \(Self.textName) (\(pins.joined(separator: ", ")));
      endmodule

      """
  }

  /// A child: a module with the ports of the text around a box that has those of the description.
  private func box(_ child: ModuleDefinition, _ side: Side) -> String {
    let vectors = side.emitter.portVectors(of: child)
    let inVectors = Set(vectors.flatMap(\.elements))
    let whole = child.ports.filter { !inVectors.contains($0.name) }
    let ports =
      vectors.map { ($0.direction, $0.width, $0.name) }
      + whole.map { ($0.direction, $0.type.width, $0.name) }
    var pins = whole.map { ".\($0.name)(\($0.name))" }
    for vector in vectors {
      let width = vector.width / vector.elements.count
      for (index, element) in vector.elements.enumerated() {
        pins.append(".\(element)(\(vector.name)[\(index * width) +: \(width)])")
      }
    }
    return """
      (* blackbox *) module \(child.name)\(Self.boxSuffix) (
      \(Self.apart(child))
      );
      endmodule
      module \(child.name) (
      \(Self.declared(ports))
      );
        \(child.name)\(Self.boxSuffix) \(Self.boxName) (\(pins.joined(separator: ", ")));
      endmodule

      """
  }

  private static let boxSuffix = "__box"
  private static let boxName = "u_box"
  private static let topName = "in_form"
  private static let textName = "u_text"

  // MARK: Script

  /// Inputs and outputs of children and memories become ports, all other signals single bits, and
  /// the state of the rolled text gets the names of the unrolled one. Points of one name are taken
  /// as equal and proved by induction, outputs and state among them.
  ///
  /// Choices are of single bits as well: else the proof of each bit of a word would take up all
  /// others of it (a choice among 8 words of 512 bits took six minutes in place of 3 s).
  private func script(_ module: ModuleDefinition) -> [String] {
    let cells = memoryCells(of: module)
    let boxes = cells.map { "t:*\($0)*" }.sorted() + ["t:*\(Self.boxSuffix)"]
    let clocking = module.clockDomains.count > 1 ? ["clk2fflogic"] : ["async2sync", "dffunmap"]
    func side(_ file: String, as name: String, _ renames: Renames) -> [String] {
      ["design -reset", "read_verilog -sv -DSYNTHESIS \(file)"]
        + ["hierarchy -check -top \(Self.topName)", "proc"]
        + cells.sorted().map { "blackbox */\($0) *\\\($0)*" }
        + ["flatten", "opt_clean", "cd \(Self.topName)"] + renames.cells + ["cd"]
        + ["expose -evert \(boxes.joined(separator: " "))"]
        + ["opt_clean", "memory"] + clocking
        + ["opt_clean", "simplemap t:$mux", "splitnets"]
        + ["cd \(Self.topName)"] + renames.signals
        + ["cd", "rename \(Self.topName) \(name)", "design -stash \(name)"]
    }
    return side("gold.sv", as: "gold", Renames())
      + side("gate.sv", as: "gate", renames(of: module))
      + [
        "design -reset", "design -copy-from gold -as gold gold",
        "design -copy-from gate -as gate gate", "equiv_make gold gate equiv",
        "hierarchy -top equiv", "opt_clean", "equiv_struct", "equiv_simple", "equiv_induct",
        "equiv_status",
      ]
  }

  private struct Renames {
    var cells: [String] = []
    var signals: [String] = []
  }

  /// What the rolled text calls otherwise than the unrolled one.
  private func renames(of module: ModuleDefinition) -> Renames {
    var renames = Renames()
    guard let from = rolled.layouts[module.name], let to = unrolled.layouts[module.name] else {
      return renames
    }
    let instances = Set(module.instances.map(\.name))
    for (name, path) in from.cells.sorted(by: { $0.key < $1.key }) {
      guard let other = to.cells[name], other != path else { continue }
      let inner = instances.contains(name) ? ".\(Self.boxName)" : ""
      renames.cells.append(
        "rename \(Self.textName).\(path)\(inner) \(Self.textName).\(other)\(inner)")
    }
    for (name, type) in module.registers.map({ ($0.name, $0.type) }) {
      guard let place = from.signals[name] else { continue }
      for bit in 0..<type.width {
        let old = place.declaredWidth == 1 ? place.path : "\(place.path)[\(place.low + bit)]"
        let new = type.width == 1 ? name : "\(name)[\(bit)]"
        guard old != new else { continue }
        renames.signals.append("rename \(Self.textName).\(old) \(Self.textName).\(new)")
      }
    }
    return renames
  }
}
