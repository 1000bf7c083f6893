import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Query memory", .simulated)
struct QueryMemoryTests {
  typealias Place = OperandBanksTests.Place

  @Test(
    "What was written in the cycle before or earlier is read, and stays", .simulatedInAll,
    arguments: [1, 4])
  func readsAndWrites(heads: Int) async throws {
    let seed = UInt64(heads)
    let configuration = try OperandBanksTests.configuration(heads: heads)
    var noise = TestRandom(seed: seed)
    let names = (0..<heads).map { "writes_\($0)" }
    let bench = try await Bench(
      QueryMemory(configuration), pulses: names.map { $0 + "_valid" } + ["read_enable"], seed: seed)
    func place() -> Place {
      Place(
        place: noise.integer(0...configuration.memory.queries - 1),
        chunk: noise.integer(0...configuration.chunksMax - 1))
    }
    var content: [Place: [Int]] = [:]
    var expected: [Int]?
    for cycle in 0..<2000 {
      var inputs: [String: Int] = [:]
      var written: [Place: [Int]] = [:]
      var banks: Set<Int> = []
      for name in names {
        let place = place()
        guard noise.chance(perMille: 500), banks.insert(place.place % heads).inserted else {
          continue
        }
        written[place] = (0..<2).map { _ in noise.integer(0...(1 << 16) - 1) }
        inputs.merge(OperandBanksTests.word(name, place, written[place] ?? [])) { $1 }
      }
      let asked = place()
      if noise.chance(perMille: 700), let words = content[asked], written[asked] == nil {
        expected = words
        inputs["read_enable"] = 1
        inputs["read_place"] = asked.place
        inputs["read_chunk"] = asked.chunk
      }
      try bench.step(inputs)
      content.merge(written) { $1 }
      guard let expected else { continue }
      guard (0..<2).map({ bench["read_words_\($0)"] }) == expected else {
        Issue.record("seed \(seed), cycle \(cycle): another word is read")
        return
      }
    }
    #expect(content.count == configuration.memory.queries * configuration.chunksMax)
  }

  @Test("Queries that come together for one bank are reported")
  func apart() async throws {
    let bench = try await Bench(
      QueryMemory(OperandBanksTests.configuration(heads: 2)),
      pulses: ["writes_0_valid", "writes_1_valid", "read_enable"])
    func writes(_ first: Int, _ second: Int) -> [String: Int] {
      OperandBanksTests.word("writes_0", Place(place: first, chunk: 0), [1, 2]).merging(
        OperandBanksTests.word("writes_1", Place(place: second, chunk: 1), [3, 4])
      ) { $1 }
    }
    try bench.step(writes(3, 4))
    let failure = try failure { try bench.step(writes(3, 5)) }
    #expect(failure.text.contains("Apart_0_1"))
  }
}
