import BenchSupport
import HardwareDSL
import TestSupport
import Testing

@testable import hardware_bench

@Suite("MAC array of the benchmark", .simulated)
struct MACArrayTests {
  @Test("Every sum is that of its row and column", .simulatedInAll, arguments: [(2, 2), (3, 5)])
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

  @Test("The contract of the element is measured", arguments: [0, 5])
  func element(start: Int) async throws {
    let sum: (ContractTrial) throws -> Void = { trial in
      for _ in 0..<3 { try trial.step(["enable": 1, "left": 7, "right": 3]) }
    }
    try await expectContract(
      of: MACElement(start: start), Situation(prepare: sum),
      Situation(holding: ["clear": 0, "enable": 1], prepare: sum))
  }

  @Test("The contract of the array is measured")
  func array() async throws {
    let sum: (ContractTrial) throws -> Void = { trial in
      for _ in 0..<3 { try trial.step(["enable": 1]) }
    }
    // Every row and every column has an element that is selected.
    let sums = [0, 3].flatMap { selection in
      [
        Situation(holding: ["selection": selection], for: [.latency(0)], prepare: sum),
        Situation(
          holding: ["selection": selection, "clear": 0, "enable": 1],
          for: [.latency(0), .throughput(0)], prepare: sum),
      ]
    }
    try await expectContract(
      of: MACArray(rows: 2, columns: 2), sums[0], sums[1], sums[2], sums[3],
      Situation(holding: ["clear": 0, "enable": 0], for: [.latency(1)], prepare: sum))
  }
}
