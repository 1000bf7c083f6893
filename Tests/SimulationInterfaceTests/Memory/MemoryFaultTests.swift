import BenchSupport
import SimulationInterface
import Testing

/// Each rule of AXI4 that a manager can break.
@Suite("Rules of the bus that the memory watches", .simulated)
struct MemoryFaultTests {
  private static let faults: [(burst: TestBurst, text: String)] = [
    (
      TestBurst(address: 0xff8, beats: 2),
      "2 beats of 8 bytes from 0xff8 crosses a boundary of 4 KiB"
    ),
    (
      TestBurst(address: 0xffc, beats: 2),
      "2 beats of 8 bytes from 0xffc crosses a boundary of 4 KiB"
    ),
    (
      TestBurst(address: 0x1fff, beats: 2, size: 0),
      "2 beats of 1 byte from 0x1fff crosses a boundary of 4 KiB"
    ),
    (
      TestBurst(address: 0, beats: 1, size: 4),
      "1 beat of 16 bytes from 0x0 has beats of 16 bytes on a bus of 8 bytes"
    ),
    (
      TestBurst(address: 0, beats: 2, kind: .reserved),
      "2 beats of 8 bytes from 0x0 is of the reserved kind 3"
    ),
    (
      TestBurst(address: 0, beats: 17, kind: .fixed),
      "17 beats of 8 bytes from 0x0 has a fixed address, with which there are at most 16"
    ),
    (
      TestBurst(address: 0, beats: 3, kind: .wrap),
      "3 beats of 8 bytes from 0x0 wraps, for which it must have 2, 4, 8 or 16"
    ),
    (
      TestBurst(address: 4, beats: 2, kind: .wrap),
      "2 beats of 8 bytes from 0x4 wraps and starts unaligned"
    ),
    (
      TestBurst(address: 0, beats: 1, cache: 4),
      "1 beat of 8 bytes from 0x0 has the reserved attributes 4 in cache"
    ),
    (
      TestBurst(address: 0, beats: 1, cache: 13),
      "1 beat of 8 bytes from 0x0 has the reserved attributes 13 in cache"
    ),
  ]

  private func expectFault(
    _ text: String, in bench: MemoryBench, cycle: Int,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let failure = SimulationFailure(cycle: cycle, kind: .busRule, text: "Memory bus: \(text).")
    #expect(throws: SimulationError.failed(failure), sourceLocation: sourceLocation) {
      try bench.simulation.step(20)
    }
  }

  @Test("A burst that is not allowed is a failure, and is served", arguments: faults)
  func bursts(_ burst: TestBurst, _ text: String) async throws {
    let reading = try await MemoryBench()
    try reading.read(burst)
    expectFault("the read of \(text)", in: reading, cycle: 2)
    #expect(try reading.beats(burst.beats).last?.isLast == true)
    #expect(reading.memory.statistics.reads.bytes == burst.beats << min(3, burst.size))
    let writing = try await MemoryBench()
    try writing.write(burst)
    expectFault("the write of \(text)", in: writing, cycle: 2)
    try writing.send(Array(repeating: 0, count: burst.beats), strobe: 0)
    #expect(try writing.responses(1).count == 1)
    try writing.memory.requireIdle()
  }

  @Test("A burst of the reserved kind goes on as if each beat followed the one before")
  func reserved() async throws {
    let bench = try await MemoryBench()
    try bench.memory.write((0..<32).map { UInt8($0) }, at: 0)
    try bench.read(TestBurst(address: 8, beats: 2, kind: .reserved))
    #expect(throws: SimulationError.self) { try bench.simulation.step(1) }
    #expect(try bench.beats(2).map { $0.data % 256 } == [8, 16])
  }

  @Test(
    "A burst that comes close is allowed",
    arguments: [
      TestBurst(address: 0xff8, beats: 1), TestBurst(address: 0x800, beats: 256),
      TestBurst(address: 0xff4, beats: 2), TestBurst(address: 0xff8, beats: 8, size: 0),
      TestBurst(address: 0xff8, beats: 16, kind: .fixed),
      TestBurst(address: 0xff8, beats: 16, kind: .wrap),
      TestBurst(address: 0, beats: 256, size: 2), TestBurst(address: 0, beats: 1, cache: 14),
      TestBurst(address: 0, beats: 1, cache: 1), TestBurst(address: 0xffff_fff8, beats: 1),
    ])
  func lawful(_ burst: TestBurst) async throws {
    let bench = try await MemoryBench()
    try bench.read(burst)
    #expect(try bench.beats(burst.beats).map(\.isLast).filter { $0 }.count == 1)
    #expect(bench.simulation.failures.isEmpty)
  }

  private func sendBeat(_ bench: MemoryBench, strobe: Int = 0xff, last: Int) throws {
    try bench.simulation.send("host_w", [[7, PortValue(strobe), PortValue(last)]])
  }

  @Test("The last beat of a write has to say so, and no other")
  func last() async throws {
    let early = try await MemoryBench()
    try early.write(TestBurst(address: 0x40, beats: 2))
    try sendBeat(early, last: 1)
    let write = "of the write of 2 beats of 8 bytes from 0x40"
    expectFault("beat 1 \(write) is not its last and has last at 1", in: early, cycle: 2)
    try sendBeat(early, last: 0)
    expectFault("beat 2 \(write) is its last and has last at 0", in: early, cycle: 3)
    #expect(try early.responses(1)[0].fields == [0, 0])
  }

  @Test("Data that came before their address are checked once it is there")
  func lateAddress() async throws {
    let bench = try await MemoryBench()
    try sendBeat(bench, last: 0)
    try bench.simulation.step(5)
    try bench.write(TestBurst(address: 8, beats: 1))
    expectFault(
      "beat 1 of the write of 1 beat of 8 bytes from 0x8 is its last and has last at 0",
      in: bench, cycle: 7)
  }

  @Test("A strobe outside of the bytes of a beat is a failure")
  func strobes() async throws {
    let bench = try await MemoryBench()
    try bench.write(TestBurst(address: 0x12, beats: 1, size: 1))
    try sendBeat(bench, strobe: 0b1100, last: 1)
    #expect(try bench.responses(1)[0].fields == [0, 0])
    let start = bench.simulation.cycle
    try bench.write(TestBurst(address: 0x13, beats: 1, size: 1))
    try sendBeat(bench, strobe: 0b1100, last: 1)
    for strobe in [0b1_0000, 0b10] {
      let other = try await MemoryBench()
      try other.write(TestBurst(address: 0x12, beats: 1, size: 1))
      try sendBeat(other, strobe: strobe, last: 1)
      expectFault(
        "beat 1 of the write of 1 beat of 2 bytes from 0x12 has strobe "
          + "\(strobe.trailingZeroBitCount) at 1, outside of its bytes", in: other, cycle: 2)
    }
    expectFault(
      "beat 1 of the write of 1 beat of 2 bytes from 0x13 has strobe 2 at 1, outside of its "
        + "bytes", in: bench, cycle: start)
  }

  @Test("Whatever has not ended is told at the end")
  func idle() async throws {
    let bench = try await MemoryBench(MemorySettings(readLatency: 100, writeLatency: 100))
    try bench.memory.requireIdle()
    try bench.read(TestBurst(address: 0, beats: 1), TestBurst(address: 8, beats: 1))
    try bench.write(TestBurst(address: 0, beats: 1), TestBurst(address: 0, beats: 2))
    try bench.send([1])
    try bench.simulation.step(10)
    let sentence =
      "Memory bus is not idle: 2 reads not ended, 1 write lacking data, 1 response not taken, "
      + "0 beats lacking an address; run on, or mend the design."
    #expect(throws: SimulationError.invalidRequest(sentence)) { try bench.memory.requireIdle() }
    let early = try await MemoryBench()
    try early.send([1, 2, 3])
    try early.simulation.step(10)
    #expect(early.memory.outstanding == MemoryOutstanding(earlyBeats: 3))
    #expect(throws: SimulationError.self) { try early.memory.requireIdle() }
  }
}
