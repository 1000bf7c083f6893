import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@Suite("AXI4 read masters", .simulated)
struct AXI4ReadMasterTests {
  static func linear() -> LinearRequests {
    LinearRequests(addressBits: 14, bytesBits: 13, windows: 3)
  }
  static func strided() -> StridedRequests {
    StridedRequests(addressBits: 14, bytesBits: 13, rowsBits: 4, windows: 3)
  }

  /// Data bits, beats of a burst, bursts under way.
  static let sizes = [
    (32, 1, 1), (64, 4, 1), (64, 256, 4), (128, 16, 5), (512, 8, 2), (1024, 256, 2), (1024, 1, 16),
  ]

  @Test("They read what is asked for, and say what failed", arguments: [(8, 16, 3)] + sizes)
  func reads(dataBits: Int, beatsMax: Int, outstanding: Int) async throws {
    try await expect(.linear, .lanes, dataBits, beatsMax, outstanding)
    try await expect(.strided, .lanes, dataBits, beatsMax, outstanding)
  }

  @Test("They pack it as well", arguments: [(16, 16, 3)] + sizes)
  func packs(dataBits: Int, beatsMax: Int, outstanding: Int) async throws {
    try await expect(.linear, .packed, dataBits, beatsMax, outstanding)
    try await expect(.strided, .packed, dataBits, beatsMax, outstanding)
  }

  @Test("They do so in every simulator", .simulatedInAll)
  func all() async throws {
    try await expect(.linear, .lanes, 64, 8, 3)
    try await expect(.strided, .packed, 256, 8, 3)
  }

  enum Asking { case linear, strided }

  private func expect(
    _ asking: Asking, _ layout: MasterRun.Layout, _ dataBits: Int, _ beatsMax: Int,
    _ outstanding: Int
  ) async throws {
    func master() -> any Module {
      let (linear, strided) = (Self.linear, Self.strided)
      return switch (asking, layout) {
      case (.linear, .lanes):
        AXI4ReadMaster(
          linear(), dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
      case (.strided, .lanes):
        AXI4ReadMaster(
          strided(), dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
      case (.linear, .packed):
        AXI4UnalignedReadMaster(
          linear(), dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
      case (.strided, .packed):
        AXI4UnalignedReadMaster(
          strided(), dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
      }
    }
    let plan = TransferPlan(dataBits: dataBits, beatsMax: beatsMax)
    let requests =
      asking == .linear
      ? TransferPlan.requests(60, bytesMax: dataBits * 8, seed: 3)
      : TransferPlan.strided(60, bytesMax: dataBits * 2, seed: 3)
    for pausing in [0, 0.4] {
      var run = try await MasterRun(of: master(), .reads, plan, requests, pausing: pausing)
      try run.finish()
      #expect(run.mistakeInResults == nil)
      #expect(try run.mistakeInBeats(layout) == nil)
      #expect(run.mistakeInBursts == nil)
    }
  }

  @Test(
    "A read master keeps the bus busy from the first beat to the last", arguments: [1, 10, 100])
  func throughput(latency: Int) async throws {
    let plan = TransferPlan(dataBits: 64, beatsMax: 64)
    let requests = (0..<20).map { _ in TransferPlan.Request(address: 0x400, bytes: 4096) }
    var run = try await MasterRun(
      of: AXI4ReadMaster(Self.linear(), dataBits: 64, beatsMax: 64, outstanding: 4), .reads, plan,
      requests, MemorySettings(readLatency: latency))
    try run.finish()
    let cycles = try #require(run.memory.statistics.reads.cycles)
    #expect(run.memory.statistics.reads.beats == 10_240)
    #expect(cycles.count == 10_240)
    // Two cycles for the request, and the latency.
    #expect(cycles.lowerBound == run.startCycle + 2 + latency)
  }
}
