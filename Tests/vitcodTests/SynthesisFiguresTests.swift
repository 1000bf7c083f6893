import Foundation
import Hardware
import TestSupport
import Testing

@testable import Synthesis
@testable import vitcod

@Suite("Figures of several runs")
struct SynthesisFiguresTests {
  private func report(
    _ design: String, _ library: String = "cells", _ conditions: [String] = ["Usual."],
    modules: [String: Double] = [:]
  ) -> SynthesisReport {
    SynthesisReport(
      design: design, library: library, conditions: conditions,
      logicArea: modules.values.reduce(0, +), cells: 1,
      modules: modules.sorted { $0.key < $1.key }.map { name, area in
        SynthesisReport.Module(
          name: name, instances: 1, area: area, cells: 1, share: 0, paths: [])
      }, instances: [], memories: [], plainRegisterBits: 0, enabledRegisterBits: 0,
      openRegisters: [], leftOut: [])
  }

  @Test("A report says the clock, its units, and what is left of a period")
  func period() throws {
    var report = report("design")
    (report.longestPath, report.memoryCycle) = (0.8, 0.5)
    let table = SynthesisTable(report: report, period: 1)
    #expect(table.text.contains("So the clock is at most 1250 MHz.\nA period of 1.000 ns is met"))
    let encoded = try JSONSerialization.jsonObject(with: JSONEncoder().encode(table))
    let object = try #require(encoded as? [String: Any])
    #expect((object["units"] as? [String: String])?["time"] == "ns")
    #expect(object["design"] as? String == "design" && object["period"] as? Double == 1)
    #expect(abs(try #require(object["slack"] as? Double) - 0.2) < 1e-9)
  }

  @Test("What another run adds during the mapping stays")
  func others() async throws {
    let folder = try Scratch()
    let path = folder.url.appending(path: "figures.json").path
    let kept = try await SynthesisFigures.adding(to: path) {
      var other = SynthesisFigures()
      other.add(report("other"))
      try JSONEncoder().encode(other).write(to: URL(fileURLWithPath: path))
      return report("own")
    }
    #expect(kept.entries.map(\.design) == ["other", "own"])
  }

  @Test("What is no such file is refused before anything is mapped")
  func refusal() async throws {
    let folder = try Scratch()
    try folder.write("{}", to: "figures.json")
    let path = folder.url.appending(path: "figures.json").path
    await #expect(throws: CommandFailure.self) {
      try await SynthesisFigures.adding(to: path) {
        Issue.record("It is mapped.")
        return report("own")
      }
    }
  }

  @Test("Every design keeps its own conditions, in whatever order runs come")
  func conditions() throws {
    let reports = [
      report("a"), report("b", "cells", ["Usual.", "Without memories."]), report("c"),
      report("a", "others", ["Others."]), report("b", "others", ["Others."]),
    ]
    for order in [reports, reports.reversed(), Array(reports[2...] + reports[..<2])] {
      var figures = SynthesisFigures()
      for report in order { figures.add(report) }
      figures = try JSONDecoder().decode(
        SynthesisFigures.self, from: JSONEncoder().encode(figures))
      for report in reports {
        let entry = try #require(
          figures.entries.first { ($0.design, $0.library) == (report.design, report.library) })
        #expect(figures.conditions(of: entry) == report.conditions)
      }
      #expect(Set(figures.conditions.keys) == ["cells", "others", "b in cells"])
      #expect(figures.text.contains("\nb in cells: Without memories.\n"))
      // The odd one comes into line with the others.
      figures.add(report("b"))
      #expect(Set(figures.conditions.keys) == ["cells", "others"])
      #expect(!figures.text.contains("Without memories."))
    }
  }

  @Test("What a design lacks of the others' conditions is said")
  func less() {
    var figures = SynthesisFigures()
    figures.add(report("a", "cells", ["Usual.", "With memories."]))
    figures.add(report("b", "cells", ["Usual."]))
    #expect(figures.text.contains("\nb in cells: Only what is said of all.\n"))
    #expect(figures.text.contains("\nWith memories.\n"))
  }

  @Test(
    "MACs are told from modules of a configuration whose name begins as theirs",
    arguments: ["vitcod_tiny", "mac_pe", "mac", "mac_line", "mac_line_4", "mac_s9xs8"])
  func arithmetic(name: String) throws {
    let folder = try Scratch()
    try folder.write(
      configuration("vitcod_tiny").replacing("name: vitcod_tiny", with: "name: \(name)"),
      to: "named.yaml")
    let circuit = try ConfigurationFile(path: folder.url.appending(path: "named.yaml").path)
      .accelerator.circuit
    #expect(circuit.top.name == name)
    let names = circuit.modules.map(\.name)
    var figures = SynthesisFigures()
    figures.add(
      report(
        name,
        modules: Dictionary(names.map { ($0, 1) }, uniquingKeysWith: { first, _ in first })))
    let modules = try #require(figures.entries.first).modules.filter(\.isArithmetic).map(\.name)
    #expect(modules.count == 3 && modules.contains { $0.hasPrefix("mac_line_") })
    #expect(modules.contains { $0.hasPrefix("decoder_line_") })
    let share = 100 * 3 / Double(names.count)
    #expect(figures.text.contains(String(format: "%.1f", share)), "\(figures.text)")
  }

  @Test(
    "Shares beyond all bounds in a file are shown, and are no trap",
    arguments: [(1e-300, 1e300), (1e-300, 1), (1, 5), (0, 0)])
  func shares(logic: Double, area: Double) throws {
    var figures = SynthesisFigures()
    figures.add(report("a", modules: ["mac_line_4_acc20": 7]))
    let text = String(decoding: try JSONEncoder().encode(figures), as: UTF8.self)
      .replacing("\"logicArea\":7", with: "\"logicArea\":\(logic)")
      .replacing("\"area\":7", with: "\"area\":\(area)")
    let changed = try JSONDecoder().decode(SynthesisFigures.self, from: Data(text.utf8))
    #expect(changed.text.contains("%"))
    #expect(changed.entries.first?.logicArea == logic)
  }
}
