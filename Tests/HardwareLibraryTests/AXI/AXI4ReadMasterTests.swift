import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@Suite("AXI4 read masters", .simulated)
struct AXI4ReadMasterTests {
  /// Data bits, beats of a burst, bursts under way.
  static let sizes = [
    (32, 1, 1), (64, 4, 1), (64, 256, 4), (128, 16, 5), (512, 8, 2), (1024, 256, 2), (1024, 1, 60),
  ]

  @Test("They read what is asked for, and say what failed", arguments: [(8, 16, 3)] + sizes)
  func reads(dataBits: Int, beatsMax: Int, outstanding: Int) async throws {
    try await expectReads(.lanes, dataBits, beatsMax, outstanding)
  }

  @Test("They pack it as well", arguments: [(16, 16, 3)] + sizes)
  func packs(dataBits: Int, beatsMax: Int, outstanding: Int) async throws {
    try await expectReads(.packed, dataBits, beatsMax, outstanding)
  }

  @Test("They do so in every simulator", .simulatedInAll)
  func all() async throws { try await expectReads(.packed, 256, 8, 3) }

  private func expectReads(
    _ layout: MasterRun.Layout, _ dataBits: Int, _ beatsMax: Int, _ outstanding: Int
  ) async throws {
    for asking in [TestedMaster.Asking.linear, .strided] {
      let master = TestedMaster(
        way: .reads, asking: asking, layout: layout, dataBits: dataBits, beatsMax: beatsMax,
        outstanding: outstanding)
      for pausing in [0, 0.4] {
        let count = dataBits > 256 ? 15 : 50
        try await master.expect(master.requests(count, seed: 3), pausing: pausing)
      }
    }
  }

  @Test(
    "A read master keeps the bus busy from the first beat to the last",
    arguments: [(64, 4, 1), (64, 4, 10), (64, 4, 100), (1024, 8, 100)])
  func throughput(dataBits: Int, outstanding: Int, latency: Int) async throws {
    let plan = TransferPlan(dataBits: dataBits, beatsMax: 64)
    let beats = 4096 / plan.dataBytes
    let requests = (0..<10_240 / beats).map { _ in
      TransferPlan.Request(address: 0x400, bytes: 4096)
    }
    // What a port of 1,024 bits and a DRAM behind it give.
    let bucket = TokenBucket(bytes: 1536, cycles: 10, capacity: 308)
    var run = try await MasterRun(
      of: AXI4ReadMaster(
        TestedMaster.linear(), dataBits: dataBits, beatsMax: 64, outstanding: outstanding),
      .reads, plan, requests, MemorySettings(bandwidth: .shared(bucket), readLatency: latency))
    try run.finish()
    let cycles = try #require(run.memory.statistics.reads.cycles)
    #expect(run.memory.statistics.reads.beats == 10_240)
    #expect(cycles.count == 10_240)
    // Two cycles for the request, and the latency.
    #expect(cycles.lowerBound == run.startCycle + 2 + latency)
  }

  @Test("Rows of a beat keep it as busy, where enough bursts are under way")
  func rows() async throws {
    let plan = TransferPlan(dataBits: 64, beatsMax: 16)
    let requests = (0..<60).map { index in
      TransferPlan.Request(address: 0x400 + 8 * index, bytes: 8, rows: 15, pitch: 200)
    }
    var run = try await MasterRun(
      of: AXI4ReadMaster(
        TestedMaster.strided(), dataBits: 64, beatsMax: 16, outstanding: 104),
      .reads, plan, requests,
      MemorySettings(readLatency: 100, errors: TransferPlan.errors))
    try run.finish()
    #expect(run.mistakeInResults == nil)
    #expect(try run.mistakeInBeats(.lanes) == nil)
    let cycles = try #require(run.memory.statistics.reads.cycles)
    #expect(run.memory.statistics.reads.beats == 900)
    #expect(cycles.count == 900)
  }
}
