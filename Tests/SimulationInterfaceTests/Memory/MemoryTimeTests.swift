import BenchSupport
import SimulationInterface
import Testing

/// When a memory answers, in cycles.
@Suite("Times of the memory", .simulatedInAll)
struct MemoryTimeTests {
  @Test("What was written over the bus is read over it, and by the test", arguments: [1, 7])
  func bytes(_ latency: Int) async throws {
    let bench = try await MemoryBench(
      MemorySettings(readLatency: latency, writeLatency: latency))
    try bench.write(TestBurst(id: 2, address: 0x1000, beats: 2))
    try bench.send([0x0807_0605_0403_0201, 0x1817_1615_1413_1211])
    #expect(try bench.responses(1)[0].fields == [2, 0])
    #expect(try bench.memory.read(0x1000, count: 3) == [1, 2, 3])
    try bench.memory.write([0xff], at: 0x1001)
    try bench.read(TestBurst(id: 1, address: 0x1000, beats: 2))
    let beats = try bench.beats(2)
    #expect(beats.map(\.data) == [0x0807_0605_0403_ff01, 0x1817_1615_1413_1211])
    #expect(beats.map(\.id) == [1, 1] && beats.map(\.isLast) == [false, true])
    try bench.memory.requireIdle()
  }

  @Test("The first data come so many cycles after the address", arguments: [1, 2, 100])
  func readLatency(_ latency: Int) async throws {
    let bench = try await MemoryBench(MemorySettings(readLatency: latency))
    try bench.read(TestBurst(address: 0, beats: 3), TestBurst(address: 64, beats: 2))
    let first = try bench.accepted("host_ar")
    #expect(try bench.accepted("host_ar") == first + 1)
    let expected = (0..<5).map { first + latency + $0 }
    #expect(try bench.beats(5).map(\.cycle) == expected)
  }

  @Test("The response comes so many cycles after the last beat", arguments: [1, 2, 100])
  func writeLatency(_ latency: Int) async throws {
    let bench = try await MemoryBench(MemorySettings(writeLatency: latency))
    try bench.write(TestBurst(address: 0, beats: 3))
    try bench.send([1, 2, 3])
    let response = try bench.responses(1)[0].cycle
    let beats = try bench.simulation.received("host_w").map(\.cycle)
    #expect(beats.count == 3 && response == beats[2] + latency)
  }

  @Test("The response comes so many cycles after the address, where the data were before it")
  func addressLast() async throws {
    let bench = try await MemoryBench(MemorySettings(writeLatency: 5))
    try bench.send([1, 2])
    try bench.simulation.step(10)
    #expect(bench.memory.outstanding.earlyBeats == 2)
    try bench.write(TestBurst(address: 0, beats: 2))
    let address = try bench.accepted("host_aw")
    #expect(try bench.responses(1)[0].cycle == address + 5)
    let words: [UInt64] = [1, 2]
    #expect(try bench.memory.read(0, count: 16) == words.flatMap(\.littleEndianBytes))
  }

  @Test("Ten thousand beats come in the cycles that the bucket's formula gives")
  func bucket() async throws {
    let settings = MemorySettings(
      bandwidth: .shared(TokenBucket(bytes: 48, cycles: 10, capacity: 19)), readLatency: 20)
    let bench = try await MemoryBench(settings)
    let bursts = (0..<50).map { TestBurst(address: $0 * 4096, beats: 200) }
    for burst in bursts { try bench.read(burst) }
    let first = try bench.accepted("host_ar") + 20
    let cycles = try bench.beats(10_000, limit: 20_000).map(\.cycle)
    // By the first beat the bucket is full; then it gains 4.8 a cycle, and a beat takes 8.
    let expected = (0..<10_000).map { beat in
      first + max(beat, ((beat + 1) * 80 - 190 + 47) / 48)
    }
    #expect(cycles == expected)
    let statistics = bench.memory.statistics
    #expect(statistics.reads.bytes == 80_000 && statistics.reads.cycles == cycles[0]...cycles[9999])
    #expect(statistics.reads.throttledCycles == cycles[9999] - cycles[0] - 9999)
    #expect(statistics.writes.throttledCycles == 0 && statistics.writes.cycles == nil)
  }

  @Test("Ten thousand beats are accepted in the cycles that the bucket's formula gives")
  func writeBucket() async throws {
    let settings = MemorySettings(
      bandwidth: .shared(TokenBucket(bytes: 48, cycles: 10, capacity: 19)))
    let bench = try await MemoryBench(settings)
    for burst in 0..<50 {
      try bench.write(TestBurst(address: burst * 4096, beats: 200))
      try bench.send(Array(repeating: 0, count: 200))
    }
    bench.memory.emptyBuckets()
    let start = bench.simulation.cycle
    let cycles = try bench.simulation.receive("host_w", 10_000, limit: 20_000).map(\.cycle)
    // After cycle `start` + n it has gained 4.8 (n + 1) bytes.
    #expect(cycles == (0..<10_000).map { start + (($0 + 1) * 80 + 47) / 48 - 1 })
    let statistics = bench.memory.statistics
    #expect(statistics.writes.bytes == 80_000)
    #expect(statistics.writes.throttledCycles == cycles[9999] - start + 1 - 10_000)
    #expect(statistics.reads.throttledCycles == 0)
  }

  @Test("A beat that waits is paid once, whatever it waits for")
  func paused() async throws {
    let bench = try await MemoryBench(
      MemorySettings(
        bandwidth: .shared(TokenBucket(bytes: 4, capacity: 64)),
        pauses: MemorySettings.Pauses(w: 0.25)))
    for burst in 0..<10 {
      try bench.write(TestBurst(address: burst * 4096, beats: 200))
      try bench.send(Array(repeating: 0, count: 200))
    }
    bench.memory.emptyBuckets()
    let start = bench.simulation.cycle
    let end = try bench.simulation.receive("host_w", 2000, limit: 9000)[1999].cycle
    #expect((3999...4030).contains(end - start))
  }

  @Test("A beat before its address takes the bytes of the whole bus, whatever its size is to be")
  func earlyBeats() async throws {
    let bench = try await MemoryBench(
      MemorySettings(bandwidth: .shared(TokenBucket(bytes: 1, capacity: 8))))
    bench.memory.emptyBuckets()
    let start = bench.simulation.cycle
    try bench.send([1, 2], strobe: 1)
    try bench.simulation.step(20)
    let cycles = try bench.simulation.received("host_w").map(\.cycle)
    #expect(cycles == [start + 7, start + 15])
    try bench.write(TestBurst(address: 0, beats: 2, size: 0, kind: .fixed))
    #expect(try bench.simulation.receive("host_aw", 1, limit: 10).count == 1)
  }

  @Test("An empty bucket gives the first beat in the cycle in which it has gained it")
  func emptyBucket() async throws {
    let bench = try await MemoryBench(
      MemorySettings(bandwidth: .shared(TokenBucket(bytes: 3, capacity: 100)), readLatency: 1))
    bench.memory.emptyBuckets()
    let start = bench.simulation.cycle
    try bench.read(TestBurst(address: 0, beats: 4))
    // 3 are gained by the end of cycle `start`, so 8, 16, 24 and 32 are 2, 5, 7 and 10 later.
    #expect(try bench.beats(4).map(\.cycle) == [2, 5, 7, 10].map { start + $0 })
  }

  @Test("Reads and writes that want more than the bucket gives take turns")
  func turns() async throws {
    let bench = try await MemoryBench(
      MemorySettings(bandwidth: .shared(TokenBucket(bytes: 4, capacity: 8))))
    for burst in 0..<8 {
      try bench.read(TestBurst(address: burst * 4096, beats: 128))
      try bench.write(TestBurst(address: burst * 4096, beats: 128))
      try bench.send((0..<128).map { UInt64($0) })
    }
    try bench.simulation.step(1000)
    let statistics = bench.memory.statistics
    #expect(abs(statistics.reads.beats - statistics.writes.beats) <= 1)
    #expect(abs(statistics.reads.beats + statistics.writes.beats - 500) <= 2)
    #expect(statistics.busyCycles == statistics.reads.beats + statistics.writes.beats)
  }

  @Test("Beats that need few bytes do not starve those that need many", arguments: [0, 3])
  func starving(readSize: Int) async throws {
    let bench = try await MemoryBench(
      MemorySettings(bandwidth: .shared(TokenBucket(bytes: 1, capacity: 8))))
    for burst in 0..<8 {
      try bench.read(TestBurst(address: burst * 4096, beats: 256, size: readSize))
      try bench.write(TestBurst(address: burst * 4096, beats: 256, size: 3 - readSize))
      try bench.send(Array(repeating: 0, count: 256), strobe: 0)
    }
    try bench.simulation.step(900)
    let statistics = bench.memory.statistics
    #expect(abs(statistics.reads.beats - statistics.writes.beats) <= 1)
    #expect((97...102).contains(statistics.reads.beats))
  }

  @Test("Latencies and buckets are counted in edges of the clock of the bus")
  func clocks() async throws {
    let bench = try await MemoryBench(
      MemorySettings(
        bandwidth: .shared(TokenBucket(bytes: 4, capacity: 8)), readLatency: 5))
    try bench.simulation.setClock(.default, period: 3)
    try bench.read(TestBurst(address: 0, beats: 3))
    let first = try bench.accepted("host_ar")
    #expect(try bench.beats(3).map(\.cycle) == [first + 15, first + 21, first + 27])
  }
}
