import Foundation
import HardwareIR
import HostTools

/// Longest paths of modules with all that is in them, linked as one netlist, as OpenSTA finds them.
struct TimingRun {
  let mapping: Mapping
  let library: CellLibrary
  let libraryPath: String
  let table: MemoryTable?
  /// ns.
  let period: Double

  private static let pathsName = "paths"
  /// What the script prints last.
  private static let endMark = "All paths are reported."
  /// The worst ends of paths that are looked at; most differ in bits alone.
  private static let endsCount = 200

  /// - Throws: `SynthesisError`.
  func paths(of module: ModuleDefinition, _ store: SynthesisStore) async throws -> [TimingPath] {
    let below = closure(of: module)
    let netlists = below.compactMap { mapping.modules[$0]?.netlist }
    let macros = Set(below.flatMap { mapping.macrosOfModules[$0] ?? [] }).sorted {
      $0.name < $1.name
    }
    let liberty = MacroLiberty.text(macros, table, library)
    let script = script(module, netlists)
    let folder = try await store.folder(
      of: ["timing", store.versions.sta, script, liberty], keeping: [Self.pathsName]
    ) { work in
      try liberty.write(
        toFile: "\(work)/\(MacroLiberty.name)", atomically: false, encoding: .utf8)
      try script.write(toFile: "\(work)/timing.tcl", atomically: false, encoding: .utf8)
      let report = try await answer(in: work, cells: mapping.cells(of: module.name))
      guard report.contains(Self.endMark) else {
        throw SynthesisError.tool(
          "OpenSTA does not come to the end of its script; see whether STA names the right one.")
      }
      try checkLink(report)
      try report.write(toFile: "\(work)/\(Self.pathsName)", atomically: false, encoding: .utf8)
    }
    let report = try String(contentsOfFile: "\(folder)/\(Self.pathsName)", encoding: .utf8)
    return TimingPath.paths(
      in: report, period: period / library.timeUnit, timeUnit: library.timeUnit)
  }

  /// OpenSTA takes some 1.4 KB for a cell, so netlists of many are linked one at a time.
  private func answer(in work: String, cells: Int) async throws -> String {
    let arguments = ["-exit", "timing.tcl"]
    guard cells > Self.cellsAtOnceMax else {
      return try await SynthesisTool.sta.answer(arguments, in: work)
    }
    return try await Self.oneAtATime.run {
      try await SynthesisTool.sta.answer(arguments, in: work)
    }
  }

  private static let cellsAtOnceMax = 200_000
  private static let oneAtATime = CoreLimit(count: 1)

  /// - Throws: where a cell was not found: paths through it would be missing.
  private func checkLink(_ report: String) throws {
    let leftOut = Set(mapping.circuit.modules.compactMap(\.blackBox?.cell))
    for match in report.matches(of: /module\ (\S+)\ not\ found/) {
      let name = String(match.1)
      guard !leftOut.contains(name) else { continue }
      throw SynthesisError.tool("OpenSTA finds no cell or module \(name); report it.")
    }
  }

  /// The module and all below it, each once.
  private func closure(of module: ModuleDefinition) -> [String] {
    var names: [String] = []
    var open = [module.name]
    while let name = open.popLast() {
      guard !names.contains(name) else { continue }
      names.append(name)
      open += mapping.circuit.definitions[name]?.instances.map(\.module) ?? []
    }
    return names.sorted()
  }

  private func script(_ module: ModuleDefinition, _ netlists: [String]) -> String {
    let period = "\(period / library.timeUnit)"
    let clocks = module.ports.filter { $0.role == .clock }.map(\.name)
    let resets = module.ports.filter { $0.role == .reset }.map(\.name)
    // One ideal clock has no pessimism to take back.
    var lines = [
      "set sta_crpr_enabled 0", "read_liberty \(libraryPath)", "read_liberty \(MacroLiberty.name)",
    ]
    lines += netlists.map { "read_verilog \($0)" }
    lines += ["link_design \(module.name)"]
    if clocks.isEmpty {
      lines.append("create_clock -name every_cycle -period \(period)")
    }
    for clock in clocks {
      lines.append("create_clock -name \(clock) -period \(period) [get_ports \(clock)]")
    }
    if clocks.count > 1 {
      let groups = clocks.map { "-group \($0)" }.joined(separator: " ")
      lines.append("set_clock_groups -asynchronous \(groups)")
    }
    let clock = clocks.first ?? "every_cycle"
    if module.ports.contains(where: { $0.role == .data && $0.direction == .input }) {
      let left = (clocks + resets).joined(separator: " ")
      lines += [
        "foreach port [all_inputs] {",
        "  if {[lsearch {\(left)} [get_property $port full_name]] < 0} {",
        "    set_input_delay 0 -clock \(clock) $port", "  }", "}",
      ]
    }
    if module.ports.contains(where: { $0.direction == .output }) {
      lines.append("set_output_delay 0 -clock \(clock) [all_outputs]")
    }
    lines += resets.map { "set_false_path -from [get_ports \($0)]" }
    lines.append(
      "report_checks -path_delay max -group_count \(Self.endsCount) -digits 4")
    lines.append("puts \"\(Self.endMark)\"")
    return lines.map { $0 + "\n" }.joined()
  }
}
