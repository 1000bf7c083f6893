import HardwareDSL
import HardwareLibrary
import SimulationInterface
import Testing

/// A master of some kind and sizes, and what is expected of it.
struct TestedMaster: CustomStringConvertible {
  enum Asking { case linear, strided }

  var way: MasterRun.Way
  var asking: Asking
  var layout: MasterRun.Layout
  var dataBits: Int
  var beatsMax: Int
  var outstanding: Int

  var plan: TransferPlan { TransferPlan(dataBits: dataBits, beatsMax: beatsMax) }

  var description: String {
    "\(way) of \(asking) requests, \(layout), \(dataBits) bits, bursts of \(beatsMax), "
      + "\(outstanding) under way"
  }

  static func linear() -> LinearRequests {
    LinearRequests(addressBits: 14, bytesBits: 13, windows: 4)
  }

  static func strided() -> StridedRequests {
    StridedRequests(addressBits: 14, bytesBits: 13, rowsBits: 4, windows: 4)
  }

  var module: any Module {
    asking == .linear ? module(Self.linear()) : module(Self.strided())
  }

  private func module(_ requests: some RangeStage) -> any Module {
    switch (way, layout) {
    case (.reads, .lanes):
      AXI4ReadMaster(
        requests, dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
    case (.reads, .packed):
      AXI4UnalignedReadMaster(
        requests, dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
    case (.writes, .lanes):
      AXI4WriteMaster(
        requests, dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
    case (.writes, .packed):
      AXI4UnalignedWriteMaster(
        requests, dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
    }
  }

  func requests(_ count: Int, seed: UInt64) -> [TransferPlan.Request] {
    asking == .linear
      ? TransferPlan.requests(count, bytesMax: dataBits * 8, seed: seed)
      : TransferPlan.strided(count, bytesMax: dataBits * 2, seed: seed)
  }

  /// Expects that every byte, burst and result is as it has to be.
  func expect(
    _ requests: [TransferPlan.Request],
    _ settings: MemorySettings = MasterRun.settings, pausing: Double, seed: UInt64 = 1,
    limit: Int = 60_000
  ) async throws {
    var run = try await MasterRun(
      of: module, way, plan, requests, settings, pausing: pausing, seed: seed)
    try finish(&run, seed: seed, limit: limit)
  }

  func finish(_ run: inout MasterRun, seed: UInt64, limit: Int = 60_000) throws {
    let expected = way == .writes ? try run.sendBeats(layout, seed: seed) : nil
    try run.finish(limit: limit)
    #expect(run.mistakeInResults == nil, "\(self)")
    #expect(run.mistakeInBursts == nil, "\(self)")
    switch way {
    case .reads: #expect(try run.mistakeInBeats(layout) == nil, "\(self)")
    case .writes:
      #expect(try run.memory.read(0, count: TransferPlan.memoryBytes) == expected, "\(self)")
      #expect(try run.simulation.pending("beats") == 0, "\(self)")
    }
  }
}
