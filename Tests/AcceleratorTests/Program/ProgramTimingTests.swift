import AttentionSpec
import Foundation
import HardwareDSL
import Synthesis
import TestSupport
import Testing

@testable import Accelerator

/// Cells of asap7, which this machine may have beside the repository.
private let asap7 = URL(filePath: #filePath)
  .appending(path: "../../../../../shared/pdk/asap7_rvt_tt.lib.gz").standardized.path

/// How fast the units of programs, outputs and runs are, as the paper's array has them.
@Suite(
  "Timing of the units of programs",
  .enabled(if: Tool.yosys.isInstalled && Tool.openSTA.isInstalled, "yosys or sta is missing"),
  .enabled(if: FileManager.default.fileExists(atPath: asap7), "asap7 is not beside the project"),
  .enabled(if: TestExtent.current == .all, "at night"))
struct ProgramTimingTests {
  private static let configuration = AcceleratorConfiguration(
    name: "paper", array: ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity: Capacity(
      tokens: 256, headDimension: 64))

  private static func channel(_ bytes: Int) -> RecordChannel {
    RecordChannel(
      "records", RecordFormat(bytes: bytes, beatBytes: 128, burstBytes: 1024, depth: 8),
      addressBits: 40)
  }

  private static let units: [@Sendable () -> any Module] = [
    { channel(16) }, { channel(8) }, { channel(3) }, { ProgramReader(configuration) },
    { OutputWriter(configuration) }, { HostRegisters(configuration) },
  ]

  @Test("The paper's array runs at 1.0 ns in asap7", arguments: units.indices)
  func nanosecond(number: Int) async throws {
    let report = try await synthesize(
      elaborate(Self.units[number]()), SynthesisSettings(libraryPath: asap7))
    let delay = try #require(report.longestPath)
    #expect(delay <= 1.0, "\(delay) ns")
    print("\(report.design): \(delay) ns, \(report.logicArea) um2")
    print(report.modules.flatMap(\.paths).prefix(3))
  }
}
