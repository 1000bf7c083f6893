import Foundation
import HardwareIR

/// What a circuit is synthesized with.
public struct SynthesisSettings: Hashable, Sendable {
  /// A liberty file with all cells, perhaps compressed by gzip.
  public var libraryPath: String
  /// What memories take; without it, they have no area and their words come out at the edge.
  public var memories: MemoryTable?
  /// ns that paths are held against; no path is made shorter by it.
  public var period: Double

  /// - Parameters:
  ///   - libraryPath: The file of the Debian package qflow-tech-osu018 unless given.
  public init(
    libraryPath: String = CellLibrary.standardPath, memories: MemoryTable? = nil,
    period: Double = 1000
  ) {
    self.libraryPath = libraryPath
    self.memories = memories
    self.period = period
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
  guard settings.period.isFinite, settings.period > 0 else {
    throw SynthesisError.input(
      "The period is \(settings.period) ns but has to be above 0; give a number of ns.")
  }
  let store = SynthesisStore()
  let (library, path) = try await CellLibrary.read(settings.libraryPath, store)
  let mapping = try await Mapping(circuit, library, path: path, store)
  let timing = TimingRun(
    mapping: mapping, library: library, libraryPath: path, table: settings.memories,
    period: settings.period)
  let paths = try await withThrowingTaskGroup(of: (String, [TimingPath]).self) { group in
    for module in mapping.circuit.modules where mapping.modules[module.name] != nil {
      group.addTask { (module.name, Array(try await timing.paths(of: module, store).prefix(5))) }
    }
    return try await group.reduce(into: [String: [TimingPath]]()) { $0[$1.0] = $1.1 }
  }
  return SynthesisReport(
    mapping, library, table: settings.memories, paths: paths,
    conditions: conditions(library, settings))
}

private func conditions(_ library: CellLibrary, _ settings: SynthesisSettings) -> [String] {
  let load = (library.load * 1000).rounded() / 1000
  var conditions = [
    "Cells of \(library.name) (\(library.conditions)), as synthesized: before layout, without "
      + "wires, with an ideal clock.",
    "Paths begin at registers, memories and inputs at the edge, and end at the next with the setup "
      + "of a register, or at an output; resets and taps are left out.",
    "Modules are mapped one by one: inputs are driven by \(library.driver), outputs carry "
      + "\(load) fF; what several children share is buffered in their parent.",
  ]
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
