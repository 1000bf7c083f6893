import AttentionSpec
import BenchSupport
import Testing

@testable import Accelerator

/// What the units of an element of the sparser engine state, measured.
@Suite("Contracts of the processing element", .simulated)
struct ElementContractTests {
  private static func shape(_ chunks: Int = 1) throws -> AcceleratorConfiguration {
    try ProcessingElementTests.shape(chunks: chunks, finishedRows: 16)
  }

  /// Counts of tokens that have arrived, of all tags.
  private static func arrived(_ name: String, _ count: Int) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: (0..<4).map { ("\(name)_count_\($0)", count) })
  }

  @Test("MAC of several sums")
  func mac() async throws {
    try await expectContract(
      of: MAC(sumBits: 20, sums: 3),
      Situation(holding: [
        "operands_valid": 1, "control_accumulate": 1, "control_restart": 1, "control_sum": 1,
        "control_shown": 1,
      ]))
  }

  @Test("Lines of an element", arguments: [1, 3])
  func elementLines(chunks: Int) async throws {
    func mode(_ outputStationary: Int) -> [String: Int] {
      [
        "operands_entry_first": 1, "operands_entry_last": 1,
        "operands_entry_output_stationary": outputStationary,
      ].merging(chunks > 1 ? ["operands_entry_chunk": 0] : [:]) { $1 }
    }
    try await expectContract(
      of: ElementLines(Self.shape(chunks)),
      Situation(holding: mode(0), for: [.latency(0), .throughput(0)]),
      Situation(holding: mode(1), for: [.latency(1)]))
  }

  @Test("Score ring")
  func scoreRing() async throws {
    try await expectContract(
      of: ScoreRing(Self.shape()), Situation(holding: ["score_ends_row": 1, "takes": 0]))
  }

  @Test("Softmax of rows")
  func rowSoftmax() async throws {
    try await expectContract(
      of: RowSoftmax(Self.shape()),
      Situation(holding: ["settings_valid": 0, "score_ends_row": 1]) { trial in
        for _ in 0..<6 { try trial.step(["settings_valid": 1, "settings_softmax_scale": 99]) }
        try trial.step()
        try trial.step()
      })
  }

  @Test("Numerator ring")
  func numeratorRing() async throws {
    func entries(scores: Int, numerators: Int) -> (ContractTrial) throws -> Void {
      { trial in
        for _ in 0..<scores { try trial.step(["passes_score": 1, "read_advances": 0]) }
        for entry in 0..<numerators {
          try trial.step(["numerator_valid": 1, "numerator_data": 7 * entry, "read_advances": 0])
        }
      }
    }
    func situation(
      _ part: Situation.Part, scores: Int, numerators: Int
    ) -> Situation {
      Situation(
        holding: ["read_advances": 1], for: [part],
        prepare: entries(scores: scores, numerators: numerators))
    }
    try await expectContract(
      of: NumeratorRing(depth: 64),
      situation(.latency(0), scores: 60, numerators: 0),
      situation(.latency(1), scores: 63, numerators: 0),
      situation(.latency(2), scores: 64, numerators: 9),
      situation(.latency(2), scores: 60, numerators: 1),
      situation(.latency(3), scores: 60, numerators: 30),
      situation(.throughput(0), scores: 60, numerators: 30))
  }

  @Test("Row walk")
  func rowWalk() async throws {
    let room = ["shown_room_for_entry": 1, "shown_room_for_row_end": 1]
    let slot = ["row_entries": 15, "shown_slot_valid": 1, "row_tag": 0, "row_start": 5]
    let arrived = Self.arrived("shown_arrived", 16).merging(slot) { $1 }.merging([
      "shown_slot_token": 3
    ]) { $1 }
    func given(_ trial: ContractTrial) throws { try trial.step(["row_valid": 1]) }
    try await expectContract(
      of: RowWalk(Self.shape()),
      Situation(
        holding: slot.merging(room) { $1 }, for: [.latency(0)], prepare: given),
      Situation(holding: arrived, for: [.latency(0)], prepare: given),
      Situation(
        holding: arrived.merging(["row_entries": 1, "shown_room_for_entry": 1]) { $1 },
        for: [.latency(0)], prepare: given),
      Situation(
        holding: arrived.merging(room) { $1 }, for: [.latency(1), .latency(2)], prepare: given),
      Situation(holding: arrived.merging(room) { $1 }, for: [.latency(3)]),
      Situation(
        holding: arrived.merging(room) { $1 }.merging(["row_valid": 1, "row_entries": 3]) { $1 },
        for: [.throughput(0)], prepare: given))
  }

  @Test("Query ring")
  func queryRing() async throws {
    func rows(_ count: Int) -> (ContractTrial) throws -> Void {
      { trial in
        for row in 0..<count {
          for chunk in 0..<3 {
            try trial.step([
              "given_word_valid": 1, "given_word_chunk": chunk,
              "given_word_words_0": 3 * row + chunk,
              "given_word_words_1": 99, "given_ends_row": chunk == 2 ? 1 : 0, "read_enable": 0,
            ])
          }
        }
      }
    }
    let quiet = ["given_word_valid": 0]
    try await expectContract(
      of: QueryRing(Self.shape(3)),
      Situation(
        holding: quiet.merging(["read_chunk": 1]) { $1 }, for: [.latency(0)], prepare: rows(2)),
      Situation(holding: quiet, for: [.throughput(0)], prepare: rows(2)),
      Situation(
        holding: quiet.merging(["read_enable": 1]) { $1 }, for: [.latency(0)], prepare: rows(2)),
      Situation(
        holding: quiet.merging(["read_enable": 0]) { $1 }, for: [.latency(1)], prepare: rows(2)),
      Situation(
        holding: quiet.merging(["read_enable": 0]) { $1 }, for: [.latency(1)], prepare: rows(3)))
  }

  @Test("Finished rows")
  func finishedRows() async throws {
    let configuration = try Self.shape()
    let held = [
      "events_sums_ends_row": 1, "events_scale_alignment": 0, "events_given_valid": 0,
      "events_passes_end": 0,
    ]
    // Sums that fit the requantizers, whatever the scale.
    var sums: [String: Int] = [:]
    for line in 0..<configuration.linesPerElement {
      for position in 0..<configuration.array.macsPerLine {
        sums["events_sums_line_\(line)_totals_\(position)"] = 30_000
      }
    }
    func rows(_ count: Int, _ finish: [String: Int]) -> (ContractTrial) throws -> Void {
      { trial in
        for _ in 0..<count + 2 {
          try trial.step(["events_given_valid": 1, "events_passes_end": 1])
        }
        for _ in 0..<count { try trial.step(finish) }
        for _ in 0..<3 { try trial.step() }
      }
    }
    try await expectContract(
      of: FinishedRows(configuration),
      Situation(
        holding: held, below: sums, for: [.latency(1), .throughput(0)],
        prepare: rows(
          8, ["events_sums_valid": 1, "events_scale_valid": 1, "events_scale_reciprocal": 70_000])),
      Situation(holding: held, for: [.latency(0)], prepare: rows(2, ["events_scale_valid": 1])),
      Situation(holding: held, for: [.latency(0)], prepare: rows(2, ["events_sums_valid": 1])))
  }

  @Test("Attention element")
  func attentionElement() async throws {
    let held = Self.arrived("keys_arrived", 16).merging(Self.arrived("values_arrived", 16)) { $1 }
    try await expectContract(
      of: ProcessingElement(Self.shape()),
      Situation(
        holding: held.merging([
          "query_word_valid": 0, "row_valid": 0, "scale_valid": 0, "step_first_chunk": 1,
          "step_last_chunk": 1, "step_issues_outputs": 0, "step_passes_scores": 0,
          "step_passes_outputs": 0, "row_scores_entries": 9, "score_slot_token": 3,
          "row_scores_start": 8, "row_scores_tag": 0,
        ]) { $1 }, for: [.latency(0), .throughput(0)]
      ) { trial in
        try trial.step(["query_word_valid": 1, "query_word_words_0": 0x0102_0304, "row_valid": 1])
        try trial.step()
        try trial.step()
        try trial.step(["score_slot_valid": 1, "step_passes_scores": 1])
      })
  }
}
