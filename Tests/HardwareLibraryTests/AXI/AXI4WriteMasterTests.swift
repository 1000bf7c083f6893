import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@Suite("AXI4 write masters", .simulated)
struct AXI4WriteMasterTests {
  @Test(
    "They write what is asked for, and say what failed",
    arguments: [(8, 16, 3)] + AXI4ReadMasterTests.sizes)
  func writes(dataBits: Int, beatsMax: Int, outstanding: Int) async throws {
    try await expectWrites(.lanes, dataBits, beatsMax, outstanding)
  }

  @Test(
    "They write packed beats as well", arguments: [(16, 16, 3)] + AXI4ReadMasterTests.sizes)
  func packed(dataBits: Int, beatsMax: Int, outstanding: Int) async throws {
    try await expectWrites(.packed, dataBits, beatsMax, outstanding)
  }

  @Test("They do so in every simulator", .simulatedInAll)
  func all() async throws { try await expectWrites(.packed, 256, 8, 3) }

  private func expectWrites(
    _ layout: MasterRun.Layout, _ dataBits: Int, _ beatsMax: Int, _ outstanding: Int
  ) async throws {
    for asking in [TestedMaster.Asking.linear, .strided] {
      let master = TestedMaster(
        way: .writes, asking: asking, layout: layout, dataBits: dataBits, beatsMax: beatsMax,
        outstanding: outstanding)
      for pausing in [0, 0.4] {
        let count = dataBits > 256 ? 15 : 50
        try await master.expect(master.requests(count, seed: 3), pausing: pausing)
      }
    }
  }
}
