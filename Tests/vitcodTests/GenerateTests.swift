import AttentionSpec
import CoSimulation
import Foundation
import TestSupport
import Testing

@Suite("vitcod generate")
struct GenerateTests {
  private let generate = ["generate", "--config", "tiny.yaml", "-o", "out"]

  @Test("Two runs write the same bytes, and say what they wrote")
  func repeatable() async throws {
    let folder = try tinyFolder()
    let first = try await VitcodRun(generate, in: folder)
    let before = try folder.files("out")
    let second = try await VitcodRun(generate, in: folder)
    #expect(first.code == 0 && second.code == 0)
    let wrote = "Wrote \(before.count - 2) modules, files.f and vitcod_tiny.gtkw to out."
    #expect(first.output.hasSuffix("\n\n\(wrote)\n"))
    #expect(first.errors == "")
    #expect(try folder.files("out") == before)
  }

  @Test("files.f lists every module, children before parents")
  func list() async throws {
    let folder = try tinyFolder()
    _ = try await VitcodRun(generate, in: folder)
    let listed = try folder.text("out/files.f").split(separator: "\n").map(String.init)
    #expect(try Set(folder.names("out")) == Set(listed + ["files.f", "vitcod_tiny.gtkw"]))
    #expect(listed.last == "vitcod_tiny.sv")
  }

  @Test("Files of an earlier run go, all others stay")
  func stale() async throws {
    let folder = try tinyFolder()
    _ = try await VitcodRun(generate, in: folder)
    try folder.write("mine", to: "out/notes.txt")
    try folder.write("module mine; endmodule", to: "out/mine.sv")
    let other = try configuration("vitcod_tiny").replacing("vitcod_tiny", with: "other")
    try folder.write(other, to: "tiny.yaml")
    let run = try await VitcodRun(generate, in: folder)
    #expect(run.code == 0)
    let names = try folder.names("out")
    #expect(!names.contains("vitcod_tiny.sv") && !names.contains("vitcod_tiny.gtkw"))
    #expect(names.contains("other.sv") && names.contains("other.gtkw"))
    #expect(try folder.text("out/notes.txt") == "mine")
    #expect(try folder.text("out/mine.sv") == "module mine; endmodule")
    #expect(!names.contains { $0.hasPrefix(".") })
  }

  @Test(
    "What vitcod did not write is not replaced",
    arguments: [
      (
        "sram_1r1w.sv", "module sram_1r1w; endmodule",
        "out/sram_1r1w.sv was not written by vitcod; move it, or choose another folder."
      ),
      (
        "vitcod_tiny.gtkw", "[*] GTKWave Analyzer v3.3.118\n",
        "out/vitcod_tiny.gtkw was not written by vitcod; move it, or choose another folder."
      ),
      (
        "files.f", "+incdir+include\ntop.sv\n",
        "out/files.f was not written by vitcod; choose another folder."
      ),
    ])
  func foreign(_ name: String, _ text: String, _ sentence: String) async throws {
    let folder = try tinyFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "out"), withIntermediateDirectories: true)
    try folder.write(text, to: "out/\(name)")
    let run = try await VitcodRun(generate, in: folder)
    #expect(run.code == 73)
    #expect(run.errors == "Error: \(sentence)\n")
    #expect(try folder.files("out") == [name: text])
  }

  @Test("A list of files that vitcod did not write protects them")
  func foreignList() async throws {
    let folder = try tinyFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "out"), withIntermediateDirectories: true)
    let files = ["files.f": "top.sv\n", "top.sv": "module top; endmodule\n"]
    for (name, text) in files { try folder.write(text, to: "out/\(name)") }
    let run = try await VitcodRun(generate, in: folder)
    #expect(run.code == 73)
    #expect(try folder.files("out") == files)
  }

  @Test(
    "A folder that cannot be made is named",
    arguments: [("tiny.yaml/out", "tiny.yaml"), ("/dev/null/out", "/dev/null")])
  func unwritable(_ path: String, _ file: String) async throws {
    let folder = try tinyFolder()
    let run = try await VitcodRun(["generate", "--config", "tiny.yaml", "-o", path], in: folder)
    #expect(run.code == 73)
    #expect(
      run.errors
        == "Error: The folder \(path) cannot be written (\(file) is no folder); give another one.\n"
    )
  }

  @Test(
    "The folder may be spelled in any way",
    arguments: [
      "g", "./g", "g/", "g//h", "\u{e9}", "a b", "g/../k", ".", "-o", "~", "~/g", "~g", "g/.",
      "..g/x/y",
    ])
  func spelling(_ path: String) async throws {
    let folder = try tinyFolder()
    let run = try await VitcodRun(
      ["generate", "--config", "tiny.yaml", "--output=\(path)"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(try folder.names("./" + path).contains("vitcod_tiny.sv"))
  }

  @Test("Every configuration of configs/ generates; equal modules of two are equal files")
  func configurations() async throws {
    let folder = try Scratch()
    let path = repository.appending(path: "configs").path
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { $0.hasSuffix(".yaml") }
    #expect(names.count >= 6)
    var textOfFile: [String: String] = [:]
    var shared: Set<String> = []
    for file in names {
      let name = String(file.dropLast(5))
      let run = try await VitcodRun(
        ["generate", "--config", "\(path)/\(file)", "-o", name], in: folder)
      #expect(run.code == 0, "\(file)")
      #expect(try folder.names(name).contains("\(name).sv"), "\(file)")
      let files = try folder.files(name)
      let shown = (files["\(name).gtkw"] ?? "").split(separator: "\n").filter {
        $0.hasPrefix("TOP.")
      }
      #expect(shown.count > 200, "\(name)")
      let hierarchy = TextHierarchy(files)
      #expect(shown.filter { !hierarchy.declares(String($0.dropFirst(4))) } == [], "\(name)")
      for (module, text) in files where module.hasSuffix(".sv") {
        #expect(textOfFile[module, default: text] == text, "\(module) of \(file)")
        if textOfFile.updateValue(text, forKey: module) != nil { shared.insert(module) }
      }
    }
    #expect(shared.count >= 3)
  }

  @Test("A view that somebody saved over that of an earlier run stays, and stops the next run")
  func savedView() async throws {
    let folder = try tinyFolder()
    _ = try await VitcodRun(generate, in: folder)
    let view = "[*] GTKWave Analyzer v3.3.118\n"
    try folder.write(view, to: "out/vitcod_tiny.gtkw")
    let before = try folder.files("out")
    let run = try await VitcodRun(generate, in: folder)
    #expect(run.code == 73)
    #expect(try folder.files("out") == before)
  }

  @Test("With --json the report counts memories, registers and multipliers")
  func json() async throws {
    struct Report: Decodable {
      struct Memory: Decodable {
        var memory, ports, holds: String
        var banks, copies: Int
      }
      struct Multipliers: Decodable {
        var module: String
        var count: Int
      }
      var memories: [Memory]
      var memoryKilobytes: Double
      var registerBits, portBits: Int
      var multipliers: [Multipliers]
    }
    let folder = try Scratch()
    try folder.write(configuration("vitcod_64x8"), to: "c.yaml")
    let run = try await VitcodRun(
      ["generate", "--config", "c.yaml", "-o", "rtl", "--json"], in: folder)
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(report.memoryKilobytes <= 320)
    #expect(report.portBits == 1024)
    let macs = report.multipliers.first { $0.module.hasPrefix("mac_") }
    #expect(macs?.count == 512)
    let decoder = report.multipliers.first { $0.module.hasPrefix("decoder_line_") }
    #expect(decoder?.count == 128)
    #expect(report.memories.allSatisfy { $0.ports == "1R1W" && !$0.holds.isEmpty })
    let operands = report.memories.first { $0.memory.hasPrefix("engine.banks.") }
    #expect(operands?.banks == 128 && operands?.copies == 1)
    #expect(run.errors == "Wrote 116 modules, files.f and vitcod_64x8.gtkw to rtl.\n")
  }

  @Test("The text of the paper's array grows with its parts, not with their number")
  func shortText() async throws {
    let folder = try Scratch()
    try folder.write(configuration("vitcod_64x8"), to: "c.yaml")
    let run = try await VitcodRun(["generate", "--config", "c.yaml", "-o", "rtl"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let lines = try folder.files("rtl").filter { $0.key.hasSuffix(".sv") }.mapValues {
      $0.split(separator: "\n", omittingEmptySubsequences: false).count
    }
    // Connections of bundles, a map of registers, and the rules of a format are long.
    let long = [
      "vitcod_registers.sv": 1_150, "vitcod_64x8.sv": 1_000, "vitcod_64x8_program_reader.sv": 650,
      "vitcod_64x8_processing_element.sv": 420,
    ]
    for (name, count) in lines {
      #expect(count <= long[name] ?? 400, "\(name) has \(count) lines")
    }
    let crossbar = lines.first { $0.key.hasPrefix("bank_crossbar") }?.value ?? .max
    #expect(crossbar < 120)
    #expect(lines.values.reduce(0, +) < 18_500)
  }

  /// The files of a folder of the repository.
  private func committed(_ folder: String) throws -> [String: String] {
    let path = repository.appending(path: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: path.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map { name in
        (name, try String(contentsOf: path.appending(path: name), encoding: .utf8))
      })
  }

  @Test("The snapshot in rtl/tiny is up to date")
  func snapshot() async throws {
    let folder = try tinyFolder()
    _ = try await VitcodRun(generate, in: folder)
    let committed = try committed("rtl/tiny")
    let generated = try folder.files("out")
    let stale = Set(committed.keys).union(generated.keys)
      .filter { committed[$0] != generated[$0] }.sorted()
    #expect(stale == [], "rtl/tiny is out of date; run scripts/rtl and look at the difference.")
  }

  @Test("Every module of rtl/tiny names the file in which its class stands")
  func sources() throws {
    let folder = repository.appending(path: "Sources")
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var paths: [String: URL] = [:]
    while let url = all?.nextObject() as? URL {
      let parts = url.pathComponents
      guard let place = parts.lastIndex(of: "Sources"), place + 1 < parts.count else { continue }
      paths["\(parts[place + 1])/\(url.lastPathComponent)"] = url
    }
    var count = 0
    for (name, text) in try committed("rtl/tiny") where !name.hasPrefix("sram_") {
      guard name.hasSuffix(".sv") else { continue }
      let source = try #require(text.firstMatch(of: /From (\w+\/(\w+)\.swift)/), "\(name)")
      let path = try #require(paths[String(source.1)], "\(name)")
      let swift = try String(contentsOf: path, encoding: .utf8)
      #expect(swift.contains("class \(source.2)"), "\(name) says \(source.1).")
      count += 1
    }
    #expect(count > 100)
  }

  @Test("The excerpt of the paper's array in rtl/vitcod_64x8 is up to date")
  func excerpt() async throws {
    let folder = try Scratch()
    try folder.write(configuration("vitcod_64x8"), to: "c.yaml")
    _ = try await VitcodRun(["generate", "--config", "c.yaml", "-o", "rtl"], in: folder)
    let generated = try folder.files("rtl")
    let committed = try committed("rtl/vitcod_64x8")
    for part in [
      "vitcod_64x8.sv", "vitcod_64x8_sparser_engine", "vitcod_64x8_processing_element",
      "vitcod_64x8_decoder", "operand_banks", "bank_crossbar", "element_lines", "finished_rows",
    ] {
      #expect(committed.keys.contains { $0.hasPrefix(part) }, "\(part)")
    }
    let stale = committed.keys.filter { committed[$0] != generated[$0] }.sorted()
    #expect(
      stale == [], "rtl/vitcod_64x8 is out of date; run scripts/rtl and look at the difference.")
  }
}
