import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@Suite("AXI4 write masters", .simulated)
struct AXI4WriteMasterTests {
  typealias Reads = AXI4ReadMasterTests

  @Test("They write what is asked for, and say what failed", arguments: [(8, 16, 3)] + Reads.sizes)
  func writes(dataBits: Int, beatsMax: Int, outstanding: Int) async throws {
    try await expect(.linear, .lanes, dataBits, beatsMax, outstanding)
    try await expect(.strided, .lanes, dataBits, beatsMax, outstanding)
  }

  @Test("They write packed beats as well", arguments: [(16, 16, 3)] + Reads.sizes)
  func packed(dataBits: Int, beatsMax: Int, outstanding: Int) async throws {
    try await expect(.linear, .packed, dataBits, beatsMax, outstanding)
    try await expect(.strided, .packed, dataBits, beatsMax, outstanding)
  }

  @Test("They do so in every simulator", .simulatedInAll)
  func all() async throws {
    try await expect(.linear, .lanes, 64, 8, 3)
    try await expect(.strided, .packed, 256, 8, 3)
  }

  private func expect(
    _ asking: Reads.Asking, _ layout: MasterRun.Layout, _ dataBits: Int, _ beatsMax: Int,
    _ outstanding: Int
  ) async throws {
    func master() -> any Module {
      let (linear, strided) = (Reads.linear, Reads.strided)
      return switch (asking, layout) {
      case (.linear, .lanes):
        AXI4WriteMaster(
          linear(), dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
      case (.strided, .lanes):
        AXI4WriteMaster(
          strided(), dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
      case (.linear, .packed):
        AXI4UnalignedWriteMaster(
          linear(), dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
      case (.strided, .packed):
        AXI4UnalignedWriteMaster(
          strided(), dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
      }
    }
    let plan = TransferPlan(dataBits: dataBits, beatsMax: beatsMax)
    let requests =
      asking == .linear
      ? TransferPlan.requests(60, bytesMax: dataBits * 8, seed: 3)
      : TransferPlan.strided(60, bytesMax: dataBits * 2, seed: 3)
    for pausing in [0, 0.4] {
      var run = try await MasterRun(of: master(), .writes, plan, requests, pausing: pausing)
      let expected = try run.sendBeats(layout, seed: 5)
      try run.finish()
      #expect(run.mistakeInResults == nil)
      #expect(try run.memory.read(0, count: TransferPlan.memoryBytes) == expected)
      #expect(run.mistakeInBursts == nil)
      #expect(try run.simulation.pending("beats") == 0)
    }
  }
}
