import BenchSupport
import HardwareLibrary
import TestSupport
import Testing

@Suite("Stream arbiter", .simulated)
struct StreamArbiterTests {
  @Test(
    "Every item arrives once, in the order of its input, whatever the paces",
    arguments: [(2, 1), (3, 2), (5, 3)])
  func order(count: Int, seed: Int) async throws {
    let bench = try await Bench(StreamArbiter(width: 16, count: count))
    let simulation = bench.simulation
    let items = 200
    for index in 0..<count {
      let pace = index == 0 ? StreamPace.full : .random(pausing: 0.6, seed: UInt64(seed + index))
      try simulation.pace("inputs_\(index)", pace)
      try simulation.send("inputs_\(index)", (0..<items).map { index << 8 | $0 })
    }
    try simulation.pace("output", .random(pausing: 0.3, seed: UInt64(seed)))
    let received = try simulation.receive("output", count * items, limit: 10_000)
      .map { $0.integer ?? -1 }
    for index in 0..<count {
      let own = received.filter { $0 >> 8 == index }
      #expect(difference(own, (0..<items).map { index << 8 | $0 }) == nil)
    }
  }

  @Test("It does what round robin does, in every cycle", .simulatedInAll, arguments: [2, 3, 4, 7])
  func roundRobin(count: Int) async throws {
    let seed = UInt64(count)
    let bench = try await Bench(
      StreamArbiter(width: 32, count: count),
      pulses: ["output_ready"] + (0..<count).map { "inputs_\($0)_valid" }, seed: seed)
    var noise = TestRandom(seed: seed)
    var offers = [Int?](repeating: nil, count: count)
    var first = 0
    // How many items of others have passed each offer.
    var passed = [Int](repeating: 0, count: count)
    for cycle in 0..<3000 {
      let share = [950, 300, 60][cycle / 100 % 3]
      let takes = noise.chance(perMille: [1000, 500][cycle / 300 % 2])
      var inputs = ["output_ready": takes ? 1 : 0]
      for index in 0..<count {
        if offers[index] == nil, noise.chance(perMille: share) {
          offers[index] = noise.integer(0...(1 << 32) - 1)
          passed[index] = 0
        }
        guard let offer = offers[index] else { continue }
        inputs["inputs_\(index)_valid"] = 1
        inputs["inputs_\(index)_data"] = offer
      }
      try bench.set(inputs)
      let winner = (0..<count).map { (first + $0) % count }.first { offers[$0] != nil }
      let ready = (0..<count).filter { bench["inputs_\($0)_ready"] == 1 }
      guard bench["output_valid"] == (winner == nil ? 0 : 1),
        ready == (takes ? [winner].compactMap { $0 } : []),
        winner.map({ bench["output_data"] == offers[$0] }) ?? true
      else {
        Issue.record("seed \(seed), cycle \(cycle): not what round robin from \(first) does")
        return
      }
      if let winner {
        first = takes ? (winner + 1) % count : winner
        if takes {
          offers[winner] = nil
          for index in 0..<count where offers[index] != nil { passed[index] += 1 }
          #expect(passed.allSatisfy { $0 < count })
        }
      }
      try bench.simulation.step()
    }
  }
}
