import AttentionSpec
import Foundation
import Testing

@testable import vitcod

@Suite("vitcod estimate")
struct EstimateTests {
  private func estimate(_ arguments: [String]) async throws -> EstimateReport {
    let run = try await VitcodRun(
      ["estimate", "--config", "tiny.yaml", "--json"] + arguments, in: tinyFolder())
    #expect(run.code == 0, "\(run.errors)")
    return try JSONDecoder().decode(EstimateReport.self, from: Data(run.output.utf8))
  }

  @Test("The causes add up to all cycles, and layers to those without the end", arguments: [0, 2])
  func causes(codes: Int) async throws {
    let report = try await estimate(["--codes", "\(codes)"])
    #expect(report.layers.count == 12)
    #expect(report.causes.map(\.cycles).reduce(0, +) == report.cycles)
    #expect(report.causes.allSatisfy { $0.cycles >= 0 })
    let floor = report.layers.map(\.floor).reduce(0, +)
    #expect(report.causes.first == .init(name: "products of kept entries", cycles: floor))
    // The write of the last word, and its response, come behind the last layer.
    let layers = report.layers.map(\.cycles).reduce(0, +)
    #expect(layers < report.cycles && report.cycles - layers < 200)
  }

  @Test("It is the estimate that a simulation shows")
  func simulated() async throws {
    let folder = try tinyFolder()
    let run = try await VitcodRun(["simulate", "--config", "tiny.yaml", "--json"], in: folder)
    let simulated = try JSONDecoder().decode(SimulationReport.self, from: Data(run.output.utf8))
    let report = try await estimate([])
    #expect(simulated.attention?.estimatedCycles == report.cycles)
    #expect(simulated.attention?.layers.map(\.estimatedCycles) == report.layers.map(\.cycles))
  }

  @Test("A table for people, and one sentence for what does not fit")
  func text() async throws {
    let folder = try tinyFolder()
    let run = try await VitcodRun(["estimate", "--config", "tiny.yaml"], in: folder)
    #expect(run.code == 0 && run.lines.count > 16)
    #expect(run.lines.first == "layer  kept  slots  cycles  floor  places  waits")
    #expect(run.lines.dropLast().last?.contains(" cycles from start to interrupt, ") == true)
    let wide = try await VitcodRun(
      ["estimate", "--config", "tiny.yaml", "--head-dimension", "17"], in: folder)
    #expect(wide.code == 65 && wide.output == "")
    #expect(
      wide.errors
        == "Error: layer 0: a head has 17 features but capacity.headDimension is 16; raise it.\n")
  }
}
