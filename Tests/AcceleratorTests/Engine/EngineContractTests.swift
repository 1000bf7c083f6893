import AttentionSpec
import BenchSupport
import HardwareDSL
import Testing

@testable import Accelerator

/// What the units that elements share state of latency, throughput and reset, measured.
@Suite("Contracts of the sparser engine", .simulated)
struct EngineContractTests {
  /// The same value for an input of each of several elements.
  private static func all(_ name: String, _ count: Int, _ value: Int) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: (0..<count).map { ("\(name)_\($0)", value) })
  }

  @Test("Slot queue")
  func slotQueue() async throws {
    try await expectContract(of: SlotQueue(engineShape()))
  }

  @Test("Walk controller")
  func walkController() async throws {
    let ready = Self.all("score_ready", 2, 1).merging(Self.all("output_ready", 2, 1)) { $1 }
    try await expectContract(
      of: WalkController(engineShape()),
      Situation(holding: ready.merging(["last_chunk": 0, "clear": 0]) { $1 }))
  }

  @Test("Row divider", arguments: [1, 3])
  func rowDivider(elements: Int) async throws {
    try await expectContract(
      of: RowDivider(elements: elements, rowSumBits: 16),
      Situation(
        holding: Self.all("rows", elements, 0).isEmpty
          ? [:]
          : Dictionary(
            uniqueKeysWithValues: (0..<elements).map { ("rows_\($0)_row_sum", 1000) })))
  }

  @Test("Unit table")
  func unitTable() async throws {
    try await expectContract(
      of: UnitTable(engineShape()),
      Situation(holding: [
        "unit_tag": 0, "unit_heads": 1, "unit_rows": 1, "head_valid": 0, "row_end_valid": 0,
      ]))
  }

  @Test("Row dispatcher")
  func rowDispatcher() async throws {
    let held = Self.all("has_room", 2, 1).merging(Self.all("arrived_count", 4, 16)) { $1 }
    try await expectContract(
      of: RowDispatcher(engineShape()),
      Situation(
        holding: held.merging([
          "last_chunk": 0, "written": 4, "clear": 0, "rows_token": 3, "rows_ends_unit": 0,
        ]) { $1 }))
  }

  @Test("Output group, and collector", arguments: [1, 4])
  func outputs(macs: Int) async throws {
    let configuration = try engineShape(elements: 4, macs: macs)
    try await expectContract(
      of: OutputGroup(configuration, elements: macs, latency: 6), Situation())
    try await expectContract(
      of: OutputCollector(configuration, latency: 6), Situation())
  }

  @Test("Sparser engine")
  func engine() async throws {
    try await expectContract(of: SparserEngine(engineShape()), Situation(holding: ["chunks": 1]))
  }
}
