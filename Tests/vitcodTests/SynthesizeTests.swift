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

@Suite("vitcod synthesize")
struct SynthesizeTests {
  @Test(
    "A MAC line is within 3 % of what benchmarks/ states; if not, run scripts/benchmark-synthesis",
    .enabled(if: isPossible, "yosys, opensta or qflow-tech-osu018 is not installed"))
  func regression() async throws {
    let kept = try JSONDecoder().decode(
      SynthesisReport.self,
      from: Data(
        contentsOf: repository.appending(path: "benchmarks/synthesis_tiny_osu018.json")))
    let folder = try tinyFolder()
    let config = folder.url.appending(path: "tiny.yaml").path
    let circuit = try Circuit(
      modules: ConfigurationFile(path: config).accelerator.circuit.modules.filter {
        $0.name.hasPrefix("mac_")
      })
    let report = try await synthesize(circuit)
    #expect(report.modules.count == 2)
    for module in report.modules {
      let before = try #require(
        kept.modules.first { $0.name == module.name }, "\(module.name) is new")
      #expect(module.area <= before.area * 1.03, "\(module.name)")
      #expect(module.area >= before.area * 0.97, "\(module.name): keep the new figure")
      let path = try #require(module.paths.first).delay
      let pathBefore = try #require(before.paths.first).delay
      #expect(path <= pathBefore * 1.03, "\(module.name)")
      #expect(path >= pathBefore * 0.97, "\(module.name): keep the new figure")
    }
  }

  @Test(
    "What is wrong is said in one sentence",
    arguments: [
      (["--liberty", "none.lib"], 65, "The library none.lib cannot be read"),
      (["--liberty", "tiny.yaml"], 65, "The library tiny.yaml is no liberty text"),
      (["--memories", "none.csv"], 65, "The table of memories none.csv cannot be read"),
      (["--memories", "tiny.yaml"], 65, "has no column kilobytes"),
      (["--period", "0"], 64, "--period is 0.0 but has to be above 0"),
      (["--period", "nan"], 64, "--period is nan but has to be above 0"),
    ])
  func refusals(options: [String], code: Int32, said: String) async throws {
    let folder = try tinyFolder()
    let run = try await VitcodRun(["synthesize", "--config", "tiny.yaml"] + options, in: folder)
    #expect(run.code == code && run.output == "")
    #expect(run.errors.contains(said), "\(run.errors)")
  }
}
