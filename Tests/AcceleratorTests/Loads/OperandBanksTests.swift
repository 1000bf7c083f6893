import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Operand banks", .simulated)
struct OperandBanksTests {
  /// A word of a token of a head.
  struct Place: Hashable {
    var place: Int
    var chunk: Int
  }

  static func configuration(
    heads: Int, elements: Int = 3, chunks: Int = 2
  ) throws -> AcceleratorConfiguration {
    try loadConfiguration(
      lines: 2, macs: 2, decoder: DecoderShape(heads: heads), tokens: 5, heads: 4, chunks: chunks,
      elements: elements)
  }

  /// The fields of a word.
  static func word(_ name: String, _ place: Place, _ words: [Int]) -> [String: Int] {
    [
      "\(name)_valid": 1, "\(name)_place": place.place, "\(name)_chunk": place.chunk,
      "\(name)_words_0": words[0], "\(name)_words_1": words[1],
    ]
  }

  /// What the banks and what they are asked for in a cycle.
  struct Model {
    let configuration: AcceleratorConfiguration
    var noise: TestRandom
    var content: [Place: [Int]] = [:]
    var banks: Int { configuration.memory.banks }
    var buses: Int { BankShape(configuration).buses }
    /// The value that waits.
    var value: (place: Place, words: [Int])?

    mutating func words() -> [Int] { (0..<2).map { _ in noise.integer(0...(1 << 16) - 1) } }

    mutating func place(_ isValue: Bool) -> Place {
      let keys = configuration.memory.keys
      let places = isValue ? keys...(keys + configuration.memory.values - 1) : 0...(keys - 1)
      return Place(
        place: noise.integer(places), chunk: noise.integer(0...configuration.chunksMax - 1))
    }

    /// Keys of this cycle, on different buses.
    mutating func keys() -> [(place: Place, words: [Int])?] {
      var taken: Set<Int> = []
      return (0..<configuration.decoder.heads).map { _ in
        let place = place(false)
        guard noise.chance(perMille: 500), taken.insert(place.place % buses).inserted else {
          return nil
        }
        return (place, words())
      }
    }

    /// What each element asks for in this cycle: of a bank one word, and none that is written.
    mutating func reads(not written: Set<Place>) -> [Place?] {
      var asked: [Int: Place] = [:]
      return (0..<configuration.array.elements).map { _ in
        guard noise.chance(perMille: 700) else { return nil }
        let place = content.keys.sorted { ($0.place, $0.chunk) < ($1.place, $1.chunk) }[
          noise.integer(0...content.count - 1)]
        guard !written.contains(asked[place.place % banks] ?? place) else { return nil }
        asked[place.place % banks] = asked[place.place % banks] ?? place
        return asked[place.place % banks]
      }
    }
  }

  @Test(
    "Elements read what was written in the cycle before or earlier; keys go first",
    .simulatedInAll, arguments: [(1, 3), (4, 2), (2, 1)])
  func readsAndWrites(heads: Int, elements: Int) async throws {
    let seed = UInt64(heads)
    let configuration = try Self.configuration(heads: heads, elements: elements)
    var model = Model(configuration: configuration, noise: TestRandom(seed: seed))
    let keyNames = (0..<heads).map { "keys_\($0)" }
    let bench = try await Bench(
      OperandBanks(configuration),
      pulses: keyNames.map { $0 + "_valid" } + ["values_valid"]
        + (0..<elements).map { "read_\($0)_enable" },
      seed: seed)
    var waited = 0
    for cycle in 0..<1500 {
      var inputs: [String: Int] = [:]
      var written: [Place: [Int]] = [:]
      let keys = model.keys()
      for (name, key) in zip(keyNames, keys) {
        guard let key else { continue }
        inputs.merge(Self.word(name, key.place, key.words)) { $1 }
        written[key.place] = key.words
      }
      if model.value == nil && model.noise.chance(perMille: 600) {
        model.value = (model.place(true), model.words())
      }
      let taken = Set(keys.compactMap { $0.map { $0.place.place % model.buses } })
      let waits = model.value.map { taken.contains($0.place.place % model.buses) }
      if let value = model.value {
        inputs.merge(Self.word("values", value.place, value.words)) { $1 }
        if waits == false { written[value.place] = value.words }
      }
      let reads = model.content.isEmpty ? [] : model.reads(not: Set(written.keys))
      for (element, place) in reads.enumerated() {
        guard let place else { continue }
        inputs["read_\(element)_enable"] = 1
        inputs["read_\(element)_bank"] = place.place % model.banks
        inputs["read_\(element)_address"] =
          (place.place / model.banks) << configuration.chunkBits + place.chunk
      }
      try bench.set(inputs)
      if let waits {
        waited += waits ? 1 : 0
        guard bench["values_ready"] == (waits ? 0 : 1) else {
          Issue.record("seed \(seed), cycle \(cycle): a value waits, or does not")
          return
        }
        if !waits { model.value = nil }
      }
      try bench.simulation.step()
      for (element, place) in reads.enumerated() {
        guard let place else { continue }
        let got = (0..<2).map { bench["read_\(element)_words_\($0)"] }
        guard got == model.content[place] else {
          Issue.record("seed \(seed), cycle \(cycle): element \(element) reads another word")
          return
        }
      }
      model.content.merge(written) { $1 }
    }
    #expect(waited > 50)
  }

  @Test("Keys that come together for one bus are reported")
  func apart() async throws {
    let configuration = try Self.configuration(heads: 2)
    let bench = try await Bench(
      OperandBanks(configuration),
      pulses: ["keys_0_valid", "keys_1_valid", "values_valid"]
        + (0..<3).map { "read_\($0)_enable" })
    let buses = BankShape(configuration).buses
    try bench.step(
      Self.word("keys_0", Place(place: 1, chunk: 0), [1, 2]).merging(
        Self.word("keys_1", Place(place: 2, chunk: 0), [3, 4])
      ) { $1 })
    let failure = try failure {
      try bench.step(
        Self.word("keys_0", Place(place: 1, chunk: 0), [1, 2]).merging(
          Self.word("keys_1", Place(place: 1 + buses, chunk: 0), [3, 4])
        ) { $1 })
    }
    #expect(failure.text.contains("KeysApart_0_1"))
  }
}
