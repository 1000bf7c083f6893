import AttentionSpec
import BenchSupport
import ReferenceModel
import TestSupport
import Testing

@testable import Accelerator

@Suite("Output lane", .simulated)
struct OutputLaneTests {
  struct Row {
    var rowSum: Int
    var outputMultiplier: Int
    var accumulators: [Int]

    init(macs: Int, _ noise: inout TestRandom) {
      rowSum = noise.integer(255...65_280)
      outputMultiplier = noise.integer(1...65_535)
      let range = -128 * rowSum...127 * rowSum
      accumulators = (0..<macs).map { _ in
        noise.chance(perMille: 200) ? range.lowerBound : noise.integer(range)
      }
    }

    var word: Int {
      BenchSupport.word(
        accumulators.map {
          Requantization.output(
            accumulator: $0, rowSum: rowSum, outputMultiplier: outputMultiplier)
        })
    }

    var inputs: [String: Int] {
      var inputs = [
        "row_valid": 1, "row_scale_alignment": Expected.alignment(rowSum: rowSum),
        "row_scale_reciprocal": Requantization.reciprocal(
          rowSum: rowSum, outputMultiplier: outputMultiplier),
      ]
      for (index, accumulator) in accumulators.enumerated() {
        inputs["row_totals_\(index)"] = accumulator
      }
      return inputs
    }
  }

  static func bench(macs: Int) async throws -> Bench {
    try await Bench(
      OutputLane(macs: macs, sumBits: 24, rowSumBits: 16), pulses: ["row_valid"],
      taps: ["word_valid": ["word_data"]], seed: UInt64(macs))
  }

  @Test(
    "Captures at the least distance, and further apart",
    arguments: [1, 3, 8], [0, 400])
  func captures(macs: Int, pausing: Int) async throws {
    var noise = TestRandom(seed: UInt64(macs + pausing))
    let bench = try await Self.bench(macs: macs)
    var expected: [Event] = []
    for _ in 0..<200 {
      let row = Row(macs: macs, &noise)
      expected.append(
        Event(cycle: bench.cycle + OutputLane.latency(macs: macs), values: [row.word]))
      try bench.step(row.inputs)
      try bench.idle(OutputLane.spacing(macs: macs) - 1)
      while noise.chance(perMille: pausing) { try bench.step() }
    }
    try bench.idle(OutputLane.latency(macs: macs) + 1)
    let got = try bench.recorded("word_valid")
    #expect(difference(got, expected) == nil)
  }

  @Test("A capture before the sums have left is reported with its cycle", .simulatedInAll)
  func claim() async throws {
    var noise = TestRandom(seed: 4)
    let bench = try await Self.bench(macs: 8)
    try bench.step(Row(macs: 8, &noise).inputs)
    try bench.idle(6)
    let cycle = bench.cycle
    let failure = try failure { try bench.step(Row(macs: 8, &noise).inputs) }
    #expect(failure.cycle == cycle)
    #expect(failure.text.contains("CaptureAfterDrain"))
  }
}
