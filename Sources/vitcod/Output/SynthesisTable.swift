import Basics
import Foundation
import Synthesis

/// The report of a synthesis for people and programs.
struct SynthesisTable: TextReport {
  var report: SynthesisReport
  /// ns that the longest path is held against.
  var period: Double?

  /// Units, ns of the period and what is left of it, beside the report.
  private enum CodingKeys: String, CodingKey { case units, period, slack }

  func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(
      ["area": "um2", "time": "ns", "energy": "pJ a word", "leakage": "uW"], forKey: .units)
    try container.encodeIfPresent(period, forKey: .period)
    try container.encodeIfPresent(slack, forKey: .slack)
  }

  /// The shortest period that paths and memories allow, ns.
  private var shortest: Double? {
    report.longestPath.map { max($0, report.memoryCycle ?? 0) }
  }

  private var slack: Double? {
    guard let period, let shortest else { return nil }
    return period - shortest
  }

  private static let modules = TextTable([
    ("module", 46), ("count", 6), ("cells", 8), ("um2", 10), ("all", 11), ("share", 7),
    ("path", 8),
  ])
  private static let instances = TextTable([
    ("instance", 58), ("count", 6), ("cells", 8), ("um2", 10), ("memories", 10),
  ])
  private static let memories = TextTable([
    ("memory", 46), ("count", 6), ("um2", 9), ("read", 8), ("write", 8), ("cycle", 8),
    ("access", 8),
  ])

  var text: String {
    ([
      "Area and timing of \(report.design) in \(report.library).", "",
      Self.modules.titles + "  (um2 without children, ns with them)",
    ]
      + report.modules.map(row) + [total, ""] + instanceLines + memoryLines + pathLines + [""]
      + registerLines
      + ["Power is not estimated yet.", ""] + report.conditions + notes).joined(separator: "\n")
  }

  private func row(_ module: SynthesisReport.Module) -> String {
    Self.modules.row([
      module.name, "\(module.instances)", "\(module.cells)", Self.number(module.area, 1),
      Self.number(module.area * Double(module.instances), 0), TextTable.percent(module.share),
      module.paths.first.map { Self.number($0.delay, 3) } ?? "-",
    ])
  }

  private var total: String {
    Self.modules.row([
      "logic", "", "\(report.cells)", "", Self.number(report.logicArea, 0), "100.0%",
      report.longestPath.map { Self.number($0, 3) } ?? "-",
    ])
  }

  private var instanceLines: [String] {
    let rows = report.instances.map { instance in
      Self.instances.row([
        instance.path, "\(instance.count)", "\(instance.cells)", Self.number(instance.area, 1),
        instance.memoryArea.map { Self.number($0, 0) } ?? "-",
      ])
    }
    return [Self.instances.titles + "  (um2 of one, with all that is in it)"] + rows + [""]
  }

  private var memoryLines: [String] {
    if report.memories.isEmpty { return [] }
    let rows = report.memories.map { memory in
      let figures = memory.figures
      let numbers = [
        figures.map { Self.number($0.area, 0) }, figures.map { Self.number($0.readEnergy, 2) },
        figures.map { Self.number($0.writeEnergy, 2) }, figures.map { Self.number($0.cycle, 3) },
        figures.map { Self.number($0.access, 3) },
      ].map { $0 ?? "-" }
      return Self.memories.row([memory.name, "\(memory.instances)"] + numbers)
    }
    let sum = report.memoryArea.map {
      ["Memories take \(Self.number($0, 0)) um2 in all."]
    }
    return [Self.memories.titles + "  (um2, pJ a word, ns)"] + rows + (sum ?? []) + [""]
  }

  private var pathLines: [String] {
    let top = report.modules.first { $0.name == report.design }
    let paths = (top?.paths ?? []).map { path in
      "  \(Self.number(path.delay, 3)) ns, \(path.composition): \(path.start) -> \(path.end)"
    }
    var lines = paths.isEmpty ? ["No path was found in the whole design."] : []
    if !paths.isEmpty { lines = ["Longest paths of the whole design:"] + paths }
    if let cycle = report.memoryCycle {
      lines.append("The slowest memory takes a clock of \(Self.number(cycle, 3)) ns or more.")
    }
    if let shortest, shortest > 0 {
      lines.append("So the clock is at most \(Self.number(1000 / shortest, 0)) MHz.")
    }
    if let period, let slack {
      lines.append(
        "A period of \(Self.number(period, 3)) ns is \(slack >= 0 ? "met" : "missed") by "
          + "\(Self.number(abs(slack), 3)) ns.")
    }
    return lines
  }

  private var registerLines: [String] {
    guard report.plainRegisterBits > 0 else { return ["No register is without a reset."] }
    let share = Double(report.enabledRegisterBits) / Double(report.plainRegisterBits)
    return [
      "\(TextTable.percent(share)) of the \(report.plainRegisterBits) bits of registers without "
        + "reset load under an enable."
    ]
      + report.openRegisters.prefix(Self.openRegistersMax).map {
        "  In every cycle: \($0.name) of \($0.module), \($0.bits.counted("bit")) in all."
      } + (report.openRegisters.count > Self.openRegistersMax ? ["  ..."] : [])
  }

  private var notes: [String] {
    report.leftOut.isEmpty
      ? []
      : [
        "Hand-written modules are left out, with the paths through them: "
          + report.leftOut.joined(separator: ", ") + "."
      ]
  }

  private static let openRegistersMax = 10

  private static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}

extension TimingPath {
  /// What its delay is made of: "12 cells", or "8 cells behind 0.250 ns of a memory's access".
  var composition: String {
    let access = memoryAccess.map { String(format: " behind %.3f ns of a memory's access", $0) }
    return cells.counted("cell") + (access ?? "")
  }
}
