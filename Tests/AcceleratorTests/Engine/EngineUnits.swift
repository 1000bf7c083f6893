import AttentionSpec
import BenchSupport
import HardwareDSL

@testable import Accelerator

/// The units that the elements of the engine share, whose slips are tried, with the checks that may
/// notice them.
enum EngineUnits {
  static let all: [MutatedUnit] = [
    MutatedUnit("SlotQueue", try SlotQueue(engineShape()), slots),
    MutatedUnit("WalkController", try WalkController(engineShape(elements: 3)), walks),
    MutatedUnit("RowDivider", RowDivider(elements: 2, rowSumBits: 16), divider),
    MutatedUnit("UnitTable", try UnitTable(engineShape()), table),
    MutatedUnit("RowDispatcher", try RowDispatcher(engineShape(elements: 3)), dispatcher),
    MutatedUnit(
      "OutputGroup", try OutputGroup(engineShape(elements: 2), elements: 2, latency: 6), outputs),
    MutatedUnit(
      "OutputCollector",
      try OutputCollector(engineShape(elements: 3, lines: 1, macs: 2), latency: 6), outputs),
    MutatedUnit("SparserEngine", try SparserEngine(engineShape()), engine),
  ]

  private typealias Check = MutatedUnit.Check

  private static let slots: [Check] = [
    { try await SlotQueueTests().ahead() }, { try await SlotQueueTests().slots() },
    { try await EngineContractTests().slotQueue() },
  ]

  private static let walks: [Check] = [
    { try await WalkControllerTests().walks(pausing: 300) },
    { try await WalkControllerTests().walks(pausing: 0) },
    { try await WalkControllerTests().cleared() },
    { try await EngineContractTests().walkController() },
  ]

  private static let divider: [Check] = [
    { try await RowDividerTests().elements(count: 2) }, { try await RowDividerTests().claim() },
    { try await RowDividerTests().sizes(tokens: 4096) },
    { try await RowDividerTests().elements(count: 5) },
    { try await EngineContractTests().rowDivider(elements: 3) },
  ]

  private static let table: [Check] = [
    { try await UnitTableTests().full() }, { try await UnitTableTests().claims() },
    { try await UnitTableTests().units(seed: 1) }, { try await EngineContractTests().unitTable() },
  ]

  private static let dispatcher: [Check] = [
    { try await RowDispatcherTests().throughput() },
    { try await RowDispatcherTests().rows(chunks: 2, pausing: 300) },
    { try await RowDispatcherTests().rows(chunks: 1, pausing: 600) },
    { try await EngineContractTests().rowDispatcher() },
  ]

  private static let outputs: [Check] = [
    { try await OutputCollectorTests().rows(elements: 2, lines: 2, macs: 4) },
    { try await OutputCollectorTests().rows(elements: 3, lines: 1, macs: 2) },
    { try await OutputCollectorTests().throughput() },
    { try await OutputCollectorTests().sizes(places: 1) },
    { try await EngineContractTests().outputs(macs: 4) },
  ]

  private static let engine: [Check] = [
    { try await SparserEngineTests().cycles() }, { try await SparserEngineTests().units() },
    { try await EngineContractTests().engine() },
  ]
}
