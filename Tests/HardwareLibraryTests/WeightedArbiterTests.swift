import BenchSupport
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

@Suite("Weighted arbiter", .simulated)
struct WeightedArbiterTests {
  @Test(
    "It does what weighted round robin does, in every cycle",
    arguments: [[1, 1], [3, 1], [2, 5, 1], [4, 4, 4, 4], [1, 9, 2]])
  func turns(weights: [Int]) async throws {
    let count = weights.count
    let seed = UInt64(weights.reduce(0) { 10 * $0 + $1 })
    let bench = try await Bench(
      WeightedArbiter(width: 32, weights: weights),
      pulses: ["output_ready"] + (0..<count).map { "inputs_\($0)_valid" }, seed: seed)
    var noise = TestRandom(seed: seed)
    var offers = [Int?](repeating: nil, count: count)
    // Whose turn it is, how many items it has given in it, and how many have passed each offer.
    var (turn, given) = (0, 0)
    var passed = [Int](repeating: 0, count: count)
    var total = [Int](repeating: 0, count: count)
    for cycle in 0..<4000 {
      let share = [1000, 300, 60][cycle / 200 % 3]
      let takes = noise.chance(perMille: [1000, 500][cycle / 600 % 2])
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
      let winner = (0..<count).map { (turn + $0) % count }.first { offers[$0] != nil }
      let ready = (0..<count).filter { bench["inputs_\($0)_ready"] == 1 }
      try #require(bench["output_valid"] == (winner == nil ? 0 : 1), "cycle \(cycle)")
      try #require(ready == (takes ? [winner].compactMap { $0 } : []), "cycle \(cycle)")
      if let winner {
        try #require(bench["output_data"] == offers[winner], "cycle \(cycle)")
        if winner != turn { (turn, given) = (winner, 0) }
        if takes {
          given += 1
          total[winner] += 1
          offers[winner] = nil
          for index in 0..<count where offers[index] != nil { passed[index] += 1 }
          for (index, weight) in weights.enumerated() {
            #expect(passed[index] <= weights.reduce(0, +) - weight, "cycle \(cycle)")
          }
          if given == weights[winner] { (turn, given) = ((winner + 1) % count, 0) }
        }
      }
      try bench.simulation.step()
    }
    #expect(total.allSatisfy { $0 > 100 })
  }

  @Test("It does so in every simulator", .simulatedInAll)
  func all() async throws { try await turns(weights: [2, 5, 1]) }

  @Test("Where all wait, shares are as the weights say")
  func shares() async throws {
    let simulation = try await TestedSimulation(
      elaborate(WeightedArbiter(width: 8, weights: [3, 1, 2])))()
    try simulation.reset()
    for index in 0..<3 {
      try simulation.send("inputs_\(index)", Array(repeating: index, count: 60))
    }
    let items = try simulation.receive("output", 60, limit: 100).map { $0.integer ?? -1 }
    #expect(items == (0..<10).flatMap { _ in [0, 0, 0, 1, 2, 2] })
    #expect(items.count == 60)
  }

  @Test("Items of any width", arguments: StreamStageTests.widths)
  func widths(width: Int) async throws {
    try await verifyStreams(of: WeightedArbiter(width: width, weights: [2, 1]), items: 60) { run in
      let received = run.received["output"]?.count ?? 0
      return received == 120 ? run.keeps("output", every: 1) : "\(received) items"
    }
  }
}
