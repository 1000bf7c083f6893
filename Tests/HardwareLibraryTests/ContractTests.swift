import BenchSupport
import HardwareDSL
import HardwareLibrary
import Testing

/// What every unit states of latency, throughput and reset, measured.
@Suite("Contracts of the library", .simulated)
struct ContractTests {
  @Test("Stream FIFO", .simulatedInAll, arguments: [2, 4])
  func streamFIFO(depth: Int) async throws {
    try await expectContract(of: StreamFIFO(width: 32, depth: depth))
  }

  @Test("Stream arbiter", arguments: [2, 3])
  func streamArbiter(count: Int) async throws {
    try await expectContract(of: StreamArbiter(width: 8, count: count))
  }

  @Test("Serial divider", arguments: [2, 4, 18])
  func serialDivider(quotientBits: Int) async throws {
    try await expectContract(of: SerialDivider(quotientBits: quotientBits, divisorBits: 16))
  }

  private static func clocks(_ index: Int) -> [ContractTrial.Clock] {
    let clocks = AsynchronousFIFOTests.clocks[index]
    return [
      .init(.source, period: clocks.source.period, phase: clocks.source.phase),
      .init(.sink, period: clocks.sink.period, phase: clocks.sink.phase),
    ]
  }

  @Test(
    "Asynchronous FIFO, between any clocks", arguments: [2, 3],
    AsynchronousFIFOTests.clocks.indices)
  func asynchronousFIFO(stages: Int, clocks: Int) async throws {
    let clocks = Self.clocks(clocks)
    // Words that come with every edge of a faster clock would have to wait.
    let isEven = clocks[0].period == clocks[1].period
    try await expectContract(
      of: AsynchronousFIFO(width: 32, depth: 8, stages: stages), clocks: clocks,
      Situation(for: isEven ? nil : [.latency(0)]))
  }

  @Test(
    "Pulse synchronizer, between any clocks", arguments: [2, 3],
    AsynchronousFIFOTests.clocks.indices)
  func pulseSynchronizer(stages: Int, clocks: Int) async throws {
    try await expectContract(
      of: PulseSynchronizer(stages: stages), clocks: Self.clocks(clocks))
  }
}
