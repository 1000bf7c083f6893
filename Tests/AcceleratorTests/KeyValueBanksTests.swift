import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Key and value banks", .simulated)
struct KeyValueBanksTests {
  /// A place in a bank.
  struct Place: Hashable {
    var bank: Int
    var address: Int
  }

  @Test(
    "What the host writes is read by any element, a cycle later", .simulatedInAll,
    arguments: [(3, 1), (1, 2)])
  func readsAndWrites(elements: Int, seed: UInt64) async throws {
    var noise = TestRandom(seed: seed)
    let configuration = try configuration(elements: elements, macs: 4)
    let bench = try await Bench(
      KeyValueBanks(configuration),
      pulses: (0..<elements).flatMap { ["write_enable_\($0)", "read_\($0)_enable"] },
      seed: seed)
    func words() -> [Int] { (0..<2).map { _ in noise.integer(0...(1 << 32) - 1) } }
    func write(_ words: [Int], at place: Place) -> [String: Int] {
      [
        "write_enable_\(place.bank)": 1, "write_address": place.address,
        "write_words_0": words[0], "write_words_1": words[1],
      ]
    }
    var content: [Place: [Int]] = [:]
    for bank in 0..<elements {
      for address in 0..<configuration.bankWords {
        let place = Place(bank: bank, address: address)
        content[place] = words()
        try bench.step(write(content[place] ?? [], at: place))
      }
    }
    for cycle in 0..<1000 {
      // All elements that read a bank in one cycle read the same word of it.
      let addresses = (0..<elements).map { _ in noise.integer(0...configuration.bankWords - 1) }
      var inputs: [String: Int] = [:]
      var reads: [Int: Place] = [:]
      for element in 0..<elements where noise.chance(perMille: 700) {
        let bank = noise.integer(0...elements - 1)
        reads[element] = Place(bank: bank, address: addresses[bank])
        inputs.merge([
          "read_\(element)_enable": 1, "read_\(element)_bank": bank,
          "read_\(element)_address": addresses[bank],
        ]) { $1 }
      }
      let target = Place(
        bank: noise.integer(0...elements - 1),
        address: noise.integer(0...configuration.bankWords - 1))
      // A read of the word that is being written may give either.
      if noise.chance(perMille: 300) && addresses[target.bank] != target.address {
        content[target] = words()
        inputs.merge(write(content[target] ?? [], at: target)) { $1 }
      }
      try bench.step(inputs)
      for (element, place) in reads {
        let got = (0..<2).map { bench["read_\(element)_words_\($0)"] }
        guard got == content[place] else {
          Issue.record("seed \(seed), cycle \(cycle): element \(element) reads another word")
          return
        }
      }
    }
  }
}
