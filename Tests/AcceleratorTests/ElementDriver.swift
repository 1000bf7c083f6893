import AttentionSpec
import BenchSupport
import ReferenceModel
import TestSupport
import Testing

@testable import Accelerator

/// How often in 1000 cycles what stands around an element is there.
struct ElementPace {
  var slots = 1000
  var others = 1000
  var rows = 1000
  var arrivals = 1000
  var division = 1000
  var drain = 1000
  /// Cycles from a request for a division to its answer.
  var divisionLatency = 4
}

/// Plays what stands around an element: the controller of the walks with the slots and the other
/// elements, the dispatcher of rows, the banks, the divider and the collector of outputs.
final class ElementDriver {
  let bench: Bench
  let work: ElementWork
  let pace: ElementPace
  private(set) var outputs: [[Int]] = []
  /// Cycles until the last slot has been issued.
  private(set) var walkCycles = 0

  private var noise: TestRandom
  private let configuration: AcceleratorConfiguration
  private let start: Int
  private var scores = WalkState()
  private var walkedOutputs = WalkState()
  private var issuing: (isOutput: Bool, chunk: Int)?
  private var lastWasOutput = true
  /// Rows that were decided on, those of them whose query words have been sent, and those given.
  private var (decided, sent, given) = (0, 0, 0)
  private var sentChunks = 0
  private var arrived: [[Int]]
  private var answer: [Int] = []
  private var divisions: [(due: Int, rowSum: Int, multiplier: Int)] = []
  private var drained: [(start: Int, values: [Int])] = []

  private struct WalkState {
    var next = 0
    var isShown = false
    var isPending = false
  }

  convenience init(
    _ work: ElementWork, _ pace: ElementPace = ElementPace(), seed: UInt64
  ) async throws {
    self.init(work, pace, seed: seed, on: try await Self.bench(work.configuration, seed: seed))
  }

  /// - Parameter bench: Of an element that is empty.
  init(_ work: ElementWork, _ pace: ElementPace = ElementPace(), seed: UInt64, on bench: Bench) {
    self.work = work
    self.pace = pace
    configuration = work.configuration
    noise = TestRandom(seed: seed)
    arrived = work.heads.map { _ in [0, 0] }
    self.bench = bench
    start = bench.cycle
  }

  static func bench(_ configuration: AcceleratorConfiguration, seed: UInt64) async throws -> Bench {
    try await Bench(
      ProcessingElement(configuration),
      pulses: [
        "query_word_valid", "row_valid", "score_slot_valid", "output_slot_valid",
        "step_passes_scores", "step_passes_outputs", "step_issues_scores", "step_issues_outputs",
        "division_ready", "scale_valid", "drain_start",
      ],
      taps: Dictionary(
        uniqueKeysWithValues: ["score", "numerator", "row_sum"].map {
          ("tap_\($0)_valid", ["tap_\($0)_data"])
        }), seed: seed)
  }

  /// Runs until all outputs have come.
  func run(limit: Int = 20_000) throws {
    while outputs.count < work.rows.count * work.chunks {
      guard bench.cycle - start < limit else {
        Issue.record(
          """
          stuck after \(given) rows, \(scores.next) and \(walkedOutputs.next) of \
          \(work.slots.count) slots, \(outputs.count) chunks
          """)
        return
      }
      try cycle()
    }
  }

  /// Some cycles, whatever has come then.
  func run(cycles: Int) throws { for _ in 0..<cycles { try cycle() } }

  private func cycle() throws {
    var inputs: [String: Int] = [:]
    giveRows(&inputs)
    arrive(&inputs)
    divide(&inputs)
    drain(&inputs)
    for (line, word) in answer.enumerated() { inputs["key_value_words_\(line)"] = word }
    answer = []
    issue(&inputs)
    show(&scores, "score_slot", &inputs)
    show(&walkedOutputs, "output_slot", &inputs)
    try bench.set(inputs)
    let others = noise.chance(perMille: pace.others)
    if pass(&scores, bench["score_ready"], others, isOutput: false) {
      inputs["step_passes_scores"] = 1
    }
    if pass(&walkedOutputs, bench["output_ready"], others, isOutput: true) {
      inputs["step_passes_outputs"] = 1
    }
    try bench.set(inputs)
    observe()
    try bench.simulation.step()
    advance()
  }

  // MARK: Rows and their operands

  private func giveRows(_ inputs: inout [String: Int]) {
    // Two rows more than were given in earlier cycles.
    if bench["has_room"] == 1, decided < work.rows.count, decided - given <= 1,
      noise.chance(perMille: pace.rows)
    {
      decided += 1
    }
    if sent < decided, sent == given, noise.chance(perMille: pace.rows) {
      let row = work.rows[sent]
      inputs["query_word_valid"] = 1
      inputs["query_word_chunk"] = sentChunks
      let words = work.words(
        work.heads[row.head].input.queries, token: row.token, chunk: sentChunks)
      for (line, word) in words.enumerated() { inputs["query_word_words_\(line)"] = word }
      sentChunks += 1
      if sentChunks == work.chunks { (sent, sentChunks) = (sent + 1, 0) }
    }
    guard given < sent, noise.chance(perMille: pace.rows) else { return }
    let row = work.rows[given]
    let head = work.heads[row.head]
    inputs.merge([
      "row_valid": 1, "row_scores_tag": head.tag, "row_scores_start": head.keyStart,
      "row_scores_entries": row.keys.count, "row_value_start": head.valueStart,
      "row_settings_softmax_scale": head.input.quantization.softmaxScale,
      "row_settings_output_multiplier": head.input.quantization.outputMultiplier,
      "row_place_tag": head.tag, "row_place_head": head.number, "row_place_token": row.token,
    ]) { $1 }
    given += 1
  }

  private func arrive(_ inputs: inout [String: Int]) {
    for (index, head) in work.heads.enumerated() {
      for (kind, name) in ["keys", "values"].enumerated() {
        inputs["\(name)_arrived_count_\(head.tag)"] = arrived[index][kind]
        let isLate = arrived[index][kind] < head.input.tokens
        if isLate, noise.chance(perMille: pace.arrivals) { arrived[index][kind] += 1 }
      }
    }
  }

  private func divide(_ inputs: inout [String: Int]) {
    if noise.chance(perMille: pace.division) { inputs["division_ready"] = 1 }
    guard let first = divisions.first, first.due <= bench.cycle else { return }
    divisions.removeFirst()
    inputs.merge([
      "scale_valid": 1, "scale_alignment": Expected.alignment(rowSum: first.rowSum),
      "scale_reciprocal": Requantization.reciprocal(
        rowSum: first.rowSum, outputMultiplier: first.multiplier),
    ]) { $1 }
  }

  // MARK: Outputs

  private func drain(_ inputs: inout [String: Int]) {
    let macs = configuration.array.macsPerLine
    let isFree = drained.last.map { bench.cycle - $0.start >= macs } ?? true
    guard bench["drain_is_ready"] == 1, isFree, noise.chance(perMille: pace.drain) else { return }
    inputs["drain_start"] = 1
    let names = ["place_tag", "place_head", "place_token", "chunk"]
    drained.append((bench.cycle, names.map { bench["drain_finished_\($0)"] }))
  }

  /// Looks at the outputs of the present cycle.
  private func observe() {
    let macs = configuration.array.macsPerLine
    for index in drained.indices.suffix(8) {
      let position = bench.cycle - drained[index].start - ProcessingElement.drainLatency
      guard (0..<macs).contains(position) else { continue }
      drained[index].values.append(bench["drain_bytes"])
      if position == macs - 1 { outputs.append(drained[index].values) }
    }
    if bench["division_valid"] == 1 && bench.simulation["division_ready_i"] == 1 {
      divisions.append(
        (
          bench.cycle + pace.divisionLatency, bench["division_row_sum"],
          bench["division_output_multiplier"]
        ))
    }
    if bench["key_value_enable"] == 1 {
      let (bank, address) = (bench["key_value_bank"], bench["key_value_address"])
      let place = (address >> configuration.chunkBits) * configuration.memory.banks + bank
      let chunk = address & ((1 << configuration.chunkBits) - 1)
      guard let words = work.operand(place: place, chunk: chunk) else {
        Issue.record("word \(address) of bank \(bank) is read, where nothing lies")
        return
      }
      answer = words
    }
  }

  // MARK: Slots

  private func show(_ walk: inout WalkState, _ name: String, _ inputs: inout [String: Int]) {
    if !walk.isShown, walk.next < work.slots.count, noise.chance(perMille: pace.slots) {
      walk.isShown = true
    }
    guard walk.isShown else { return }
    inputs["\(name)_valid"] = 1
    let idle = (1 << configuration.indexEntryBits) - 1
    inputs["\(name)_token"] = work.slots[walk.next] ?? idle
  }

  private func issue(_ inputs: inout [String: Int]) {
    if issuing == nil, scores.isPending || walkedOutputs.isPending {
      let both = scores.isPending && walkedOutputs.isPending
      issuing = (both ? !lastWasOutput : walkedOutputs.isPending, 0)
    }
    guard let issuing else { return }
    inputs["step_issues_\(issuing.isOutput ? "outputs" : "scores")"] = 1
    inputs["step_chunk"] = issuing.chunk
    inputs["step_first_chunk"] = issuing.chunk == 0 ? 1 : 0
    inputs["step_last_chunk"] = issuing.chunk == work.chunks - 1 ? 1 : 0
  }

  /// Whether the slot that is shown passes.
  private func pass(
    _ walk: inout WalkState, _ ready: Int, _ others: Bool, isOutput: Bool
  ) -> Bool {
    let isLeaving = issuing.map { $0.isOutput == isOutput && $0.chunk == work.chunks - 1 } ?? false
    if isLeaving { walk.isPending = false }
    guard walk.isShown, ready == 1, others, !walk.isPending else { return false }
    walk.isShown = false
    walk.isPending = true
    walk.next += 1
    return true
  }

  private func advance() {
    guard let now = issuing else { return }
    lastWasOutput = now.isOutput
    walkCycles = bench.cycle - start
    issuing = now.chunk + 1 < work.chunks ? (now.isOutput, now.chunk + 1) : nil
  }
}
