import Foundation
import HardwareDSL
import HardwareLibrary
import Synthesis
import TestSupport
import Testing

/// Cells of asap7, which this machine may have beside the repository.
private let asap7 = URL(filePath: #filePath)
  .appending(path: "../../../../../shared/pdk/asap7_rvt_tt.lib.gz").standardized.path

/// How fast masters are.
@Suite(
  "Timing of AXI4 masters",
  .enabled(if: Tool.yosys.isInstalled && Tool.openSTA.isInstalled, "yosys or sta is missing"),
  .enabled(if: FileManager.default.fileExists(atPath: asap7), "asap7 is not beside the project"),
  .enabled(if: TestExtent.current == .all, "at night"))
struct MasterTimingTests {
  private static func linear() -> LinearRequests {
    LinearRequests(addressBits: 40, bytesBits: 24, windows: 4)
  }

  private static func strided() -> StridedRequests {
    StridedRequests(addressBits: 40, bytesBits: 16, rowsBits: 12, windows: 4)
  }

  private static let units: [@Sendable () -> any Module] = [
    { AXI4ReadMaster(linear(), dataBits: 1024) }, { AXI4WriteMaster(linear(), dataBits: 1024) },
    { AXI4UnalignedReadMaster(strided(), dataBits: 1024) },
    { AXI4UnalignedWriteMaster(strided(), dataBits: 1024) },
    { AXI4Interconnect(readers: 4, writers: 2, AXI4Shape(addressBits: 40, dataBits: 1024)) },
  ]

  @Test("1,024 bits run at 1.0 ns in asap7", arguments: units.indices)
  func nanosecond(number: Int) async throws {
    let report = try await synthesize(
      elaborate(Self.units[number]()), SynthesisSettings(libraryPath: asap7))
    let delay = try #require(report.longestPath)
    #expect(delay <= 1.0, "\(delay) ns")
  }
}
