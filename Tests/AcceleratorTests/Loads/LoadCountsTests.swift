import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Load counts", .simulated)
struct LoadCountsTests {
  @Test("Counts tokens by tag, until a unit begins", .simulatedInAll)
  func counts() async throws {
    let configuration = try loadConfiguration(tokens: 200)
    let bench = try await Bench(
      LoadCounts(configuration, kinds: 2),
      pulses: ["arrived_0_valid", "arrived_1_valid", "counts_clear_valid"])
    var noise = TestRandom(seed: 1)
    var tokens = [[0, 0, 0, 0], [0, 0, 0, 0]]
    for cycle in 0..<3000 {
      var inputs: [String: Int] = [:]
      func event(_ name: String, perMille: Int) -> Int? {
        guard noise.chance(perMille: perMille) else { return nil }
        let tag = noise.integer(0...3)
        inputs["\(name)_valid"] = 1
        inputs["\(name)_data"] = tag
        return tag
      }
      let kinds = (0..<2).map { event("arrived_\($0)", perMille: 700) }
      // Both often, and so seldom that counts go round.
      let clear = event("counts_clear", perMille: cycle < 1500 ? 60 : 1)
      for (kind, tag) in kinds.enumerated() {
        if let tag { tokens[kind][tag] = (tokens[kind][tag] + 1) % 256 }
        if let clear { tokens[kind][clear] = 0 }
      }
      try bench.step(inputs)
      let got = (0..<2).map { kind in
        (0..<4).map { bench["counts_arrived_\(kind)_count_\($0)"] }
      }
      guard got == tokens else {
        Issue.record("cycle \(cycle): expected \(tokens), got \(got)")
        return
      }
    }
  }
}
