import BenchSupport
import HardwareDSL
import TestSupport
import Testing

@testable import hardware_bench

@Suite("MAC array of the benchmark")
struct MACArrayTests {
  @Test("Every sum is that of its row and column", arguments: [(2, 2), (3, 5)])
  func sums(rows: Int, columns: Int) async throws {
    let bench = try await Bench(
      MACArray(rows: rows, columns: columns), pulses: ["clear", "enable"])
    var noise = TestRandom(seed: 7)
    var sums = [Int](repeating: 0, count: rows * columns)
    for _ in 0..<100 {
      let left = noise.bytes(rows)
      let right = noise.bytes(columns)
      let clears = noise.oneIn(16)
      var inputs = ["clear": clears ? 1 : 0, "enable": 1]
      for (row, byte) in left.enumerated() { inputs["left_\(row)"] = Int(byte) }
      for (column, byte) in right.enumerated() { inputs["right_\(column)"] = Int(byte) }
      try bench.step(inputs)
      for index in sums.indices {
        let product = Int(left[index / columns]) * Int(right[index % columns])
        sums[index] = clears ? 0 : sums[index] + product
      }
      let selection = noise.integer(0...(rows * columns - 1))
      try bench.step(["selection": selection])
      #expect(bench["sum"] == sums[selection])
    }
  }

  @Test("Elements alike are one module; distinct ones are as many")
  func modules() throws {
    #expect(try elaborate(MACArray(rows: 4, columns: 4)).modules.count == 2)
    #expect(
      try elaborate(MACArray(rows: 4, columns: 4, variety: .distinct)).modules.count == 17)
  }
}
