import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Numerator ring", .simulated)
struct NumeratorRingTests {
  static let depth = 8

  static func bench(seed: UInt64 = 1) async throws -> Bench {
    try await Bench(
      NumeratorRing(depth: depth),
      pulses: [
        "passes_score", "passes_output", "numerator_valid", "read_enable", "read_advances",
      ], seed: seed)
  }

  @Test(
    "Numerators are read in order, each as often as asked; places and numerators are counted",
    .simulatedInAll, arguments: [1, 2])
  func random(seed: UInt64) async throws {
    var noise = TestRandom(seed: seed)
    let bench = try await Self.bench(seed: seed)
    // Entries that have passed for scores, numerators that came, entries passed, numerators read.
    var (scores, numerators, outputs, read) = (0, [Int](), 0, 0)
    var shown: Int?
    var seen: Set<String> = []
    for cycle in 0..<5000 {
      // Now one walk is ahead, now the other.
      let bias = cycle / 100 % 2 == 0 ? 800 : 200
      var inputs: [String: Int] = [:]
      try bench.set()
      #expect(bench["has_place"] == (scores - outputs < Self.depth ? 1 : 0), "cycle \(cycle)")
      #expect(bench["is_there"] == (outputs < numerators.count ? 1 : 0), "cycle \(cycle)")
      if let shown { #expect(bench["read_numerator"] == shown, "cycle \(cycle)") }
      if scores - outputs == Self.depth { seen.insert("full") }
      if outputs == numerators.count { seen.insert("empty") }
      if outputs == numerators.count - Self.depth { seen.insert("all there") }

      let passesScore = scores - outputs < Self.depth && noise.chance(perMille: bias)
      let passesOutput = outputs < numerators.count && noise.chance(perMille: 1000 - bias)
      // An entry's numerator is read before a later one can come to its place.
      let comes = numerators.count < scores && numerators.count - read < Self.depth
      if comes, noise.chance(perMille: 700) {
        numerators.append(noise.integer(0...255))
        inputs.merge(["numerator_valid": 1, "numerator_data": numerators[numerators.count - 1]]) {
          $1
        }
      }
      if passesScore { inputs["passes_score"] = 1 }
      if passesOutput { inputs["passes_output"] = 1 }
      if read < outputs, noise.chance(perMille: 800) {
        inputs["read_enable"] = 1
        shown = numerators[read]
        if noise.chance(perMille: 600) {
          inputs["read_advances"] = 1
          read += 1
        }
      }
      try bench.step(inputs)
      scores += passesScore ? 1 : 0
      outputs += passesOutput ? 1 : 0
    }
    #expect(seen.count == 3)
  }

  @Test("A pass without a place, and one without a numerator, are reported")
  func claims() async throws {
    let full = try await Self.bench()
    for _ in 0..<Self.depth { try full.step(["passes_score": 1]) }
    #expect(
      try failure { try full.step(["passes_score": 1]) }.text.contains("ScoreHasPlace"))
    let empty = try await Self.bench()
    #expect(
      try failure { try empty.step(["passes_output": 1]) }.text.contains("NumeratorIsThere"))
  }
}
