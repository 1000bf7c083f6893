import BenchSupport
import SimulationInterface
import TestSupport
import Testing

/// Random traffic against plain Swift.
@Suite("Random accesses to the memory", .simulatedInAll)
struct MemoryRandomTests {
  /// A memory as a dictionary, by the rules of the standard and without the model's code.
  private struct Judge {
    var bytes: [Int: UInt8] = [:]

    /// The addresses of the bytes of a beat.
    static func addresses(_ burst: TestBurst, _ beat: Int) -> Range<Int> {
      let size = 1 << burst.size
      let aligned = burst.address / size * size
      let low = aligned + beat * size
      switch burst.kind {
      case .fixed: return burst.address..<(aligned + size)
      case .wrap
      where low >= burst.address / (size * burst.beats) * (size * burst.beats)
        + size * burst.beats:
        return (low - size * burst.beats)..<(low - size * (burst.beats - 1))
      default: return beat == 0 ? burst.address..<(aligned + size) : low..<(low + size)
      }
    }

    mutating func write(_ burst: TestBurst, _ beats: [(data: UInt64, strobe: Int)]) {
      for (number, beat) in beats.enumerated() {
        for address in Self.addresses(burst, number) where beat.strobe >> (address % 8) & 1 == 1 {
          bytes[address] = beat.data.littleEndianBytes[address % 8]
        }
      }
    }
  }

  private static func burst(_ random: inout TestRandom, in page: Int) -> TestBurst {
    let kind = [TestBurst.Kind.increment, .increment, .increment, .fixed, .wrap][
      random.integer(0...4)]
    let size = random.integer(0...3)
    var beats = random.integer(1...(random.oneIn(4) ? 64 : 6))
    if kind == .fixed { beats = min(16, beats) }
    if kind == .wrap { beats = 1 << random.integer(1...4) }
    var address = random.integer(0...(4096 - (beats << size) - 1))
    if kind == .wrap { address -= address % (1 << size) }
    return TestBurst(
      id: random.integer(0...3), address: 4096 * page + address, beats: beats, size: size,
      kind: kind)
  }

  private static let settings = MemorySettings(
    bandwidth: .shared(TokenBucket(bytes: 31, cycles: 10, capacity: 20)), readLatency: 6,
    writeLatency: 3, latencySpread: 9, pauses: .all(0.2), order: .anyBeat, earlyBeatsMax: 4, seed: 3
  )

  /// Writes and then reads, in batches; writes of a batch lie in pages of their own.
  private func run(seed: UInt64, batches: Int) async throws -> MemoryBench {
    var random = TestRandom(seed: seed)
    let bench = try await MemoryBench(Self.settings, fill: .zeros)
    for (index, stream) in ["host_aw", "host_w", "host_b", "host_ar", "host_r"].enumerated() {
      try bench.simulation.pace(stream, .random(pausing: 0.2, seed: UInt64(index)))
    }
    var judge = Judge()
    for _ in 0..<batches {
      let writes = (0..<6).map { Self.burst(&random, in: $0) }
      for write in writes {
        let beats = (0..<write.beats).map { beat in
          let lanes = Judge.addresses(write, beat).reduce(0) { $0 | 1 << ($1 % 8) }
          return (
            data: random.next(), strobe: random.oneIn(2) ? lanes : lanes & random.integer(0...255)
          )
        }
        judge.write(write, beats)
        try bench.write(write)
        try bench.simulation.send(
          "host_w",
          beats.enumerated().map { index, beat in
            [
              PortValue(beat.data), PortValue(beat.strobe), index == beats.count - 1 ? 1 : 0,
            ]
          })
      }
      let responses = try bench.responses(6, limit: 5000).map { $0.fields }
      #expect(responses.allSatisfy { $0[1] == 0 })
      try expectReads((0..<8).map { Self.burst(&random, in: $0 % 6) }, judge, bench)
    }
    try bench.memory.requireIdle()
    return bench
  }

  private func expectReads(
    _ reads: [TestBurst], _ judge: Judge, _ bench: MemoryBench
  ) throws {
    for read in reads { try bench.read(read) }
    var beats = try bench.beats(reads.reduce(0) { $0 + $1.beats }, limit: 5000)
    for read in reads {
      for number in 0..<read.beats {
        let index = try #require(beats.firstIndex { $0.id == read.id })
        let beat = beats.remove(at: index)
        #expect(beat.isLast == (number == read.beats - 1) && beat.response == 0)
        for address in Judge.addresses(read, number) {
          let got = beat.data.littleEndianBytes[address % 8]
          #expect(got == judge.bytes[address, default: 0], "\(read), beat \(number)")
        }
      }
    }
  }

  @Test("What is read is what was written, for bursts of all kinds", arguments: [1, 2])
  func data(seed: UInt64) async throws {
    let bench = try await run(seed: seed, batches: 12)
    #expect(bench.simulation.failures.isEmpty)
    let statistics = bench.memory.statistics
    #expect(statistics.reads.bursts == 96 && statistics.writes.bursts == 72)
    let bytes = statistics.reads.bytes + statistics.writes.bytes
    #expect(bytes * 10 <= 31 * statistics.cycles + 200)
    #expect(statistics.reads.throttledCycles > 0 && statistics.writes.throttledCycles > 0)
  }

  @Test("Both simulators give the same run from the same seed")
  func equal() async throws {
    var runs: [[String]] = []
    for simulator in TestSimulator.allCases {
      let bench = try await TestSimulator.$current.withValue(simulator) {
        try await run(seed: 7, batches: 3)
      }
      try bench.memory.configure(
        MemorySettings(pauses: .all(0.3), errors: [MemoryError(.slaveError, share: 0.3)], seed: 8))
      for number in 0..<10 {
        try bench.read(TestBurst(id: number % 4, address: 4096 - 8 * number, beats: 4))
      }
      var events: [String] = []
      for _ in 0..<300 { try? bench.simulation.step() }
      for stream in bench.simulation.interface.streams.map(\.name) where stream.hasPrefix("host") {
        events += try bench.simulation.received(stream).map { "\(stream) \($0)" }
      }
      events += bench.memory.refusals.map { "\($0)" }
      events += bench.simulation.failures.map(\.description)
      events.append("\(bench.memory.statistics)")
      runs.append(events)
    }
    #expect(difference(runs[0], runs[1]) == nil)
    #expect(runs[0].count > 60)
  }
}
