import AttentionSpec
import BenchSupport
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

@Suite("Place walk", .simulated)
struct PlaceWalkTests {
  /// A place, as it is expected.
  private struct Walked {
    var load: BenchLoad
    var token: Int
    /// The first of the heads that are done at once, and how many these are.
    var head: Int
    var count: Int
    var chunk: Int
    var endsLoad = false
  }

  private static func places(_ load: BenchLoad, headsAtOnce: Int) -> [Walked] {
    var places: [Walked] = []
    for token in 0..<load.tokens {
      if load.codes == 0 {
        for head in 0..<load.heads {
          for chunk in 0..<load.chunks {
            places.append(Walked(load: load, token: token, head: head, count: 1, chunk: chunk))
          }
        }
        continue
      }
      for chunk in 0..<load.chunks {
        for head in stride(from: 0, to: load.heads, by: headsAtOnce) {
          let count = min(headsAtOnce, load.heads - head)
          places.append(Walked(load: load, token: token, head: head, count: count, chunk: chunk))
        }
      }
    }
    places[places.count - 1].endsLoad = true
    return places
  }

  private static func mistake(
    _ place: Walked, in simulation: any Simulator, headsAtOnce: Int
  ) -> String? {
    let load = place.load
    let endsHeads = place.head + place.count == load.heads
    var expected = [
      "valid": 1, "tag": load.tag, "stride": load.stride, "chunk": place.chunk,
      "place": load.place + place.head * load.stride + place.token,
      "ends_chunks": place.chunk == load.chunks - 1 ? 1 : 0, "ends_heads": endsHeads ? 1 : 0,
      "ends_token": endsHeads && place.chunk == load.chunks - 1 ? 1 : 0,
      "ends_load": place.endsLoad ? 1 : 0,
    ]
    for head in 0..<headsAtOnce { expected["heads_\(head)"] = head < place.count ? 1 : 0 }
    if load.codes > 0 { expected["group"] = place.head / headsAtOnce }
    let wrong = expected.keys.sorted().filter { simulation["walked_\($0)_o"] != expected[$0] }
    return wrong.isEmpty
      ? nil : "\(place): \(wrong.map { "\($0) is \(simulation["walked_\($0)_o"])" })"
  }

  @Test(
    "Goes through heads and chunks in the order of the operands", .simulatedInAll,
    arguments: [(1, 3), (4, 2)])
  func order(headsAtOnce: Int, chunks: Int) async throws {
    let configuration = try loadConfiguration(
      decoder: DecoderShape(heads: headsAtOnce), heads: 7, chunks: chunks)
    var noise = TestRandom(seed: UInt64(headsAtOnce))
    let loads = (0..<25).map { _ in
      BenchLoad(
        configuration, codes: noise.integer(0...1), heads: noise.integer(1...7),
        in: 0..<configuration.memory.queries, noise: &noise)
    }
    let places = loads.flatMap { Self.places($0, headsAtOnce: headsAtOnce) }
    let simulation = try await simulation(
      of: PlaceWalk(configuration, heads: headsAtOnce), seed: 1)
    try simulation.poke("advance_i", 0)
    try simulation.pace("loads", .random(pausing: 0.2, seed: 1))
    try simulation.send("loads", loads.map { $0.fields(configuration) })
    var next = 0
    for _ in 0..<30_000 where next < places.count {
      let isThere = simulation["walked_valid_o"] == 1
      try simulation.poke("passes_i", places[next].load.codes == 0 ? 1 : 0)
      if isThere {
        if let mistake = Self.mistake(places[next], in: simulation, headsAtOnce: headsAtOnce) {
          Issue.record("place \(next): \(mistake)")
          return
        }
      }
      let advances = isThere && noise.chance(perMille: 800)
      try simulation.poke("advance_i", advances ? 1 : 0)
      next += advances ? 1 : 0
      try simulation.step(1)
    }
    #expect(next == places.count)
    #expect(simulation["walked_valid_o"] == 0)
  }
}
