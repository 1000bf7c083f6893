import CoSimulation
import Foundation
import Hardware
import Synthesis
import TestSupport
import Testing

@testable import vitcod

private let isPossible =
  Tool.yosys.isInstalled && Tool.openSTA.isInstalled
  && FileManager.default.fileExists(atPath: CellLibrary.standardPath)

private let pdk = repository.appending(path: "../shared/pdk").standardized

@Suite("vitcod synthesize")
struct SynthesizeTests {
  @Test(
    "Parts are within 3 % of what benchmarks/ states; if not, run scripts/benchmark-synthesis",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"),
    arguments: [
      "mac_line", "output_requantizer", "row_divider", "walk_controller", "bank_crossbar",
    ])
  func regression(prefix: String) async throws {
    let kept = try kept()
    let entry = try #require(
      kept.entries.first { $0.library == "osu018_stdcells" && $0.design == "vitcod_tiny" })
    let circuit = try circuit("vitcod_tiny")
    let name = try #require(circuit.modules.map(\.name).first { $0.hasPrefix(prefix) })
    let report = try await synthesize(#require(circuit.part(below: name)))
    try expect(report, isNear: entry)
  }

  @Test(
    "All is within 3 % of what benchmarks/ states; if not, run scripts/benchmark-synthesis",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"),
    .enabled(if: TestExtent.current == .all, "scripts/test --all tries every configuration"))
  func regressions() async throws {
    let kept = try kept()
    for (library, path) in libraries where FileManager.default.fileExists(atPath: path) {
      for entry in kept.entries where entry.library == library {
        let report = try await synthesize(
          circuit(entry.design), SynthesisSettings(libraryPath: path, memories: memories()))
        try expect(report, isNear: entry)
        let before = try #require(entry.longestPath?.delay)
        #expect(try near(#require(report.longestPath), before), "\(entry.design) in \(library)")
      }
    }
  }

  @Test(
    "A MAC line takes 3 % more area and 5 % more time than one by hand, at most",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func hand() async throws {
    let asap7 = pdk.appending(path: "asap7_rvt_tt.lib.gz").path
    let path = FileManager.default.fileExists(atPath: asap7) ? asap7 : CellLibrary.standardPath
    let settings = SynthesisSettings(libraryPath: path, hierarchy: .flattened)
    let circuit = try circuit("vitcod_64x8")
    let name = try #require(circuit.modules.map(\.name).first { $0.hasPrefix("mac_line") })
    let emitted = try await synthesize(#require(circuit.part(below: name)), settings)
    let file = repository.appending(path: "benchmarks/hand/mac_line.sv")
    let hand = try await synthesize(
      text: String(contentsOf: file, encoding: .utf8), top: "mac_line", settings)
    let delay = try #require(emitted.longestPath)
    let handDelay = try #require(hand.longestPath)
    #expect(
      emitted.logicArea <= 1.03 * hand.logicArea, "\(emitted.logicArea), \(hand.logicArea) um2")
    #expect(delay <= 1.05 * handDelay, "\(delay), \(handDelay) ns")
  }

  private func expect(_ report: SynthesisReport, isNear entry: SynthesisFigures.Entry) throws {
    for module in report.modules {
      let before = try #require(
        entry.modules.first { $0.name == module.name }, "\(module.name) is new")
      #expect(near(module.area, before.area), "the area of \(module.name) in \(entry.library)")
      // What a part is driven by, and what drives it, is the same in all designs.
      #expect(
        near(module.paths.first?.delay ?? 0, before.path ?? 0),
        "the path of \(module.name) in \(entry.library)")
    }
  }

  /// Neither worse by more than 3 %, nor so much better that the new figure should be kept. Less
  /// than a tenth of a um2 and of a ps are equal.
  private func near(_ value: Double, _ before: Double) -> Bool {
    abs(value - before) <= max(before * 0.03, 0.001)
  }

  private func kept() throws -> SynthesisFigures {
    try SynthesisFigures(path: repository.appending(path: "benchmarks/synthesis.json").path)
  }

  private func circuit(_ design: String) throws -> Circuit {
    let path = repository.appending(path: "configs/\(design).yaml").path
    return try ConfigurationFile(path: path).accelerator.circuit
  }

  /// The files by the names of the libraries, some of which are not everywhere.
  private let libraries = [
    "osu018_stdcells": CellLibrary.standardPath,
    "asap7_rvt_tt": pdk.appending(path: "asap7_rvt_tt.lib.gz").path,
    "sky130hd_tt": pdk.appending(path: "sky130hd_tt.lib.gz").path,
  ]

  private func memories() throws -> MemoryTable? {
    let path = pdk.appending(path: "sram.csv").path
    return try (try? String(contentsOfFile: path, encoding: .utf8)).map {
      try MemoryTable(csv: $0, path: path)
    }
  }

  /// Those whose crossbars are one module of which no mapping has ended.
  private let tooLarge = ["vitcod_64x64", "vitcod_64x8_d16"]

  @Test("Figures are of every configuration but the widest, and the README shows them")
  func table() throws {
    let kept = try kept()
    let configs = try FileManager.default.contentsOfDirectory(
      atPath: repository.appending(path: "configs").path
    ).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    for library in libraries.keys {
      let designs = Set(kept.entries.filter { $0.library == library }.map(\.design))
      #expect(designs.isSuperset(of: ["vitcod_tiny", "vitcod_64x8"]), "\(library)")
      if library.hasPrefix("asap7") { #expect(designs == Set(configs).subtracting(tooLarge)) }
    }
    let readme = try String(contentsOf: repository.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("```\n\(kept.text)\n```"), "run scripts/benchmark-synthesis")
  }

  @Test(
    "At least 95 % of the bits of registers without reset load under an enable, in every design")
  func enables() throws {
    for entry in try kept().entries {
      #expect(
        Double(entry.enabledRegisterBits) >= 0.95 * Double(entry.plainRegisterBits),
        "\(entry.design)")
    }
  }

  @Test(
    "A tool that is missing, or another one, is said in one sentence",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"),
    arguments: [
      ("YOSYS", "none", "Yosys ('none') is not on the path; install it, on Debian the package"),
      ("STA", "none", "OpenSTA ('none') is not on the path; install it, on Debian the package"),
      ("YOSYS", "false", "Yosys fails: it says nothing"),
      ("YOSYS", "true", "A tool wrote no netlist.v and said nothing of it"),
      ("STA", "true", "OpenSTA does not come to the end of its script"),
      ("VITCOD_CACHE", "tiny.yaml", "The cache "),
      ("VITCOD_CACHE", "/tmp/a cache", "The cache /tmp/a cache/synthesis has a blank or another"),
    ])
  func tools(variable: String, value: String, said: String) async throws {
    let folder = try tinyFolder()
    let run = try await VitcodRun(
      ["synthesize", "--config", "tiny.yaml", "--module", "row_walk_t16_p7"], in: folder,
      environment: [variable: value])
    #expect(run.code == 69 && run.output == "")
    #expect(run.errors.hasPrefix("Error: \(said)"), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test(
    "What is wrong is said in one sentence",
    arguments: [
      (["--module", "none"], 64, "--module is none but there is no such module; give one of "),
      (["--figures", "tiny.yaml"], 64, "tiny.yaml is read as well as written"),
      (["--figures", "new.json", "--flat"], 64, "--figures keeps what is mapped module by module"),
      (["--figures", "new.json", "--period", "2"], 64, "and holds no --period against it"),
      (
        ["--figures", "new.json", "--module", "vitcod_tiny_code_channel"], 64,
        "--figures keeps whole configurations"
      ),
      (["--figures", "notes"], 65, "notes keeps no figures of format 1"),
      (["--figures", "none/figures"], 73, "The file none/figures cannot be written"),
      (["--liberty", "none.lib"], 65, "The library none.lib cannot be read"),
      (["--liberty", "tiny.yaml"], 65, "The library tiny.yaml is no liberty text"),
      (["--liberty", "nan.lib"], 65, "The library nan.lib states area : nan in cell A"),
      (["--memories", "none.csv"], 65, "The table of memories none.csv cannot be read"),
      (["--memories", "tiny.yaml"], 65, "has no column kilobytes"),
      (["--period", "0"], 64, "--period is 0.0 but has to be above 0"),
      (["--period", "nan"], 64, "--period is nan but has to be above 0"),
    ])
  func refusals(options: [String], code: Int32, said: String) async throws {
    let folder = try tinyFolder()
    try folder.write("{}", to: "notes")
    try folder.write("library (l) {\n  cell (A) {\n    area : nan;\n  }\n}\n", to: "nan.lib")
    let run = try await VitcodRun(["synthesize", "--config", "tiny.yaml"] + options, in: folder)
    #expect(run.code == code && run.output == "")
    #expect(run.errors.contains(said), "\(run.errors)")
  }
}
