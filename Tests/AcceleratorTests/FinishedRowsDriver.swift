import AttentionSpec
import BenchSupport
import ReferenceModel
import TestSupport

@testable import Accelerator

/// Rows of sums on their way through `FinishedRows`, with what stands around it.
final class FinishedRowsDriver {
  struct Row {
    var place: [Int]
    /// By chunk.
    var sums: [SummedRow]

    init(chunks: Int, macs: Int, _ noise: inout TestRandom) {
      place = [noise.integer(0...3), noise.integer(0...15), noise.integer(0...15)]
      let first = SummedRow(macs: macs, &noise)
      sums = (0..<chunks).map { _ in
        SummedRow(
          macs: macs, rowSum: first.rowSum, outputMultiplier: first.outputMultiplier, &noise)
      }
    }

    /// The chunks that are drained: their place, and the word of each position.
    var expected: [[Int]] {
      sums.enumerated().map { chunk, row in
        place + [chunk] + row.words
      }
    }
  }

  let bench: Bench
  let rows: [Row]
  /// Cycles from the start of a drain to the next.
  private(set) var distances: Set<Int> = []
  private(set) var isFullSometimes = false
  var got: [[Int]] { drained.map(\.values) }

  private let configuration: AcceleratorConfiguration
  private let pace: Int
  private var noise: TestRandom
  /// Rows that were given, those with a scale, and the cycles in which rows passed.
  private var (given, scaled) = (0, 0)
  private var passes: [Int] = []
  private var summed = 0
  private var drained: [(start: Int, values: [Int])] = []

  /// - Parameter pace: drains that start when they may, in 1000.
  init(_ configuration: AcceleratorConfiguration, rows: Int, pace: Int, seed: UInt64) async throws {
    self.configuration = configuration
    self.pace = pace
    var noise = TestRandom(seed: seed)
    self.rows = (0..<rows).map { _ in
      Row(chunks: configuration.chunksMax, macs: configuration.array.macsPerLine, &noise)
    }
    self.noise = noise
    bench = try await Bench(
      FinishedRows(configuration),
      pulses: [
        "events_given_valid", "events_passes_end", "events_sums_valid", "events_scale_valid",
        "drain_start",
      ],
      seed: seed)
  }

  private var macs: Int { configuration.array.macsPerLine }
  private var chunks: Int { configuration.chunksMax }

  /// Places of rows that are taken in the present cycle.
  private var taken: Int {
    passes.count - drained.filter { $0.start + macs < bench.cycle }.count / chunks
  }

  var hasPlace: Bool { taken < configuration.memory.finishedRows }

  var isDone: Bool {
    drained.count == rows.count * chunks && drained.last?.values.count == 4 + macs
  }

  func cycle() throws {
    isFullSometimes = isFullSometimes || !hasPlace
    var inputs: [String: Int] = [:]
    sum(&inputs)
    pass(&inputs)
    give(&inputs)
    scale(&inputs)
    drain(&inputs)
    try bench.set(inputs)
    for index in drained.indices.suffix(8) {
      let position = bench.cycle - drained[index].start - FinishedRows.latency
      if (0..<macs).contains(position) { drained[index].values.append(bench["drain_bytes"]) }
    }
    try bench.simulation.step()
  }

  /// Sums come some cycles behind the pass, as in an element.
  private func sum(_ inputs: inout [String: Int]) {
    guard summed < passes.count * chunks, passes[summed / chunks] + 6 <= bench.cycle,
      noise.chance(perMille: 700)
    else { return }
    let row = rows[summed / chunks].sums[summed % chunks]
    inputs["events_sums_valid"] = 1
    inputs["events_sums_ends_row"] = summed % chunks == chunks - 1 ? 1 : 0
    for (line, sums) in row.accumulators.enumerated() {
      for (position, sum) in sums.enumerated() {
        inputs["events_sums_line_\(line)_totals_\(position)"] = sum
      }
    }
    summed += 1
  }

  private func pass(_ inputs: inout [String: Int]) {
    guard passes.count < given, hasPlace, noise.chance(perMille: 700) else { return }
    inputs["events_passes_end"] = 1
    passes.append(bench.cycle)
  }

  private func give(_ inputs: inout [String: Int]) {
    guard given < rows.count, given - passes.count < configuration.memory.rows,
      noise.chance(perMille: 700)
    else { return }
    inputs["events_given_valid"] = 1
    for (name, value) in zip(["tag", "head", "token"], rows[given].place) {
      inputs["events_given_\(name)"] = value
    }
    given += 1
  }

  /// Scales come before or behind the sums.
  private func scale(_ inputs: inout [String: Int]) {
    guard scaled < given, noise.chance(perMille: 400) else { return }
    let row = rows[scaled].sums[0]
    inputs.merge([
      "events_scale_valid": 1, "events_scale_alignment": Expected.alignment(rowSum: row.rowSum),
      "events_scale_reciprocal": Requantization.reciprocal(
        rowSum: row.rowSum, outputMultiplier: row.outputMultiplier),
    ]) { $1 }
    scaled += 1
  }

  private func drain(_ inputs: inout [String: Int]) {
    let isFree = drained.last.map { bench.cycle - $0.start >= macs } ?? true
    guard bench["drain_is_ready"] == 1, isFree, noise.chance(perMille: pace) else { return }
    inputs["drain_start"] = 1
    if let last = drained.last { distances.insert(bench.cycle - last.start) }
    let names = ["place_tag", "place_head", "place_token", "chunk"]
    drained.append((bench.cycle, names.map { bench["drain_finished_\($0)"] }))
  }
}
