import AttentionSpec
import BenchSupport
import ReferenceModel
import TestSupport
import Testing

@testable import Accelerator

@Suite("Processing element", .simulated)
struct ProcessingElementTests {
  static let lines = 2

  /// The scores and rows of a random session, and what must come of them.
  struct Session {
    var cycles: [[String: Int]] = []
    var scores: [Event] = []
    var outputs: [Event] = []

    private let macs: Int
    private var noise: TestRandom
    private var lastRowEnd = -100

    /// - Parameter pausing: idle words in 1000.
    init(macs: Int, operations: Int, pausing: Int, modes: ClosedRange<Int>, seed: UInt64) {
      self.macs = macs
      noise = TestRandom(seed: seed)
      for _ in 0..<operations {
        if noise.integer(modes) == 0 {
          addScore(pausing)
        } else {
          addRow(pausing)
        }
      }
    }

    private mutating func pause(_ pausing: Int) {
      while noise.chance(perMille: pausing) { cycles.append([:]) }
    }

    /// The operands of one cycle, for each line, in the fields of the ports.
    private mutating func operands(_ name: String) -> (bytes: [Int8], inputs: [String: Int]) {
      let bytes = noise.bytes(ProcessingElementTests.lines * macs)
      var inputs: [String: Int] = [:]
      for line in 0..<ProcessingElementTests.lines {
        inputs["operands_\(name)_\(line)"] = word(bytes[(line * macs)..<(line * macs + macs)])
      }
      return (bytes, inputs)
    }

    private mutating func addScore(_ pausing: Int) {
      let words = noise.integer(1...4)
      let endsRow = noise.integer(0...1)
      var query: [Int8] = []
      var key: [Int8] = []
      for index in 0..<words {
        pause(pausing)
        let (q, k) = (operands("query"), operands("key_value"))
        query += q.bytes
        key += k.bytes
        cycles.append(
          [
            "operands_valid": 1, "operands_entry_output_stationary": 0,
            "operands_entry_first": index == 0 ? 1 : 0, "operands_entry_ends_row": endsRow,
            "operands_entry_last": index == words - 1 ? 1 : 0,
          ]
          .merging(q.inputs) { $1 }.merging(k.inputs) { $1 })
      }
      scores.append(
        Event(
          cycle: cycles.count - 1 + ProcessingElement.scoreLatency,
          values: [Expected.score(query: query, key: key), endsRow]))
    }

    private mutating func addRow(_ pausing: Int) {
      let words = noise.integer(1...12)
      let multiplier = noise.integer(1...65_535)
      var numerators: [UInt8] = []
      var values: [[Int8]] = []
      for index in 0..<words {
        pause(pausing)
        let isLast = index == words - 1
        if isLast {
          // The shortest distance between the ends of two rows that the schedule may use.
          let earliest = lastRowEnd + ArrayShape.rowSpacing(macsPerLine: macs)
          while cycles.count < earliest { cycles.append([:]) }
          lastRowEnd = cycles.count
        }
        // The maximum of a row has 255; here the first.
        numerators.append(index == 0 ? 255 : UInt8(noise.integer(0...255)))
        let value = operands("key_value")
        values.append(value.bytes)
        var inputs = value.inputs
        inputs.merge([
          "operands_valid": 1, "operands_entry_output_stationary": 1,
          "operands_entry_first": index == 0 ? 1 : 0, "operands_entry_last": isLast ? 1 : 0,
          "operands_numerator": Int(numerators[index]),
        ]) { $1 }
        if isLast {
          let row = RowSum(
            accumulator: 0, rowSum: Softmax.rowSum(numerators: numerators),
            outputMultiplier: multiplier)
          let address = [noise.integer(0...15), noise.integer(0...7)]
          inputs.merge([
            "operands_scale_alignment": row.alignment, "operands_scale_reciprocal": row.reciprocal,
            "operands_entry_address_row": address[0], "operands_entry_address_chunk": address[1],
          ]) { $1 }
          addOutput(numerators, values, row, address: address)
        }
        cycles.append(inputs)
      }
    }

    private mutating func addOutput(
      _ numerators: [UInt8], _ values: [[Int8]], _ row: RowSum, address: [Int]
    ) {
      let bytes = Expected.weightedSums(numerators: numerators, values: values).map { sum in
        Requantization.output(
          accumulator: sum, rowSum: row.rowSum, outputMultiplier: row.outputMultiplier)
      }
      let first = cycles.count + MACLine.latency + OutputDrain.latency
      outputs += (0..<macs).map { position in
        let ofLines = (0..<ProcessingElementTests.lines).map { bytes[$0 * macs + position] }
        return Event(
          cycle: first + position,
          values: address + [position, position == macs - 1 ? 1 : 0, word(ofLines)])
      }
    }
  }

  static func play(_ session: Session, macs: Int) async throws -> (
    scores: [Event], outputs: [Event]
  ) {
    let bench = try await Bench(
      ProcessingElement(
        try configuration(
          lines: lines, macs: macs, headDimension: 8 * lines * macs, queriesPerElement: 16)),
      pulses: ["operands_valid"],
      taps: [
        "score_valid": ["score_value", "score_ends_row"],
        "output_valid": [
          "output_address_row", "output_address_chunk", "output_word_position",
          "output_word_is_last", "output_word_bytes",
        ],
      ])
    let start = bench.cycle
    for inputs in session.cycles { try bench.step(inputs) }
    try bench.idle(macs + 20)
    func relative(_ events: [Event]) -> [Event] {
      events.map { Event(cycle: $0.cycle - start, values: $0.values) }
    }
    return (
      relative(try bench.recorded("score_valid")), relative(try bench.recorded("output_valid"))
    )
  }

  @Test(
    "Scores, rows, and both in any order; the words right behind each other and with pauses",
    .simulatedInAll,
    arguments: [1, 3, 8], [(0...0, 0), (1...1, 0), (0...1, 0), (0...1, 400)])
  func sessions(macs: Int, drive: (modes: ClosedRange<Int>, pausing: Int)) async throws {
    let seed = UInt64(macs + drive.pausing)
    let session = Session(
      macs: macs, operations: 150, pausing: drive.pausing, modes: drive.modes, seed: seed)
    let (scores, outputs) = try await Self.play(session, macs: macs)
    #expect(difference(scores, session.scores) == nil, "seed \(seed)")
    #expect(difference(outputs, session.outputs) == nil, "seed \(seed)")
    #expect(scores.count + outputs.count / macs == 150)
  }
}
