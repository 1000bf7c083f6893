import AttentionCompiler
import AttentionSpec
import CoSimulation
import Foundation
import ModelImport
import TensorFiles
import Testing

@testable import vitcod

@Suite("vitcod simulate")
struct SimulateTests {
  private func simulate(_ arguments: [String], in folder: Scratch) async throws -> VitcodRun {
    try await VitcodRun(["simulate", "--config", "tiny.yaml"] + arguments, in: folder)
  }

  private func report(_ arguments: [String], in folder: Scratch) async throws -> SimulationReport {
    let run = try await simulate(arguments + ["--json"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    return try JSONDecoder().decode(SimulationReport.self, from: Data(run.output.utf8))
  }

  @Test("Layers are exact; the table ends in PASS")
  func passes() async throws {
    let run = try await simulate(["--layers", "3"], in: tinyFolder())
    #expect(run.code == 0, "\(run.errors)")
    #expect(
      run.lines.prefix(3) == [
        "vitcod_tiny: 8 MACs in 2 elements; 3 layers of 3 heads of 10 tokens and 16 features;",
        "random int8 operands, decoded from 2 codes.",
        "layer     kept  cycles estimate computing   floor     use",
      ])
    #expect(run.lines.count(where: { $0.contains(/^\d+ .*%$/) }) == 3)
    #expect(run.lines.contains { $0.hasPrefix("total ") })
    #expect(run.lines.last == "PASS")
  }

  @Test("JSON is the whole of standard output")
  func json() async throws {
    let report = try await report(["--layer", "2"], in: tinyFolder())
    #expect(report.passed && report.failure == nil)
    #expect(report.layers == [2] && report.heads == [0, 1, 2])
    #expect(report.tokens == 10 && report.headDimension == 16)
    let attention = try #require(report.attention)
    #expect(attention.configuration.name == "vitcod_tiny")
    #expect(attention.isExact && attention.layers.count == 1 && attention.codes == 2)
    #expect(attention.cycles > attention.floor)
  }

  @Test("Equal runs give equal reports; another seed gives other operands")
  func seeds() async throws {
    let folder = try tinyFolder()
    let first = try await simulate(["--layers", "1"], in: folder)
    #expect(try await simulate(["--layers", "1"], in: folder).output == first.output)
    let report = try await report(["--layers", "1", "--seed", "18446744073709551615"], in: folder)
    #expect(report.passed)
  }

  @Test("A mask file means what --mask-means says", arguments: MaskMeaning.allCases)
  func polarity(_ meaning: MaskMeaning) async throws {
    let folder = try tinyFolder()
    let kept = try AttentionMask.random(tokens: 8, perMille: 250, seed: 5)
    let flags = kept.kept.map { $0 == (meaning == .kept) }
    let path = folder.url.appending(path: "mask.npy").path
    try Data(NpyFile.bytes(of: Tensor(shape: [1, 8, 8], elements: flags)))
      .write(to: URL(fileURLWithPath: path))
    let report = try await report(["--mask", path, "--mask-means", meaning.rawValue], in: folder)
    #expect(report.attention?.layers.map(\.keptEntries) == [kept.keptCount])
    #expect(report.setup.maskSource == "mask.npy")
    #expect(report.setup.maskMeaning == meaning.rawValue)
  }

  @Test("A mask of an npz file is chosen by its name")
  func maskMember() async throws {
    let folder = try tinyFolder()
    let path = folder.url.appending(path: "masks.npz").path
    let masks = try [250, 500].map {
      try AttentionMask.random(tokens: 8, perMille: $0, seed: 5)
    }
    let tensors = try masks.map { try Tensor(shape: [8, 8], elements: $0.kept) }
    try Data(NpzFile.bytes(of: ["few": tensors[0], "many": tensors[1]], compression: .deflated))
      .write(to: URL(fileURLWithPath: path))
    let report = try await report(
      ["--mask", path, "--mask-member", "many", "--mask-means", "kept"], in: folder)
    #expect(report.attention?.layers.map(\.keptEntries) == [masks[1].keptCount])
    #expect(report.setup.maskMember == "many")
  }

  @Test("The name of an array may be left out where there is one, and only there")
  func onlyMaskMember() async throws {
    let folder = try tinyFolder()
    let mask = try Tensor(shape: [2, 2], elements: [true, true, false, true])
    try folder.write(npz: ["masks": mask], to: "one.npz")
    try folder.write(npz: ["a": mask, "b": mask], to: "two.npz")
    try folder.write(npy: mask, to: "mask.npy")
    let one = try await report(["--mask", "one.npz", "--mask-means", "kept"], in: folder)
    #expect(one.attention?.layers.map(\.keptEntries) == [3])
    for (arguments, code, sentence) in [
      (["two.npz"], 64, "two.npz holds 2 arrays (a, b); choose one with --mask-member."),
      (
        ["two.npz", "--mask-member", "dense"], 65,
        "two.npz: There is no tensor \"dense\", but a, b; check the name, or the model that the "
          + "file is of."
      ),
      (
        ["mask.npy", "--mask-member", "a"], 64,
        "--mask-member names an array of an npz file, but mask.npy is none; leave it out."
      ),
    ] as [([String], Int32, String)] {
      let run = try await simulate(["--mask-means", "kept", "--mask"] + arguments, in: folder)
      #expect(run.code == code && run.errors.hasPrefix("Error: \(sentence)\n"), "\(run.errors)")
    }
  }

  @Test("The JSON report says what another run needs to give the same")
  func setup() async throws {
    let folder = try tinyFolder()
    let version = try await VitcodRun(["--version"], in: folder).lines.first
    let embedded = try await report(["--layers", "1"], in: folder).setup
    #expect(embedded.version == version)
    #expect(embedded == RunSetup(version: embedded.version, seed: 1, maskSource: "embedded"))

    _ = try await VitcodRun(
      ["generate", "--config", "tiny.yaml", "--taps", "-o", "some/rtl"], in: folder)
    let other = try await report(
      ["--layers", "1", "--seed", "7", "--memory-pauses", "0.25", "--rtl", "some/rtl"], in: folder)
    #expect(
      other.setup
        == RunSetup(version: embedded.version, seed: 7, memoryPauses: 0.25, rtl: "rtl"))
  }

  @Test("A mask read with the wrong meaning is refused where a row keeps nothing")
  func wrongPolarity() async throws {
    let folder = try tinyFolder()
    let mask = try Tensor(elementType: .uint8, shape: [2, 2], bytes: [1, 1, 1, 0])
    try Data(NpyFile.bytes(of: mask)).write(to: folder.url.appending(path: "mask.npy"))
    let run = try await simulate(["--mask", "mask.npy", "--mask-means", "pruned"], in: folder)
    #expect(run.code == 65)
    #expect(
      run.errors == "Error: mask.npy: In block 0, head 0: Row 0 of the mask keeps nothing, but "
        + "softmax needs at least one entry in each row; keep its diagonal entry, or check "
        + "whether True means pruned or kept in the file.\n")
  }

  @Test("A mask with an empty row in the last layer is refused before the first one runs")
  func emptyRowOfLastBlock() async throws {
    let folder = try tinyFolder()
    var kept = [UInt8](repeating: 1, count: 12 * 3 * 9)
    for column in 0..<3 { kept[11 * 27 + 2 * 9 + 3 + column] = 0 }
    let mask = try Tensor(elementType: .uint8, shape: [12, 3, 3, 3], bytes: kept)
    try Data(NpyFile.bytes(of: mask)).write(to: folder.url.appending(path: "mask.npy"))
    let run = try await simulate(["--mask", "mask.npy", "--mask-means", "kept"], in: folder)
    #expect(run.code == 65 && run.output == "")
    let sentence = "Error: mask.npy: In block 11, head 2: Row 1 of the mask keeps nothing, but "
    #expect(run.errors.hasPrefix(sentence))
    // It is not looked at where it does not run.
    let other = try await simulate(
      ["--mask", "mask.npy", "--mask-means", "kept", "--layer", "11", "--head", "1"], in: folder)
    #expect(other.code == 0, "\(other.errors)")
  }

  @Test("A memory that pauses, or is slower, costs cycles and changes no value")
  func pauses() async throws {
    let folder = try tinyFolder()
    let full = try #require(try await report(["--layers", "2"], in: folder).attention)
    for slower in [
      ["--memory-pauses", "0.4"], ["--memory-latency", "500"], ["--memory-bandwidth", "1.5"],
    ] {
      let report = try await report(["--layers", "2"] + slower, in: folder)
      let attention = try #require(report.attention)
      #expect(report.passed && attention.cycles > full.cycles, "\(slower)")
      #expect(attention.bytesRead == full.bytesRead, "\(slower)")
    }
  }

  @Test("Edited RTL that computes something else fails with the first value that differs")
  func fails() async throws {
    let folder = try tinyFolder()
    _ = try await VitcodRun(
      ["generate", "--config", "tiny.yaml", "--taps", "-o", "rtl"], in: folder)
    let same = try await simulate(["--rtl", "rtl", "--layers", "1"], in: folder)
    #expect(same.code == 0)

    let mac = try #require(try folder.names("rtl").first { $0.hasPrefix("mac_s") })
    let text = try folder.text("rtl/\(mac)")
    let edited = text.replacing("<= new_product", with: "<= ~new_product")
    #expect(edited != text)
    try folder.write(edited, to: "rtl/\(mac)")
    let run = try await simulate(["--rtl", "rtl", "--layers", "2"], in: folder)
    #expect(run.code == 1)
    let pattern =
      #/
      FAIL:\ scores,\ layer\ 0,\ head\ \d+,\ query\ \d+,\ key\ \d+,\ cycle\ \d+:
      \ expected\ -?\d+,\ got\ -?\d+\ \((\d+)\ of\ (\d+)\ scores\ differ\)
      /#
    let match = try #require(run.lines.last?.wholeMatch(of: pattern), "\(run.output)")
    let (differing, compared) = try (#require(Int(match.1)), #require(Int(match.2)))
    #expect(differing > 1 && differing <= compared)
    #expect(
      run.errors.contains(
        /To look at it, run again with --trace fail.fst --trace-cycles \d+\.\.\d+\.\n$/),
      "\(run.errors)")

    let json = try await simulate(["--rtl", "rtl", "--layers", "2", "--json"], in: folder)
    #expect(json.code == 1)
    let report = try JSONDecoder().decode(SimulationReport.self, from: Data(json.output.utf8))
    #expect(!report.passed)
    let attention = try #require(report.attention)
    #expect(attention.divergence?.checkpoint == .scores)
    #expect(attention.divergence?.differing == differing)
    #expect(attention.layers.map(\.keptEntries).reduce(0, +) == compared)
  }

  @Test("RTL that hangs fails and says where")
  func hangs() async throws {
    let folder = try tinyFolder()
    _ = try await VitcodRun(
      ["generate", "--config", "tiny.yaml", "--taps", "-o", "rtl"], in: folder)
    let top = try folder.text("rtl/vitcod_tiny.sv")
    let edited = top.replacing(/\.irq_o +\(irq_o\)/, with: ".irq_o ()")
      .replacing("endmodule", with: "  assign irq_o = 1'b0;\nendmodule")
    #expect(edited != top)
    try folder.write(edited, to: "rtl/vitcod_tiny.sv")
    let run = try await simulate(["--rtl", "rtl", "--layers", "1"], in: folder)
    #expect(run.code == 1)
    #expect(run.lines.last?.hasPrefix("FAIL: Design vitcod_tiny did not") == true)
    #expect(run.lines.last?.hasSuffix("; add --trace hang.fst to look at it.") == true)
  }

  @Test("A waveform whose window begins after the run says so")
  func missedWindow() async throws {
    let folder = try tinyFolder()
    let run = try await simulate(
      ["--layers", "1", "--trace", "run.fst", "--trace-cycles", "100000..100010"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let pattern =
      #/
      Warning:\ run\.fst\ holds\ no\ cycle,\ since\ --trace-cycles\ begins\ at\ 100000
      \ and\ the\ run\ took\ \d+\ cycles\.\n
      /#
    #expect(run.errors.contains(pattern), "\(run.errors)")
  }

  @Test("A waveform whose window ends after the run says where it ends")
  func longWindow() async throws {
    let folder = try tinyFolder()
    let run = try await simulate(
      ["--layers", "1", "--trace", "run.fst", "--trace-cycles", "10..100000"], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors.contains(/Warning: run\.fst ends at cycle \d+, though --trace-cycles ends/))
  }

  @Test("A waveform does not replace what is read")
  func traceOverInput() async throws {
    let folder = try Scratch()
    try folder.write(configuration("vitcod_tiny"), to: "tiny.fst")
    let run = try await VitcodRun(
      ["simulate", "--config", "tiny.fst", "--layers", "1", "--trace", "./tiny.fst"], in: folder)
    #expect(run.code == 64)
    #expect(
      run.errors == "Error: ./tiny.fst is read as well as written; write another file.\n")
    #expect(try folder.text("tiny.fst") == configuration("vitcod_tiny"))
  }

  @Test("A waveform of a window is an FST file")
  func waveform() async throws {
    let folder = try tinyFolder()
    let run = try await simulate(
      [
        "--layers", "2", "--trace", "run.fst", "--trace-cycles", "10..40", "--trace-depth", "2",
      ], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let bytes = [UInt8](try Data(contentsOf: folder.url.appending(path: "run.fst")))
    try #require(bytes.count > 330)
    // A header block: its type 0, its length, then the first and the last time.
    func word(_ at: Int) -> UInt64 { bytes[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) } }
    #expect(bytes[0] == 0 && word(1) == 329)
    #expect(word(17) - word(9) == 30 * 10 + 5)
  }

  @Test(
    "A VERILATOR that is no Verilator is named",
    arguments: [
      (
        "exit 0",
        "is not a Verilator with its runtime: there is no /include/verilated.cpp; "
          + "correct VERILATOR."
      ),
      ("echo broken; exit 1", "--version fails (broken); correct VERILATOR."),
      ("exit 1", "--version fails (it says nothing); correct VERILATOR."),
    ])
  func noVerilator(_ script: String, _ sentence: String) async throws {
    let folder = try tinyFolder()
    try folder.write("#!/bin/sh\n\(script)\n", to: "tool")
    let tool = folder.url.appending(path: "tool").path
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool)
    let run = try await VitcodRun(
      ["simulate", "--config", "tiny.yaml", "--layers", "1"], in: folder,
      environment: ["VERILATOR": tool])
    #expect(run.code == 69)
    #expect(run.errors == "Error: \(tool) \(sentence)\n")
  }

  @Test("Without Verilator the tool that is missing is named")
  func tool() async throws {
    let folder = try tinyFolder()
    let run = try await VitcodRun(
      ["simulate", "--config", "tiny.yaml", "--layers", "1"], in: folder,
      environment: ["VERILATOR": "/no/verilator"])
    #expect(run.code == 69)
    #expect(
      run.errors
        == "Error: Verilator ('/no/verilator') is not a program; install it, "
        + "or set VERILATOR.\n")
  }
}
