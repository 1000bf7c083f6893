import BenchSupport
import HardwareLibrary
import TestSupport
import Testing

@Suite("Byte-masked memory", .simulated)
struct ByteMaskedMemoryTests {
  @Test("Every byte is the one that was written last", arguments: [(1, 1), (4, 3), (7, 8)])
  func bytes(_ sizes: (bytes: Int, depth: Int)) async throws {
    let (bytes, depth) = sizes
    let bench = try await Bench(
      ByteMaskedMemory(bytes: bytes, depth: depth), pulses: ["write_enable", "read_enable"])
    var noise = TestRandom(seed: UInt64(bytes))
    var words = [[Int?]](repeating: [Int?](repeating: nil, count: bytes), count: depth)
    var read: [Int?]?
    for cycle in 0..<2000 {
      let address = noise.integer(0...depth - 1)
      let mask = noise.integer(0...(1 << bytes) - 1)
      let word = noise.integer(0...(1 << (8 * bytes)) - 1)
      let (writes, reads) = (noise.oneIn(2), noise.oneIn(2))
      let place = noise.oneIn(3) ? address : noise.integer(0...depth - 1)
      var inputs: [String: Int] = [:]
      if writes {
        inputs = [
          "write_enable": 1, "write_address": address, "write_mask": mask, "write_word": word,
        ]
      }
      if reads { inputs.merge(["read_enable": 1, "read_address": place]) { $1 } }
      try bench.set(inputs)
      if let read {
        for (lane, byte) in read.enumerated() {
          guard let byte else { continue }
          try #require(bench["word"] >> (8 * lane) & 255 == byte, "cycle \(cycle), byte \(lane)")
        }
      }
      if reads { read = words[place] }
      if writes {
        for lane in 0..<bytes where mask >> lane & 1 == 1 {
          words[address][lane] = word >> (8 * lane) & 255
        }
      }
      try bench.simulation.step()
    }
  }

  @Test("It does so in every simulator", .simulatedInAll)
  func all() async throws { try await bytes((4, 3)) }
}
