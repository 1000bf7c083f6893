import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

/// Which bytes a burst reads and writes.
@Suite("Bytes of bursts at the memory", .simulated)
struct MemoryBurstTests {
  /// Byte n holds n.
  private func bench(_ settings: MemorySettings = MemorySettings()) async throws -> MemoryBench {
    let bench = try await MemoryBench(settings)
    try bench.memory.write((0..<256).map { UInt8($0) }, at: 0)
    return bench
  }

  /// The bytes of a beat's lanes, by lane.
  private func lanes(_ beat: ReadBeat, _ lanes: Range<Int>) -> [UInt8] {
    Array(beat.data.littleEndianBytes[lanes])
  }

  @Test("Each beat follows the one before, from an unaligned start on")
  func increment() async throws {
    let bench = try await bench()
    try bench.read(TestBurst(address: 0x15, beats: 3, size: 2))
    let beats = try bench.beats(3)
    #expect(lanes(beats[0], 5..<8) == [0x15, 0x16, 0x17])
    #expect(lanes(beats[1], 0..<4) == [0x18, 0x19, 0x1a, 0x1b])
    #expect(lanes(beats[2], 4..<8) == [0x1c, 0x1d, 0x1e, 0x1f])
    let reads = bench.memory.statistics.reads
    #expect(reads.bursts == 1 && reads.beats == 3 && reads.bytes == 12 && reads.usedBytes == 11)
  }

  @Test("Lanes without a byte of the beat are noise")
  func noise() async throws {
    let bench = try await bench()
    try bench.memory.write(Array(repeating: 0, count: 256), at: 0)
    try bench.read(TestBurst(address: 0, beats: 64, size: 0))
    let beats = try bench.beats(64)
    for (index, beat) in beats.enumerated() {
      #expect(lanes(beat, (index % 8)..<(index % 8 + 1)) == [0])
    }
    // Each lane is without a byte in 56 of them.
    for lane in 0..<8 { #expect(beats.filter { lanes($0, lane..<lane + 1) == [0] }.count < 12) }
  }

  @Test("What is not on offer is noise, from the first cycle on")
  func offers() async throws {
    let bench = try await bench()
    func payload() throws -> [PortValue] {
      try ["host_r_data_o", "host_b_id_o"].map { try bench.simulation.peek($0) }
    }
    try bench.memory.write(Array(repeating: 0, count: 8), at: 0)
    try bench.read(TestBurst(address: 0, beats: 1))
    for _ in 0..<8 { try bench.write(TestBurst(id: 0, address: 0, beats: 1)) }
    var responses: Set<PortValue> = []
    for _ in 0..<8 {
      try bench.send([0])
      _ = try bench.responses(1)
      try bench.simulation.step()
      responses.insert(try payload()[1])
    }
    #expect(try payload()[0] != 0 && responses.count > 1)
    let clocked = try await TestedSimulation(elaborate(Unreset()))()
    _ = try clocked.attachMemory(to: "bus")
    try clocked.step()
    #expect(try clocked.peek("seen_o") != 0)
  }

  /// A bus in a design without a reset.
  private final class Unreset: Module {
    let bus = AXI4ReadChannels(.output(), AXI4Shape(dataBits: 64))
    let seen = output(.bits(64))
    let held = dataRegister(.bits(64))

    var documentation: Documentation { Documentation("Shows what a bus has.") }

    var body: Behavior {
      bus.ar.valid <== 0
      bus.ar.payload.id <== 0
      bus.ar.payload.addr <== 0
      bus.ar.payload.len <== 0
      bus.ar.payload.size <== 0
      bus.ar.payload.burst <== 1
      bus.ar.payload.cache <== 0
      bus.ar.payload.prot <== 0
      bus.r.ready <== 1
      held <== bus.r.payload.data
      seen <== held
    }
  }

  @Test("A burst with a fixed address has the same bytes in every beat")
  func fixed() async throws {
    let bench = try await bench()
    try bench.read(TestBurst(address: 0x22, beats: 3, size: 1, kind: .fixed))
    #expect(
      try bench.beats(3).map { lanes($0, 2..<4) } == [[0x22, 0x23], [0x22, 0x23], [0x22, 0x23]])
    try bench.write(TestBurst(address: 0x22, beats: 2, size: 1, kind: .fixed))
    try bench.send([0x1111_0000, 0x2222_0000], strobe: 0b1100)
    _ = try bench.responses(1)
    #expect(try bench.memory.read(0x21, count: 4) == [0x21, 0x22, 0x22, 0x24])
  }

  @Test("A burst that wraps stays within its bytes")
  func wrap() async throws {
    let bench = try await bench()
    try bench.read(TestBurst(address: 0x38, beats: 4, kind: .wrap))
    #expect(try bench.beats(4).map { lanes($0, 0..<1) } == [[0x38], [0x20], [0x28], [0x30]])
  }

  @Test("Strobes choose the bytes that are written")
  func strobes() async throws {
    let bench = try await bench()
    try bench.write(TestBurst(address: 0x40, beats: 3))
    for strobe in [0b0101_1010, 0, 0xff] {
      try bench.simulation.send(
        "host_w", [[PortValue(UInt64.max), PortValue(strobe), strobe == 0xff ? 1 : 0]])
    }
    _ = try bench.responses(1)
    #expect(
      try bench.memory.read(0x40, count: 9)
        == [0x40, 0xff, 0x42, 0xff, 0xff, 0x45, 0xff, 0x47, 0x48])
    #expect(try bench.memory.read(0x50, count: 8) == Array(repeating: 0xff, count: 8))
    let writes = bench.memory.statistics.writes
    #expect(writes.beats == 3 && writes.bytes == 24 && writes.usedBytes == 12)
  }

  @Test("A narrow beat takes its own bytes of the bucket")
  func narrow() async throws {
    let bench = try await bench(
      MemorySettings(bandwidth: .shared(TokenBucket(bytes: 1, capacity: 8)), readLatency: 20))
    try bench.read(TestBurst(address: 0, beats: 32, size: 1))
    let cycles = try bench.beats(32).map(\.cycle)
    // Eight bytes are there at the start; then a beat of two takes two cycles.
    #expect(cycles.map { $0 - cycles[0] } == (0..<32).map { max($0, 2 * $0 - 6) })
  }

  @Test("Bytes that nobody has written are as the fill says, whatever is read first")
  func fill() async throws {
    let zeros = try await MemoryBench(fill: .zeros)
    #expect(try zeros.memory.read(12_345, count: 3) == [0, 0, 0])
    let ones = try await MemoryBench(fill: .ones)
    #expect(try ones.memory.read(UInt32.max, count: 1) == [0xff])
    let random = try await MemoryBench(fill: .random(seed: 7))
    let other = try await MemoryBench(fill: .random(seed: 7))
    let high = try random.memory.read(9000, count: 100)
    let low = try random.memory.read(4090, count: 100)
    #expect(try other.memory.read(4090, count: 100) == low)
    #expect(try other.memory.read(9000, count: 100) == high)
    #expect(Set(high).count > 30)
    var numbers = TestRandom(seed: 7)
    let words = (0..<1200).map { _ in numbers.next() }
    #expect(try random.memory.read(8 * 1199, count: 8) == words[1199].littleEndianBytes)
  }
}
