import BenchSupport
import HardwareLibrary
import TestSupport
import Testing

@Suite("Double buffer", .simulated)
struct DoubleBufferTests {
  /// A half that was written.
  private struct Half {
    var words: [Int: Int] = [:]
  }

  @Test("It does so in every simulator", .simulatedInAll)
  func all() async throws { try await halves(depth: 3) }

  @Test(
    "What was written in a half is read from it, while the other one is written",
    arguments: [1, 2, 3, 5, 8])
  func halves(depth: Int) async throws {
    let bench = try await Bench(
      DoubleBuffer(.bits(33), depth: depth), pulses: ["writes_valid", "reads_valid"])
    var noise = TestRandom(seed: UInt64(depth))
    var full: [Half] = []
    var filling = Half()
    var expected: Int?
    var overlaps = 0
    var writeOffer: [String: Int]?
    var readOffer: [String: Int]?
    for cycle in 0..<4000 {
      if writeOffer == nil, noise.oneIn(2) {
        writeOffer = [
          "writes_valid": 1, "writes_item_address": noise.integer(0...depth - 1),
          "writes_item_word": noise.integer(0...(1 << 33) - 1),
          "writes_is_last": noise.oneIn(9) ? 1 : 0,
        ]
      }
      let known = full.first?.words.keys.sorted() ?? []
      if readOffer == nil, noise.oneIn(2), full.isEmpty || !known.isEmpty {
        let address = known.isEmpty ? 0 : known[noise.integer(0...known.count - 1)]
        readOffer = [
          "reads_valid": 1, "reads_item_data": address, "reads_is_last": noise.oneIn(9) ? 1 : 0,
        ]
      }
      if full.isEmpty { readOffer = nil }
      try bench.set((writeOffer ?? [:]).merging(readOffer ?? [:]) { $1 })
      if let expected { #expect(bench["word"] == expected, "cycle \(cycle)") }
      let takesWrite = writeOffer != nil && bench["writes_ready"] == 1
      let takesRead = readOffer != nil && bench["reads_ready"] == 1
      #expect(bench["writes_ready"] == (full.count < 2 ? 1 : 0), "cycle \(cycle)")
      #expect(bench["reads_ready"] == (full.isEmpty ? 0 : 1), "cycle \(cycle)")
      if takesWrite && takesRead { overlaps += 1 }
      if takesRead, let read = readOffer {
        expected = full[0].words[read["reads_item_data"] ?? 0]
        if read["reads_is_last"] == 1 { full.removeFirst() }
        readOffer = nil
      }
      if takesWrite, let write = writeOffer {
        filling.words[write["writes_item_address"] ?? 0] = write["writes_item_word"]
        if write["writes_is_last"] == 1 {
          full.append(filling)
          filling = Half()
        }
        writeOffer = nil
      }
      try bench.simulation.step()
    }
    #expect(overlaps > 100)
  }
}
