import Foundation
import HardwareIR
import SystemVerilog

/// The modules of a circuit in cells, each mapped once by itself, what did not change not at all.
struct Mapping: Sendable {
  let circuit: Circuit
  let modules: [String: MappedModule]
  /// By the names of their cells.
  let macros: [String: MemoryMacro]
  /// Hand-written modules, which are left out.
  let leftOut: [String]

  init(
    _ given: Circuit, _ library: CellLibrary, path: String, _ store: SynthesisStore
  ) async throws {
    let circuit = given.withoutTaps()
    self.circuit = circuit
    let emitter = SystemVerilogEmitter()
    let texts = Dictionary(
      emitter.emit(circuit).map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
    let definitions = circuit.definitions
    leftOut = circuit.modules.filter { $0.blackBox != nil }.map(\.name)
    var macros: [String: MemoryMacro] = [:]
    var mappings: [MappingText] = []
    for module in circuit.modules where module.blackBox == nil {
      guard let text = texts[module.name + ".sv"] else { continue }
      let own = Dictionary(
        uniqueKeysWithValues: module.memories.map { ($0.name, MemoryMacro($0, in: module)) })
      for macro in own.values { macros[macro.name] = macro }
      mappings.append(
        MappingText(module, text: text, definitions: definitions, macros: own, emitter: emitter))
    }
    self.macros = macros
    modules = try await withThrowingTaskGroup(of: MappedModule.self) { group in
      for mapping in mappings {
        group.addTask { try await Self.map(mapping, library, path: path, store) }
      }
      return try await group.reduce(into: [:]) { $0[$1.name] = $1 }
    }
  }

  private static func map(
    _ mapping: MappingText, _ library: CellLibrary, path: String, _ store: SynthesisStore
  ) async throws -> MappedModule {
    let script = MappingScript.text(mapping, library, path: path)
    let constraints = MappingScript.constraints(library)
    let files = [
      (MappingScript.sourceName, mapping.source), (MappingScript.buffersName, mapping.buffers),
      (MappingScript.constraintsName, constraints), ("map.ys", script),
    ]
    let folder = try await store.folder(
      of: ["mapping"] + files.map(\.1),
      keeping: [
        MappingScript.netlistName, MappingScript.cellsName, MappingScript.registersName,
      ]
    ) { work in
      for (name, text) in files {
        try text.write(toFile: "\(work)/\(name)", atomically: false, encoding: .utf8)
      }
      _ = try await SynthesisTool.yosys.answer(["-q", "-s", "map.ys"], in: work)
    }
    return try MappedModule(mapping.module.name, in: folder)
  }
}
