import BenchSupport
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@Suite("Banked memory", .simulated)
struct BankedMemoryTests {
  @Test(
    "Ports read what was written, one bank each or one word together",
    arguments: [(1, 1), (3, 2), (4, 3)])
  func reads(banks: Int, ports: Int) async throws {
    let depth = 5
    let bench = try await Bench(
      BankedMemory(.bits(33), depth: depth, banks: banks, ports: ports),
      pulses: ["write_enable"] + (0..<ports).map { "reads_\($0)_enable" })
    var noise = TestRandom(seed: UInt64(banks))
    var words = [[Int?]](repeating: [Int?](repeating: nil, count: depth), count: banks)
    var expected = [Int?](repeating: nil, count: ports)
    var together = 0
    for cycle in 0..<2000 {
      var inputs: [String: Int] = [:]
      let write = (
        bank: noise.integer(0...banks - 1), address: noise.integer(0...depth - 1),
        word: noise.integer(0...(1 << 33) - 1)
      )
      let writes = noise.oneIn(2)
      if writes {
        inputs = [
          "write_enable": 1, "write_place_bank": write.bank, "write_place_address": write.address,
          "write_word": write.word,
        ]
      }
      // Who reads a bank after somebody else reads the same word.
      var addresses = [Int?](repeating: nil, count: banks)
      var next = [Int?](repeating: nil, count: ports)
      for port in 0..<ports where noise.oneIn(2) {
        let bank = noise.integer(0...banks - 1)
        if addresses[bank] != nil { together += 1 }
        let address = addresses[bank] ?? noise.integer(0...depth - 1)
        addresses[bank] = address
        inputs["reads_\(port)_enable"] = 1
        inputs["reads_\(port)_place_bank"] = bank
        inputs["reads_\(port)_place_address"] = address
        next[port] = words[bank][address]
      }
      try bench.set(inputs)
      for (port, word) in expected.enumerated() {
        if let word { #expect(bench["words_\(port)"] == word, "cycle \(cycle), port \(port)") }
      }
      try bench.simulation.step()
      if writes { words[write.bank][write.address] = write.word }
      expected = next
    }
    #expect(ports == 1 || together > 100)
  }

  @Test("They do so in every simulator", .simulatedInAll)
  func all() async throws { try await reads(banks: 3, ports: 2) }

  @Test("Two words of one bank in a cycle are reported")
  func conflict() async throws {
    let bench = try await Bench(
      BankedMemory(.bits(8), depth: 4, banks: 2, ports: 2), pulses: ["write_enable"])
    try bench.set([
      "reads_0_enable": 1, "reads_0_place_bank": 1, "reads_0_place_address": 2,
      "reads_1_enable": 1, "reads_1_place_bank": 1, "reads_1_place_address": 3,
    ])
    let failure = try failure { try bench.simulation.step() }
    #expect(failure.kind == .assumption)
    #expect(failure.text.contains("NoConflict_0_1"))
  }
}
