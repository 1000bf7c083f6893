import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Operand buffer", .simulated)
struct OperandBufferTests {
  @Test(
    "Words come a cycle after their address and stay", .simulatedInAll,
    arguments: [1, 2] as [UInt64])
  func readsAndWrites(seed: UInt64) async throws {
    var noise = TestRandom(seed: seed)
    let depth = 11
    let bench = try await Bench(
      OperandBuffer(lines: 2, wordBits: 24, depth: depth), pulses: ["write_enable", "read_enable"],
      seed: seed)
    func words() -> [Int] { (0..<2).map { _ in noise.integer(0...(1 << 24) - 1) } }
    func write(_ words: [Int], at address: Int) -> [String: Int] {
      [
        "write_enable": 1, "write_address": address, "write_words_0": words[0],
        "write_words_1": words[1],
      ]
    }
    var content = (0..<depth).map { _ in words() }
    for (address, words) in content.enumerated() { try bench.step(write(words, at: address)) }
    var expected: [Int]?
    for cycle in 0..<1000 {
      var inputs: [String: Int] = [:]
      let address = noise.integer(0...depth - 1)
      let reads = noise.chance(perMille: 600)
      if reads { inputs.merge(["read_enable": 1, "read_address": address]) { $1 } }
      if noise.chance(perMille: 400) {
        // A read of the word that is being written may give either.
        let target = noise.integer(0...depth - 1)
        if !(reads && target == address) {
          let words = words()
          inputs.merge(write(words, at: target)) { $1 }
          content[target] = words
        }
      }
      try bench.step(inputs)
      if reads { expected = content[address] }
      let got = [bench["read_words_0"], bench["read_words_1"]]
      guard expected == nil || got == expected else {
        Issue.record("seed \(seed), cycle \(cycle): expected \(expected ?? []), got \(got)")
        return
      }
    }
  }
}
