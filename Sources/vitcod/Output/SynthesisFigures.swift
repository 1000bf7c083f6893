import Basics
import Foundation
import Synthesis

/// Area and clock of several configurations and libraries, as a file keeps them.
struct SynthesisFigures: Codable, TextReport {
  static let formatVersion = 1

  struct Module: Codable, Hashable {
    var name: String
    var instances: Int
    /// um2 of one.
    var area: Double
    /// ns.
    var path: Double?

    /// A MAC, a line of MACs, or one of the decoder. The name of a configuration may begin as
    /// theirs do.
    var isArithmetic: Bool {
      let macs = /mac_(s\d+xs\d+|line_\d+)_acc\d+(_sums\d+)?/
      return name.wholeMatch(of: macs) != nil
        || name.wholeMatch(of: /decoder_line_\d+x\d+/) != nil
    }
  }

  struct Entry: Codable, Hashable {
    var design: String
    var library: String
    var cells: Int
    /// um2.
    var logicArea: Double
    var memoryArea: Double?
    var longestPath: TimingPath?
    /// The longest cycle of a memory, ns.
    var memoryCycle: Double?
    var plainRegisterBits: Int
    var enabledRegisterBits: Int
    var modules: [Module]

    /// Libraries have no blanks in their names.
    var key: String { "\(design) in \(library)" }
  }

  var format = Self.formatVersion
  /// By library, and in it by design.
  private(set) var entries: [Entry] = []
  /// What the figures rest on, by library, and by `design in library` for a design whose figures
  /// rest on something else.
  private(set) var conditions: [String: [String]] = [:]

  init() {}

  /// - Throws: `CommandFailure` for a file that is there and keeps no such figures.
  init(path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let data = FileManager.default.contents(atPath: path) ?? Data()
    guard let figures = try? JSONDecoder().decode(Self.self, from: data),
      figures.format == Self.formatVersion
    else {
      throw CommandFailure.badInput(
        "\(path) keeps no figures of format \(Self.formatVersion); name a new file, or one that "
          + "vitcod synthesize --figures wrote.")
    }
    self = figures
  }

  /// Adds what `make` reports to the figures of a file. The file is read before, to be refused
  /// before minutes of mapping, and again after it, since another run may have ended meanwhile.
  static func adding(
    to path: String, _ make: () async throws -> SynthesisReport
  ) async throws -> SynthesisFigures {
    _ = try SynthesisFigures(path: path)
    let report = try await make()
    var figures = try SynthesisFigures(path: path)
    figures.add(report)
    return figures
  }

  /// Adds a report, in place of one of the same design and library.
  mutating func add(_ report: SynthesisReport) {
    let entry = Entry(
      design: report.design, library: report.library, cells: report.cells,
      logicArea: Self.rounded(report.logicArea), memoryArea: report.memoryArea.map(Self.rounded),
      longestPath: report.modules.first { $0.name == report.design }?.paths.first.map {
        var path = $0
        path.delay = Self.rounded(path.delay)
        path.memoryAccess = path.memoryAccess.map(Self.rounded)
        return path
      }, memoryCycle: report.memoryCycle.map(Self.rounded),
      plainRegisterBits: report.plainRegisterBits,
      enabledRegisterBits: report.enabledRegisterBits,
      modules: report.modules.map { module in
        Module(
          name: module.name, instances: module.instances, area: Self.rounded(module.area),
          path: module.paths.first.map { Self.rounded($0.delay) })
      })
    var grounds = Dictionary(
      entries.map { ($0.key, conditions(of: $0)) }, uniquingKeysWith: { first, _ in first })
    grounds[entry.key] = report.conditions
    entries.removeAll { ($0.design, $0.library) == (entry.design, entry.library) }
    entries.append(entry)
    entries.sort { ($0.library, $0.design) < ($1.library, $1.design) }
    conditions = Self.conditions(entries, grounds)
  }

  func conditions(of entry: Entry) -> [String] {
    conditions[entry.key] ?? conditions[entry.library] ?? []
  }

  /// - Parameter grounds: What each entry rests on, by its key.
  private static func conditions(
    _ entries: [Entry], _ grounds: [String: [String]]
  ) -> [String: [String]] {
    var result: [String: [String]] = [:]
    for (library, entries) in Dictionary(grouping: entries, by: \.library) {
      let counts = Dictionary(grouping: entries) { grounds[$0.key] ?? [] }
      // What most designs rest on; of two, what the first of them does.
      let usual = counts.max {
        ($0.value.count, $1.value[0].design) < ($1.value.count, $0.value[0].design)
      }
      result[library] = usual?.key
      for entry in entries where grounds[entry.key] != usual?.key {
        result[entry.key] = grounds[entry.key]
      }
    }
    return result
  }

  /// To a thousandth: um2 and ns have no more.
  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private static let table = TextTable([
    ("configuration", 14), ("library", 16), ("cells", 10), ("logic um2", 11), ("multiplies", 12),
    ("memories", 11), ("path ns", 9), ("MHz", 7), ("enabled", 8),
  ])

  var text: String {
    ([Self.table.titles] + entries.map(row) + [""] + entries.compactMap(path) + [""] + notes)
      .joined(separator: "\n")
  }

  private func row(_ entry: Entry) -> String {
    let cycle = [entry.longestPath?.delay, entry.memoryCycle].compactMap(\.self).max()
    let lines = entry.modules.filter { $0.name != entry.design && $0.isArithmetic }
      .reduce(0) { $0 + $1.area * Double($1.instances) }
    let enabled = Double(entry.enabledRegisterBits) / Double(max(1, entry.plainRegisterBits))
    return Self.table.row([
      entry.design, entry.library, "\(entry.cells)", Self.text(entry.logicArea, 0),
      TextTable.percent(entry.logicArea > 0 ? lines / entry.logicArea : 0),
      entry.memoryArea.map { Self.text($0, 0) } ?? "-",
      entry.longestPath.map { Self.text($0.delay, 3) } ?? "-",
      cycle.map { Self.text(1000 / $0, 0) } ?? "-", TextTable.percent(enabled),
    ])
  }

  private func path(_ entry: Entry) -> String? {
    entry.longestPath.map { path in
      "\(entry.design) in \(entry.library), \(path.composition):\n"
        + "  \(path.start)\n  -> \(path.end)"
    }
  }

  private var notes: [String] {
    let groups = Dictionary(grouping: conditions.keys.sorted()) { conditions[$0] ?? [] }
    // What is said of all libraries is said once.
    let all = conditions.min { $0.key < $1.key }?.value ?? []
    let common = all.filter { line in conditions.values.allSatisfy { $0.contains(line) } }
    let owners = Set(entries.map(\.key))
    return groups.sorted { $0.value[0] < $1.value[0] }.flatMap { lines, keys in
      let own = lines.filter { !common.contains($0) }
      guard owners.isSuperset(of: keys) else { return own }
      // Lines of a library name it; those of single designs have to.
      return (own.isEmpty ? ["Only what is said of all."] : own).map {
        "\(keys.joined(separator: ", ")): \($0)"
      }
    } + common + [
      "Multiplies: the share of MACs, their lines and those of the decoder in the logic. MHz: of "
        + "the path, or of the slowest memory. Enabled: the bits of registers without reset that "
        + "load under an enable."
    ]
  }

  private static func text(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
