import Foundation
import HardwareIR
import SystemVerilog

/// What a circuit is synthesized with.
public struct SynthesisSettings: Hashable, Sendable {
  /// A liberty file with all cells, perhaps compressed by gzip.
  public var libraryPath: String
  /// What memories take; without it, they have no area and their words come out at the edge.
  public var memories: MemoryTable?
  /// ns that paths are held against; no path is made shorter by it.
  public var period: Double
  /// Whether modules are mapped one by one, or all as one.
  public var hierarchy: Hierarchy

  public enum Hierarchy: Hashable, Sendable {
    /// Module by module: a module that stands in a hundred places costs no more than one.
    case kept
    /// As one module, whose parts no figure tells apart: for small circuits.
    case flattened
  }

  /// - Parameters:
  ///   - libraryPath: The file of the Debian package qflow-tech-osu018 unless given.
  public init(
    libraryPath: String = CellLibrary.standardPath, memories: MemoryTable? = nil,
    period: Double = 1000, hierarchy: Hierarchy = .kept
  ) {
    self.libraryPath = libraryPath
    self.memories = memories
    self.period = period
    self.hierarchy = hierarchy
  }
}

/// Area and longest paths of a circuit in standard cells, module by module, with Yosys and OpenSTA.
///
///     let report = try await synthesize(elaborate(Accumulator()))
///     print(report.logicArea, report.longestPath)
///
/// Each module is mapped once, and again only when its text, the library or these settings change.
/// `YOSYS` and `STA` choose other tools than those on the path.
///
/// - Throws: `SynthesisError`.
public func synthesize(
  _ circuit: Circuit, _ settings: SynthesisSettings = SynthesisSettings()
) async throws -> SynthesisReport {
  try await report(settings) { library, path, store in
    try await Mapping(circuit, settings.hierarchy, library, path: path, store)
  }
}

/// The same for SystemVerilog that is written by hand, to hold generated hardware against. It is
/// mapped as one module, whatever the settings say of hierarchy, and its memories are registers.
///
/// - Parameters:
///   - text: All modules.
///   - top: The name of the module that counts. Its clock is `clk_i`, its reset `rst_ni`.
/// - Throws: `SynthesisError`.
public func synthesize(
  text: String, top: String, _ settings: SynthesisSettings = SynthesisSettings()
) async throws -> SynthesisReport {
  guard top.wholeMatch(of: /[A-Za-z_]\w*/) != nil else {
    throw SynthesisError.input("\"\(top)\" is no name of a module; give that of the top.")
  }
  var module = ModuleDefinition(name: top, contract: Contract(""), location: nil)
  module.ports = [
    .clock(of: .default), .reset(of: .default),
    Port(name: "", direction: .input, type: .bit), Port(name: "", direction: .output, type: .bit),
  ]
  var settings = settings
  settings.hierarchy = .flattened
  return try await report(settings) { library, path, store in
    let mapping = MappingText(
      module, text: text, children: [], macros: [], shared: nil, emitter: SystemVerilogEmitter())
    return try await Mapping(
      Circuit(modules: [module]), [mapping], macros: [:], leftOut: [], library, path: path, store)
  }
}

private func report(
  _ settings: SynthesisSettings,
  _ map: (CellLibrary, String, SynthesisStore) async throws -> Mapping
) async throws -> SynthesisReport {
  guard settings.period.isFinite, settings.period > 0 else {
    throw SynthesisError.input(
      "The period is \(settings.period) ns but has to be above 0; give a number of ns.")
  }
  let store = try await SynthesisStore()
  let (library, path) = try await CellLibrary.read(settings.libraryPath, store)
  let mapping = try await map(library, path, store)
  try settings.memories?.refuseBoundless(mapping.macros.values)
  let timing = TimingRun(
    mapping: mapping, library: library, libraryPath: path, table: settings.memories,
    period: settings.period)
  let paths = try await withThrowingTaskGroup(of: (String, [TimingPath]).self) { group in
    for module in mapping.circuit.modules where mapping.modules[module.name] != nil {
      group.addTask { (module.name, Array(try await timing.paths(of: module, store).prefix(5))) }
    }
    return try await group.reduce(into: [String: [TimingPath]]()) { $0[$1.0] = $1.1 }
  }
  return try SynthesisReport(
    mapping, library, table: settings.memories, paths: paths,
    conditions: conditions(library, settings))
}

/// What the figures of a report rest on, in sentences.
func conditions(_ library: CellLibrary, _ settings: SynthesisSettings) -> [String] {
  let load = (library.load * 1000).rounded() / 1000
  var conditions = [
    "Cells of \(library.name) (\(library.conditions)), as synthesized: before layout, without "
      + "wires, with an ideal clock.",
    "Paths begin at registers, memories and inputs at the edge, and end at the next with the setup "
      + "of a register, or at an output; resets and taps are left out.",
    (settings.hierarchy == .kept ? "Modules are mapped one by one" : "All is mapped as one module")
      + ": inputs are driven by \(library.driver), outputs carry \(load) fF"
      + (settings.hierarchy == .kept
        ? "; what several children share is buffered in their parent." : "."),
  ]
  if !library.delayCells.isEmpty {
    conditions.append(
      "Buffers of \(library.name) that drive little, or no more than much smaller ones, are left "
        + "out: " + library.delayCells.joined(separator: ", ") + ".")
  }
  guard settings.memories != nil else {
    conditions.append(
      "Memories have no area, and their words come out at the edge, since there is no table of "
        + "them.")
    return conditions
  }
  conditions += MemoryTable.conditions
  conditions.append(
    "A memory's words come out at its access time; its inputs load like those of "
      + "\(library.driver).")
  return conditions
}
