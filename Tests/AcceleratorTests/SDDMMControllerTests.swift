import AttentionCompiler
import AttentionSpec
import BenchSupport
import Testing

@testable import Accelerator

@Suite("SDDMM controller", .simulated)
struct SDDMMControllerTests {
  static let outputs = [
    "step_issue", "step_walk_advance", "step_chunk", "first_chunk", "last_chunk", "done",
  ]

  /// The outputs of each cycle from the one after start to the one of done.
  static func run(slots: Int, chunks: Int, on bench: Bench) throws -> [[Int]] {
    try bench.hold(["head_slots": slots, "head_chunks": chunks])
    try bench.set(["head_start": 1])
    var cycles: [[Int]] = []
    #expect(bench["step_walk_restart"] == 1)
    #expect(bench["step_issue"] == 0)
    try bench.simulation.step()
    repeat {
      try bench.set()
      #expect(bench["step_walk_restart"] == 0)
      cycles.append(outputs.map { bench[$0] })
      try bench.simulation.step()
    } while cycles.last?.last == 0 && cycles.count <= 2 * slots * chunks
    // Nothing is issued after the last.
    for _ in 0..<3 {
      #expect(bench["step_issue"] == 0 && bench["done"] == 0 && bench["step_walk_advance"] == 0)
      try bench.step()
    }
    return cycles
  }

  /// Every chunk of every slot, in order.
  static func expected(slots: Int, chunks: Int) -> [[Int]] {
    (0..<slots).flatMap { slot in
      (0..<chunks).map { chunk in
        let isLast = chunk == chunks - 1
        return [
          1, isLast ? 1 : 0, chunk, chunk == 0 ? 1 : 0, isLast ? 1 : 0,
          isLast && slot == slots - 1 ? 1 : 0,
        ]
      }
    }
  }

  @Test("Every chunk of every slot once, in order", arguments: [24, 6])
  func order(headDimension: Int) async throws {
    let configuration = try configuration(macs: 3, headDimension: headDimension, slots: 64)
    let bench = try await Bench(SDDMMController(configuration), pulses: ["head_start"])
    for slots in [1, 2, 3, 7, 63, 64] {
      for chunks in 1...configuration.chunksMax {
        let got = try Self.run(slots: slots, chunks: chunks, on: bench)
        #expect(
          difference(got, Self.expected(slots: slots, chunks: chunks)) == nil,
          "\(slots) slots, \(chunks) chunks")
      }
    }
  }

  @Test("As many cycles as estimated", .simulatedInAll)
  func estimate() async throws {
    let configuration = try configuration(elements: 3, macs: 3, slots: 64)
    let bench = try await Bench(SDDMMController(configuration), pulses: ["head_start"])
    for seed: UInt64 in 1...4 {
      let mask = try AttentionMask.random(tokens: 16, perMille: 250, seed: seed)
      for headDimension in [6, 13, 24] {
        let schedule = try Scheduler(configuration).schedule(
          Workload(mask), headDimension: headDimension)
        let estimate = CycleEstimate(
          schedule, configuration: configuration, headDimension: headDimension)
        let cycles = try Self.run(
          slots: schedule.slotCount,
          chunks: configuration.chunks(headDimension: headDimension), on: bench)
        #expect(cycles.count == estimate.sddmm)
        #expect(cycles.first?.first == 1)
      }
    }
  }
}
