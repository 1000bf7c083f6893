import HardwareIR
import SystemVerilog

/// Circuits side by side in one top module: what one build, or one run of a tool, is made of.
struct Batch {
  static let topName = "batch"

  /// The circuits, with names that no two share.
  let circuits: [Circuit]
  /// What emits each of them.
  let emitters: [SystemVerilogEmitter]
  let files: [EmittedFile]

  /// - Parameter spelling: what a tool takes of the options of a case.
  init(
    _ cases: [FuzzCase],
    spelling: (SystemVerilogEmitter) -> SystemVerilogEmitter = { $0 }
  ) {
    circuits = cases.enumerated().map { index, fuzzCase in
      fuzzCase.circuit.renamed(prefix: Self.prefix(index))
    }
    emitters = cases.map { spelling($0.emitter) }
    var files: [EmittedFile] = []
    var names: Set<String> = []
    // Memory cells without contents are the same for all circuits.
    for (index, circuit) in circuits.enumerated() {
      let emitted = emitters[index].emit(circuit).map { file in
        var file = file
        if let bug = cases[index].textBug { file.text = bug.applied(to: file.text) }
        return file
      }
      files += emitted.filter { names.insert($0.name).inserted }
    }
    self.files = files
  }

  /// The pins of a circuit's instance, on signals of its ports' names behind its prefix; the clock
  /// is one for all.
  func pins(_ index: Int) -> [String] {
    let prefix = Self.prefix(index)
    let top = circuits[index].top
    let vectors = emitters[index].portVectors(of: top)
    let inVectors = Set(vectors.flatMap(\.elements))
    let whole = top.ports.filter { !inVectors.contains($0.name) }.map { port in
      let isClock = port.role == .clock
      return ".\(port.name)(\(isClock ? ClockDomain.default.clockName : prefix + port.name))"
    }
    return whole
      + vectors.map { vector in
        let parts = vector.elements.reversed().map { prefix + $0 }
        // Yosys 0.23 falls over a concatenation of one signed part.
        let whole = parts.count == 1 ? parts[0] : "{\(parts.joined(separator: ", "))}"
        return ".\(vector.name)(\(whole))"
      }
  }

  static func prefix(_ index: Int) -> String { "c\(index)_" }

  static func instance(_ index: Int) -> String { "u_c\(index)" }
}

extension Circuit {
  /// The same circuit with other names of its modules.
  func renamed(prefix: String) -> Circuit {
    var renamed = self
    for module in renamed.modules.indices {
      renamed.modules[module].name = prefix + renamed.modules[module].name
      for instance in renamed.modules[module].instances.indices {
        let name = renamed.modules[module].instances[instance].module
        renamed.modules[module].instances[instance].module = prefix + name
      }
    }
    return renamed
  }
}
