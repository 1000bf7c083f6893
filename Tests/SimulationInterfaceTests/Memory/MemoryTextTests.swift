import SimulationInterface
import TestSupport
import Testing

@Suite("What a memory tells, as text")
struct MemoryTextTests {
  @Test("Statistics are lines with names and units")
  func statistics() async throws {
    let bench = try await MemoryBench(
      MemorySettings(
        errors: [MemoryError(.slaveError, at: 0x40...0x47)],
        windows: ["weights": 0...0xff, "outputs": 0x100...0x1ff]))
    #expect("\(bench.memory.statistics.writes)" == "none")
    try bench.read(TestBurst(address: 0x10, beats: 8), TestBurst(address: 0x101, beats: 1))
    try bench.simulation.step(20)
    let statistics = bench.memory.statistics
    let cycles = try #require(statistics.reads.cycles)
    expectText(
      "\(statistics)",
      is: """
        reads:  2 bursts, 9 beats, 72 bytes (71 used), 1 beat with an error, cycles \
        \(cycles.lowerBound) to \(cycles.upperBound)
        writes: none
        \(statistics.cycles) cycles, 9 of them with a beat
        window outputs: 8 bytes read, 0 written
        window weights: 64 bytes read, 0 written
        """)
  }

  @Test("So are what has not ended and what was refused")
  func others() {
    #expect(
      "\(MemoryOutstanding(reads: 1, responses: 2))"
        == "1 read not ended, 0 writes lacking data, 2 responses not taken, 0 beats lacking an "
        + "address")
    let refusal = MemoryRefusal(
      cycle: 12, address: 0x1000, id: 2, response: .decodeError, access: .writes)
    #expect("\(refusal)" == "cycle 12: a write of 0x1000 with id 2, DECERR")
    #expect("\([refusal])" == "[cycle 12: a write of 0x1000 with id 2, DECERR]")
  }
}
