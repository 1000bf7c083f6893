import Foundation
import HardwareIR
import SystemVerilog

/// The modules of a circuit in cells, each mapped once by itself, what did not change not at all.
struct Mapping: Sendable {
  /// What was mapped, without taps.
  let circuit: Circuit
  let modules: [String: MappedModule]
  /// By the names of their cells.
  let macros: [String: MemoryMacro]
  /// By the modules that they are in.
  let macrosOfModules: [String: [MemoryMacro]]
  /// Hand-written modules, which are left out.
  let leftOut: [String]

  init(
    _ given: Circuit, _ hierarchy: SynthesisSettings.Hierarchy, _ library: CellLibrary,
    path: String, _ store: SynthesisStore
  ) async throws {
    let circuit = given.withoutTaps()
    let emitter = SystemVerilogEmitter()
    let texts = Dictionary(
      emitter.emit(circuit).map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
    let written = circuit.modules.filter { $0.blackBox == nil && texts[$0.name + ".sv"] != nil }
    let owns = written.map { module in
      Dictionary(
        uniqueKeysWithValues: module.memories.map { ($0.name, MemoryMacro($0, in: module)) })
    }
    let leftOut = circuit.modules.filter { $0.blackBox != nil }.map(\.name)
    guard hierarchy == .kept else {
      var top = circuit.top
      top.instances = []
      let text = written.compactMap { texts[$0.name + ".sv"] }.joined(separator: "\n")
      let macros = owns.flatMap(\.values)
      try await self.init(
        Circuit(modules: [top]),
        [
          MappingText(
            top, text: text, children: [], macros: macros, shared: nil, emitter: emitter)
        ], macros: [top.name: macros], leftOut: leftOut, library, path: path, store)
      return
    }
    let definitions = circuit.definitions
    let mappings = zip(written, owns).map { module, own in
      MappingText(
        module, text: texts[module.name + ".sv"] ?? "",
        children: Set(module.instances.map(\.module)).compactMap { definitions[$0] }.filter {
          $0.blackBox == nil
        }, macros: own.values, shared: SharedPins(module, macros: own), emitter: emitter)
    }
    let macros = zip(written, owns).map { ($0.name, Array($1.values)) }
    try await self.init(
      circuit, mappings, macros: Dictionary(uniqueKeysWithValues: macros), leftOut: leftOut,
      library, path: path, store)
  }

  /// - Parameters:
  ///   - circuit: Its last module is the top.
  ///   - macros: By the modules that they are in.
  init(
    _ circuit: Circuit, _ mappings: [MappingText], macros: [String: [MemoryMacro]],
    leftOut: [String], _ library: CellLibrary, path: String, _ store: SynthesisStore
  ) async throws {
    self.circuit = circuit
    self.leftOut = leftOut
    macrosOfModules = macros
    self.macros = Dictionary(
      macros.values.joined().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    modules = try await withThrowingTaskGroup(of: MappedModule.self) { group in
      for mapping in mappings {
        group.addTask { try await Self.map(mapping, library, path: path, store) }
      }
      return try await group.reduce(into: [:]) { $0[$1.name] = $1 }
    }
  }

  /// The cells of a module with all that is in it.
  func cells(of name: String) -> Int {
    guard let module = modules[name] else { return 1 }
    return module.counts.reduce(0) { $0 + $1.value * cells(of: $1.key) }
  }

  private static func map(
    _ mapping: MappingText, _ library: CellLibrary, path: String, _ store: SynthesisStore
  ) async throws -> MappedModule {
    let script = MappingScript.text(mapping, library, path: path)
    let constraints = MappingScript.constraints(library)
    let files = [
      (MappingScript.sourceName, mapping.source), (MappingScript.buffersName, mapping.buffers),
      (MappingScript.constraintsName, constraints), (MappingScript.gatesName, MappingScript.gates),
      ("map.ys", script),
    ]
    let folder = try await store.folder(
      of: ["mapping", store.versions.yosys] + files.map(\.1),
      keeping: [
        MappingScript.netlistName, MappingScript.cellsName, MappingScript.registersName,
        MappingScript.openName,
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
