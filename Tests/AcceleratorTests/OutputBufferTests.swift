import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Output buffer", .simulated)
struct OutputBufferTests {
  @Test(
    "Words are written position by position and read together, a cycle later; they stay",
    .simulatedInAll, arguments: [1, 3, 8])
  func readsAndWrites(macs: Int) async throws {
    var noise = TestRandom(seed: UInt64(macs))
    let depth = 11
    let bench = try await Bench(
      OutputBuffer(lines: 2, macs: macs, depth: depth), pulses: ["write_enable", "read_enable"],
      seed: UInt64(macs))
    var content = (0..<depth).map { _ in (0..<macs).map { _ in noise.integer(0...0xFFFF) } }
    func write(_ address: Int, _ position: Int) -> [String: Int] {
      [
        "write_enable": 1, "write_address": address, "write_position": position,
        "write_bytes": content[address][position],
      ]
    }
    for address in 0..<depth {
      for position in 0..<macs { try bench.step(write(address, position)) }
    }
    var expected: [Int]?
    for cycle in 0..<1000 {
      var inputs: [String: Int] = [:]
      let address = noise.integer(0...depth - 1)
      let reads = noise.chance(perMille: 600)
      if reads { inputs.merge(["read_enable": 1, "read_address": address]) { $1 } }
      let target = noise.integer(0...depth - 1)
      // A read of the word that is being written may give either.
      if noise.chance(perMille: 400), !(reads && target == address) {
        let position = noise.integer(0...macs - 1)
        content[target][position] = noise.integer(0...0xFFFF)
        inputs.merge(write(target, position)) { $1 }
      }
      try bench.step(inputs)
      if reads { expected = content[address] }
      let got = (0..<macs).map { bench["read_words_\($0)"] }
      guard expected == nil || got == expected else {
        Issue.record("cycle \(cycle): expected \(expected ?? []), got \(got)")
        return
      }
    }
  }
}
