import AttentionSpec
import BenchSupport
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

@Suite("Load requester", .simulated)
struct LoadRequesterTests {
  /// A load, as it is asked for.
  struct Ask {
    var address: Int
    var bytes: Int
    var wait = 0
    var count = 0

    var fields: [PortValue] { [address, bytes, wait, count].map { PortValue($0) } }

    /// The bursts that it is made of: none crosses a multiple of `burst`.
    func bursts(of burst: Int) -> [[Int]] {
      var (bursts, start) = ([[Int]](), address)
      while start < address + bytes {
        let end = min(address + bytes, (start / burst + 1) * burst)
        bursts.append([start, end - start])
        start = end
      }
      return bursts
    }
  }

  private static func configuration() throws -> AcceleratorConfiguration {
    // Beats of 8 bytes, bursts of 32.
    try loadConfiguration()
  }

  @Test(
    "Asks for all bytes in bursts, and for no more beats than there is room for", .simulatedInAll,
    arguments: [(0.0, 9), (0.6, 4)])
  func asks(pausing: Double, capacity: Int) async throws {
    let configuration = try Self.configuration()
    let (beat, burst) = (configuration.beatBytes, configuration.port.burstBytes)
    var noise = TestRandom(seed: UInt64(capacity))
    let simulation = try await simulation(
      of: LoadRequester(configuration, beats: capacity), seed: 1)
    try simulation.pace("requests", .random(pausing: pausing, seed: 2))
    for name in ["freed_i"] + ["score_slots", "output_slots", "rows"].map({ "progress_\($0)_i" }) {
      try simulation.poke(name, 0)
    }
    let loads = (0..<60).map { number in
      Ask(
        address: noise.integer(0...(1 << 18)) * beat,
        bytes: number % 7 == 0 ? noise.integer(1...beat) : noise.integer(1...5 * burst))
    }
    try simulation.send("loads", loads.map(\.fields))
    let expected = loads.flatMap { $0.bursts(of: burst) }
    var got: [[Int]] = []
    var waiting = 0
    var fullest = 0
    for _ in 0..<40_000 where got.count < expected.count {
      let frees = waiting > 0 && noise.chance(perMille: 400)
      try simulation.poke("freed_i", frees ? 1 : 0)
      try simulation.step(1)
      waiting -= frees ? 1 : 0
      for item in try simulation.received("requests") {
        let request = item.fields.map { $0.integer ?? -1 }
        got.append(request)
        waiting += (request[1] + beat - 1) / beat
      }
      fullest = max(fullest, waiting)
      #expect(waiting <= capacity)
    }
    #expect(difference(got, expected) == nil)
    #expect(fullest == capacity, "all room is used")
  }

  @Test("Waits for a count of what the array has done", arguments: [1, 2, 3])
  func waits(kind: Int) async throws {
    let names = ["score_slots", "output_slots", "rows"].map { "progress_\($0)_i" }
    let simulation = try await simulation(
      of: LoadRequester(Self.configuration(), beats: 20), seed: 1)
    try simulation.poke("freed_i", 0)
    // The other counts are far ahead.
    for (number, name) in names.enumerated() {
      try simulation.poke(name, number + 1 == kind ? 0 : PortValue(1 << 31))
    }
    for count in [1, 255, 256, (1 << 24) - 1] {
      try simulation.send(
        "loads",
        [Ask(address: 64, bytes: 8, wait: kind, count: count), Ask(address: 0, bytes: 8)]
          .map(\.fields))
      try simulation.poke(names[kind - 1], PortValue(count - 1))
      try simulation.step(30)
      #expect(try simulation.received("requests").isEmpty, "nothing passes a load that waits")
      try simulation.poke(names[kind - 1], PortValue(count))
      try simulation.step(10)
      #expect(
        try simulation.received("requests").map { $0.fields.map { $0.integer } }
          == [[64, 8], [0, 8]])
      try simulation.poke("freed_i", 1)
      try simulation.step(2)
      try simulation.poke("freed_i", 0)
    }
    // Beyond the width of what a load waits for.
    try simulation.poke(names[kind - 1], PortValue(1 << 24))
    try simulation.send("loads", [Ask(address: 8, bytes: 8, wait: kind, count: 5).fields])
    try simulation.step(20)
    #expect(try simulation.received("requests").count == 1)
  }
}
