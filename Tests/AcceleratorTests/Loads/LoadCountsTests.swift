import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Load counts", .simulated)
struct LoadCountsTests {
  @Test("Counts tokens and loads by tag, until a unit begins", .simulatedInAll)
  func counts() async throws {
    let configuration = try loadConfiguration(tokens: 200)
    let bench = try await Bench(
      LoadCounts(configuration, kinds: 2, loadsMax: 5),
      pulses: [
        "taken_valid", "ended_valid", "arrived_0_valid", "arrived_1_valid", "counts_clear_valid",
      ])
    var noise = TestRandom(seed: 1)
    var (tokens, underWay) = ([[0, 0, 0, 0], [0, 0, 0, 0]], [0, 0, 0, 0])
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
      let clear = event("counts_clear", perMille: 60)
      let ended = noise.integer(0...3)
      if underWay[ended] > 0 && noise.oneIn(2) {
        inputs["ended_valid"] = 1
        inputs["ended_data"] = ended
        underWay[ended] -= 1
      }
      let taken = noise.integer(0...3)
      if underWay[taken] < 5 && noise.oneIn(2) {
        inputs["taken_valid"] = 1
        inputs["taken_data"] = taken
        underWay[taken] += 1
      }
      for (kind, tag) in kinds.enumerated() {
        if let tag { tokens[kind][tag] = (tokens[kind][tag] + 1) % 256 }
        if let clear { tokens[kind][clear] = 0 }
      }
      try bench.step(inputs)
      let got = (0..<2).map { kind in
        (0..<4).map { bench["counts_arrived_\(kind)_count_\($0)"] }
      }
      guard got == tokens,
        (0..<4).map({ bench["counts_busy_\($0)"] }) == underWay.map({ $0 > 0 ? 1 : 0 })
      else {
        Issue.record("cycle \(cycle): expected \(tokens) and \(underWay), got \(got)")
        return
      }
    }
  }
}
