import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

/// Masters of random sizes on memories of random manners.
@Suite("Random AXI4 masters", .simulated)
struct RandomMasterTests {
  /// By day 400 requests, at night 10,000.
  static let seeds: ClosedRange<UInt64> = TestExtent.current.choose(daily: 1...4, all: 1...100)

  @Test("No byte is wrong, and every request has its result", arguments: seeds)
  func random(seed: UInt64) async throws {
    // Few masters, so that few are built, and another memory each time.
    var noise = TestRandom(seed: seed % 12)
    func chosen<Item>(_ items: [Item]) -> Item { items[noise.integer(0...items.count - 1)] }
    let master = TestedMaster(
      way: chosen([.reads, .writes]), asking: chosen([.linear, .strided]),
      layout: chosen(MasterRun.Layout.allCases), dataBits: chosen([16, 32, 64, 128, 256]),
      beatsMax: chosen([1, 2, 4, 16, 256]), outstanding: chosen([1, 2, 3, 5, 8, 60]))
    noise = TestRandom(seed: seed)
    let bytes = master.plan.dataBytes
    let bucket = TokenBucket(bytes: noise.integer(1...2 * bytes), capacity: 3 * bytes)
    let settings = MemorySettings(
      bandwidth: chosen([.unlimited, .shared(bucket)]), readLatency: noise.integer(1...40),
      writeLatency: noise.integer(1...40), latencySpread: noise.integer(0...20),
      order: chosen([.asRequested, .anyBurst, .anyBeat]),
      outstandingMax: chosen([nil, noise.integer(1...4)]),
      earlyBeatsMax: chosen([nil, noise.integer(0...4)]), errors: TransferPlan.errors)
    try await master.expect(
      master.requests(100, seed: seed), settings, pausing: chosen([0, 0.1, 0.5, 0.8]), seed: seed,
      limit: 400_000)
  }
}
