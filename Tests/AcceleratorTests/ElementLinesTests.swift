import AttentionSpec
import BenchSupport
import TestSupport
import Testing

@testable import Accelerator

@Suite("Lines of an element", .simulated)
struct ElementLinesTests {
  /// Entries of scores and of rows of outputs in any order, and what must come of them.
  struct Session {
    var cycles: [[String: Int]] = []
    var scores: [Event] = []
    var sums: [Event] = []

    private let configuration: AcceleratorConfiguration
    private let pausing: Int
    private var noise: TestRandom
    /// The row that is summed: its numerators, by chunk its values, and how many entries are left.
    private var numerators: [UInt8] = []
    private var values: [[[Int8]]] = []
    private var left = 0

    /// - Parameter modes: 0 for scores, 1 for outputs.
    init(
      _ configuration: AcceleratorConfiguration, entries: Int, pausing: Int,
      modes: ClosedRange<Int>, seed: UInt64
    ) {
      self.configuration = configuration
      self.pausing = pausing
      noise = TestRandom(seed: seed)
      for _ in 0..<entries { if noise.integer(modes) == 0 { addScore() } else { addOutput() } }
    }

    private var chunks: Int { configuration.chunksMax }

    /// The operands of one cycle, for each line, in the fields of the ports.
    private mutating func operands(_ name: String) -> (bytes: [Int8], inputs: [String: Int]) {
      let macs = configuration.array.macsPerLine
      let bytes = noise.bytes(configuration.featuresPerCycle)
      var inputs: [String: Int] = [:]
      for line in 0..<configuration.linesPerElement {
        inputs["operands_\(name)_\(line)"] = word(bytes[(line * macs)..<(line * macs + macs)])
      }
      return (bytes, inputs)
    }

    private mutating func add(_ inputs: [String: Int], _ others: [String: Int]) {
      while noise.chance(perMille: pausing) { cycles.append([:]) }
      cycles.append(inputs.merging(others) { $1 }.merging(["operands_valid": 1]) { $1 })
    }

    private mutating func addScore() {
      let endsRow = noise.integer(0...1)
      var (query, key): ([Int8], [Int8]) = ([], [])
      for chunk in 0..<chunks {
        let (q, k) = (operands("query"), operands("key_value"))
        query += q.bytes
        key += k.bytes
        add(
          q.inputs.merging(k.inputs) { $1 },
          [
            "operands_entry_output_stationary": 0, "operands_entry_first": chunk == 0 ? 1 : 0,
            "operands_entry_last": chunk == chunks - 1 ? 1 : 0,
            "operands_entry_ends_row": endsRow,
          ])
      }
      scores.append(
        Event(
          cycle: cycles.count - 1 + ElementLines.scoreLatency,
          values: [Expected.score(query: query, key: key), endsRow]))
    }

    private mutating func addOutput() {
      let isFirst = left == 0
      if isFirst {
        left = noise.oneIn(3) ? 1 : noise.integer(1...12)
        numerators = []
        values = Array(repeating: [], count: chunks)
      }
      left -= 1
      numerators.append(UInt8(noise.integer(0...255)))
      for chunk in 0..<chunks {
        let value = operands("key_value")
        values[chunk].append(value.bytes)
        add(
          value.inputs,
          [
            "operands_entry_output_stationary": 1, "operands_entry_first": isFirst ? 1 : 0,
            "operands_entry_last": left == 0 ? 1 : 0, "operands_entry_chunk": chunk,
            "operands_entry_ends_row": chunk == chunks - 1 ? 1 : 0,
            "operands_numerator": Int(numerators.last ?? 0),
          ])
        guard left == 0 else { continue }
        sums.append(
          Event(
            cycle: cycles.count - 1 + ElementLines.sumLatency,
            values: [chunk == chunks - 1 ? 1 : 0]
              + Expected.weightedSums(numerators: numerators, values: values[chunk])))
      }
    }
  }

  @Test("Scores and sums in any order, with pauses and without", .simulatedInAll)
  func simulators() async throws {
    try await sessions(macs: 3, chunks: 3, modes: 0...1, pausing: 300)
  }

  @Test(
    "Scores alone, outputs alone, and both", arguments: [(1, 1), (4, 1), (3, 3), (4, 2)],
    [(0...0, 0), (1...1, 0), (0...1, 0), (0...1, 400)])
  func sessions(
    shape: (macs: Int, chunks: Int), drive: (modes: ClosedRange<Int>, pausing: Int)
  ) async throws {
    try await sessions(
      macs: shape.macs, chunks: shape.chunks, modes: drive.modes, pausing: drive.pausing)
  }

  private func sessions(
    macs: Int, chunks: Int, modes: ClosedRange<Int>, pausing: Int
  ) async throws {
    let configuration = try ProcessingElementTests.shape(chunks: chunks, macs: macs)
    let totals = (0..<configuration.linesPerElement).flatMap { line in
      (0..<macs).map { "sums_line_\(line)_totals_\($0)" }
    }
    let bench = try await Bench(
      ElementLines(configuration), pulses: ["operands_valid"],
      taps: [
        "score_valid": ["score_value", "score_ends_row"],
        "sums_valid": ["sums_ends_row"] + totals,
      ])
    let start = bench.cycle
    let session = Session(
      configuration, entries: 200, pausing: pausing, modes: modes,
      seed: UInt64(10 * macs + chunks + pausing))
    for inputs in session.cycles { try bench.step(inputs) }
    try bench.idle(10)
    func relative(_ events: [Event]) -> [Event] {
      events.map { Event(cycle: $0.cycle - start, values: $0.values) }
    }
    #expect(difference(relative(try bench.recorded("score_valid")), session.scores) == nil)
    #expect(difference(relative(try bench.recorded("sums_valid")), session.sums) == nil)
    #expect(session.scores.count + session.sums.count > 20)
  }
}
