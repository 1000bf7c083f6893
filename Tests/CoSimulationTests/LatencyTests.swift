import AttentionSpec
import CoSimulation
import Testing

@testable import Accelerator

@Suite("Latencies of the engine")
struct LatencyTests {
  @Test("SDDMM issues in every cycle, and SpMM right after it where nothing has to wait")
  func phases() async throws {
    let configuration = UninitialisedStateTests.configuration
    let accelerator = try GeneratedAccelerator(configuration)
    let simulation = try await AcceleratorSimulation(
      accelerator, design: accelerator.quickDesign)
    let job = try UninitialisedStateTests.job(seed: 3)
    let loadStart = simulation.simulation.cycle
    let trace = try simulation.run(job)
    let chunks = configuration.chunks(headDimension: job.input.headDimension)
    let start = try #require(trace.sddmmIssues.first)
    let count = job.schedule.slotCount * chunks
    #expect(trace.sddmmIssues == Array(start..<start + count))
    #expect(trace.spmmIssues.first == start + count)
    #expect(trace.spmmIssues.count == count)
    let last = try #require(trace.spmmIssues.last)
    let stalls = last + 1 - start - 2 * count
    // From the write that starts the head, the last one, until busy_o is 0.
    let cycles =
      simulation.simulation.cycle - loadStart - trace.loadCycles - trace.readCycles + 1
    let others = cycles - 2 * count - stalls
    #expect(SparserEngine(configuration).otherCycles == others)
  }

  @Test("An issued entry has its score after the documented cycles, in every element")
  func entryToScore() async throws {
    let configuration = UninitialisedStateTests.configuration
    let accelerator = try GeneratedAccelerator(configuration)
    let simulation = try await AcceleratorSimulation(
      accelerator, design: accelerator.quickDesign)
    let job = try UninitialisedStateTests.job(seed: 3)
    let trace = try simulation.run(job)
    let chunks = configuration.chunks(headDimension: job.input.headDimension)
    var latencies: Set<Int> = []
    for (slots, scores) in zip(job.schedule.slots, trace.scores) {
      let entries = slots.indices.filter { slots[$0] != .idle }
      #expect(entries.count == scores.count)
      for (slot, score) in zip(entries, scores) {
        latencies.insert(score.cycle - trace.sddmmIssues[slot * chunks + chunks - 1])
      }
    }
    #expect(latencies.count == 1)
    let latency = try #require(latencies.first)
    #expect(latency == 2 + ProcessingElement.scoreLatency)
  }
}
