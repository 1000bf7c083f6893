import AttentionSpec
import BenchSupport
import ReferenceModel
import TestSupport
import Testing

@testable import Accelerator

@Suite("Output drain", .simulated)
struct OutputDrainTests {
  static let lines = 2

  struct Row {
    var rowSum: Int
    var outputMultiplier: Int
    /// By line, then by position.
    var accumulators: [[Int]]

    init(macs: Int, _ noise: inout TestRandom) {
      self.init(
        macs: macs, rowSum: noise.integer(255...65_280),
        outputMultiplier: noise.integer(1...65_535), &noise)
    }

    init(macs: Int, rowSum: Int, outputMultiplier: Int, _ noise: inout TestRandom) {
      self.rowSum = rowSum
      self.outputMultiplier = outputMultiplier
      let range = -128 * rowSum...127 * rowSum
      accumulators = (0..<OutputDrainTests.lines).map { _ in
        (0..<macs).map { _ in
          noise.chance(perMille: 200) ? range.lowerBound : noise.integer(range)
        }
      }
    }

    /// The words with their positions, the first from `cycle` on.
    func events(from cycle: Int) -> [Event] {
      accumulators[0].indices.map { position in
        let bytes = accumulators.map {
          Requantization.output(
            accumulator: $0[position], rowSum: rowSum, outputMultiplier: outputMultiplier)
        }
        let isLast = position == accumulators[0].count - 1
        return Event(
          cycle: cycle + position, values: [position, isLast ? 1 : 0, word(bytes)])
      }
    }

    var inputs: [String: Int] {
      var inputs = [
        "row_valid": 1, "row_scale_alignment": Expected.alignment(rowSum: rowSum),
        "row_scale_reciprocal": Requantization.reciprocal(
          rowSum: rowSum, outputMultiplier: outputMultiplier),
      ]
      for (line, accumulators) in accumulators.enumerated() {
        for (position, accumulator) in accumulators.enumerated() {
          inputs["row_line_\(line)_totals_\(position)"] = accumulator
        }
      }
      return inputs
    }
  }

  static func bench(macs: Int) async throws -> Bench {
    try await Bench(
      OutputDrain(lines: lines, macs: macs, sumBits: 24, rowSumBits: 16), pulses: ["row_valid"],
      taps: ["word_valid": ["word_position", "word_is_last", "word_bytes"]], seed: UInt64(macs))
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
      expected += row.events(from: bench.cycle + OutputDrain.latency)
      try bench.step(row.inputs)
      try bench.idle(macs - 1)
      while noise.chance(perMille: pausing) { try bench.step() }
    }
    try bench.idle(OutputDrain.latency + macs)
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
