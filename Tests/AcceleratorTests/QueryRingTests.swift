import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Query ring", .simulated)
struct QueryRingTests {
  @Test("Rows of queries are read in order, any chunk", .simulatedInAll, arguments: [1, 3])
  func random(chunks: Int) async throws {
    let configuration = try ProcessingElementTests.shape(chunks: chunks)
    var noise = TestRandom(seed: UInt64(chunks))
    let bench = try await Bench(
      QueryRing(configuration),
      pulses: ["given_word_valid", "given_ends_row", "read_enable", "read_advances"])
    var rows: [[[Int]]] = []
    var (written, held, read) = ([[Int]](), 0, 0)
    var shown: [Int]?
    var fullest = 0
    for cycle in 0..<3000 {
      let bias = cycle / 100 % 2 == 0 ? 800 : 200
      var inputs: [String: Int] = [:]
      try bench.set()
      #expect(bench["has_room"] == (held <= QueryRing.rows - 2 ? 1 : 0), "cycle \(cycle)")
      if let shown { #expect((0..<2).map { bench["read_words_\($0)"] } == shown) }
      fullest = max(fullest, held)
      var change = 0
      if written.count < chunks, held < QueryRing.rows, noise.chance(perMille: bias) {
        inputs["given_word_valid"] = 1
        inputs["given_word_chunk"] = written.count
        written.append((0..<2).map { _ in noise.integer(0...0xFFFF_FFFF) })
        for (line, word) in (written.last ?? []).enumerated() {
          inputs["given_word_words_\(line)"] = word
        }
      }
      if written.count == chunks, noise.chance(perMille: 700) {
        inputs["given_ends_row"] = 1
        rows.append(written)
        written = []
        change += 1
      }
      if held > 0, noise.chance(perMille: 1000 - bias) {
        let chunk = noise.integer(0...chunks - 1)
        inputs["read_enable"] = 1
        inputs["read_chunk"] = chunk
        shown = rows[read][chunk]
        if noise.oneIn(2) {
          inputs["read_advances"] = 1
          read += 1
          change -= 1
        }
      }
      try bench.step(inputs)
      held += change
    }
    #expect(fullest == QueryRing.rows)
    #expect(read > 100)
  }
}
