import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import Testing

/// To which buses a memory is attached, and what becomes of it.
@Suite("Memories at buses", .simulated)
struct MemoryAttachTests {
  /// Reads behind one bus and writes behind another, both without tags.
  private final class Halves: Module {
    let loads = AXI4ReadChannels(.output(prefix: "m_axi_"), AXI4Shape(dataBits: 32))
    let stores = AXI4WriteChannels(.output(), AXI4Shape(dataBits: 32))
    let start = ReadyValid.input(.unsigned(8))
    let isAnnounced = register(.bit, reset: 0)

    var documentation: Documentation { Documentation("Copies a word from 0 to another place.") }

    var body: Behavior {
      loads.ar.valid <== start.valid
      start.ready <== loads.ar.ready
      announce(loads.ar.payload, at: 0)
      stores.aw.valid <== (!isAnnounced && start.valid)
      announce(stores.aw.payload, at: 64)
      when(stores.aw.fires) { isAnnounced <== 1 }
      stores.w.valid <== loads.r.valid
      loads.r.ready <== stores.w.ready
      stores.w.payload.data <== loads.r.payload.data
      stores.w.payload.strb <== 15
      stores.w.payload.last <== loads.r.payload.last
      stores.b.ready <== 1
    }

    @HardwareBuilder
    private func announce(_ burst: AXI4Burst, at address: Int) -> Behavior {
      burst.id <== 0
      burst.addr <== .number(address)
      burst.len <== 0
      burst.size <== 2
      burst.burst <== 1
      burst.cache <== 3
      burst.prot <== 0
    }
  }

  @Test("One memory serves a bus that reads and one that writes")
  func halves() async throws {
    let simulation = try await TestedSimulation(elaborate(Halves()))()
    let memory = try simulation.attachMemory(to: "loads", and: "stores")
    try memory.write([1, 2, 3, 4], at: 0)
    try simulation.reset()
    try simulation.send("start", [0])
    try simulation.step(10)
    #expect(try memory.read(64, count: 4) == [1, 2, 3, 4])
    #expect(memory.name == "loads and stores")
    try memory.requireIdle()
  }

  @Test("Two memories have a bandwidth each and, if asked, the same bytes")
  func sharing() async throws {
    let simulation = try await TestedSimulation(elaborate(Halves()))()
    let loads = try simulation.attachMemory(to: "loads", MemorySettings(readLatency: 5))
    let stores = try simulation.attachMemory(to: "stores", sharing: loads)
    try stores.write([9, 8, 7, 6], at: 0)
    try simulation.reset()
    try simulation.send("start", [0])
    try simulation.step(20)
    #expect(try loads.read(64, count: 4) == [9, 8, 7, 6])
    #expect(loads.statistics.reads.beats == 1 && loads.statistics.writes.beats == 0)
  }

  @Test("A copy keeps both halves of a bus of 1,024 bits busy, as the bucket allows")
  func copies() async throws {
    let copier = Copier(AXI4Shape(dataBits: 1024))
    let simulation = try await TestedSimulation(elaborate(copier))()
    let settings = MemorySettings(
      bandwidth: .shared(TokenBucket(bytes: 1536, cycles: 10, capacity: 308)), readLatency: 100,
      writeLatency: 100, windows: ["source": 0...0x7fff_ffff, "target": 0x8000_0000...0xffff_ffff])
    let memory = try simulation.attachMemory(to: "bus", settings)
    let count = 50
    let bytes = try memory.read(0, count: count * 16 * 128)
    try simulation.reset()
    simulation["bursts_i"] = count
    let start = simulation.cycle
    try simulation.run(limit: 3000, until: .port("is_done_o", equals: 1))
    #expect(try memory.read(copier.target, count: bytes.count) == bytes)
    // 1,600 beats at 128 bytes of 153.6 a cycle; the latencies, and what is in the bucket before.
    let moved = 2 * bytes.count
    #expect(simulation.cycle - start <= 100 + (moved * 10 - 3080) / 1536 + 1 + 101)
    #expect(simulation.cycle - start >= 100 + (moved * 10 - 3080) / 1536 + 100)
    #expect(memory.statistics.windows["source"]?.readBytes == bytes.count)
    #expect(memory.statistics.windows["source"]?.writtenBytes == 0)
    #expect(memory.statistics.windows["target"]?.writtenBytes == bytes.count)
  }

  @Test("A reset drops what is under way and keeps the bytes and the counts")
  func reset() async throws {
    let bench = try await MemoryBench(
      MemorySettings(
        readLatency: 10, writeLatency: 10, windows: ["high": 8...8, "low": 0...7]))
    try bench.memory.write([1, 2, 3, 4, 5, 6, 7, 8], at: 0)
    try bench.read(TestBurst(address: 0, beats: 8))
    try bench.simulation.step(14)
    #expect(bench.memory.outstanding.reads == 1)
    try bench.simulation.reset()
    try bench.memory.requireIdle()
    #expect(bench.memory.statistics.reads.bursts == 1)
    _ = try bench.simulation.received("host_r")
    try bench.read(TestBurst(address: 0, beats: 1))
    #expect(try bench.beats(1).map(\.data) == [0x0807_0605_0403_0201])
    try bench.simulation.step(20)
    #expect(try bench.simulation.received("host_r").isEmpty)
    // The beats of `low` and `high` are 1 and 1 before the reset, and 1 and 0 behind it.
    let windows = bench.memory.statistics.windows
    #expect(windows["low"]?.readBytes == 16 && windows["high"]?.readBytes == 8)
    bench.memory.clearStatistics()
    #expect(bench.memory.statistics.windows["low"]?.readBytes == 0)
    #expect(bench.memory.statistics.busyCycles == 0)
    #expect(bench.memory.statistics.reads.bursts == 0 && bench.memory.statistics.cycles == 0)
  }

  @Test("A reset drops writes at any point, and empties the bucket")
  func resetWrites() async throws {
    let bench = try await MemoryBench(
      MemorySettings(
        bandwidth: .shared(TokenBucket(bytes: 1, capacity: 64)), writeLatency: 10), fill: .zeros)
    try bench.simulation.step(64)
    try bench.write(TestBurst(id: 1, address: 0x100, beats: 1))
    try bench.send([1])
    try bench.simulation.step(4)
    #expect(bench.memory.outstanding == MemoryOutstanding(responses: 1))
    try bench.simulation.reset()
    try bench.memory.requireIdle()
    try bench.write(TestBurst(id: 1, address: 0x200, beats: 2))
    try bench.simulation.step(4)
    #expect(bench.memory.outstanding == MemoryOutstanding(writes: 1))
    try bench.simulation.reset()
    try bench.simulation.step(64)
    try bench.send([2, 3])
    try bench.simulation.step(4)
    #expect(bench.memory.outstanding == MemoryOutstanding(earlyBeats: 2))
    try bench.simulation.reset()
    try bench.send([4])
    let start = bench.simulation.cycle
    try bench.simulation.step(10)
    #expect(try bench.simulation.received("host_w").last?.cycle == start + 7)
    try bench.write(TestBurst(id: 2, address: 0x300, beats: 1))
    let response = try bench.responses(1)[0]
    #expect(response.fields == [2, 0] && response.cycle == start + 10 + 10)
    let places = [0x100, 0x200, 0x208, 0x300]
    #expect(try places.map { try bench.memory.read($0, count: 1)[0] } == [1, 0, 0, 4])
    try bench.simulation.step(30)
    #expect(try bench.simulation.received("host_b").isEmpty)
  }

  @Test("What the streams of a memory transfer can be seen, from the first call on")
  func seen() async throws {
    let bench = try await MemoryBench(MemorySettings(readLatency: 3))
    #expect(try bench.simulation.received("bus_ar").isEmpty)
    #expect(try bench.simulation.received("bus_r").isEmpty)
    try bench.read(TestBurst(id: 1, address: 8, beats: 2))
    let host = try bench.beats(2)
    #expect(try bench.simulation.received("bus_r").map(ReadBeat.init) == host)
    #expect(try bench.simulation.received("bus_ar").map(\.fields[1]) == [8])
  }

  @Test("A memory has no streams but those of one manager, and nobody else has them")
  func refusals() async throws {
    func refusal(_ body: (any Simulator) throws -> Void) async throws -> String {
      let simulation = try await TestedSimulation(elaborate(AXIWires(MemoryBench.shape)))()
      do {
        try body(simulation)
      } catch {
        return "\(error)"
      }
      return "accepted"
    }
    let unknown = try await refusal { _ = try $0.attachMemory(to: "buss") }
    #expect(
      unknown == "Design axi_wires has no stream named 'buss_aw'; near it: bus_aw, bus_ar, bus_w.")
    let host = try await refusal { _ = try $0.attachMemory(to: "host") }
    #expect(
      host == "Stream host_aw is an input, and that of a manager is an output; a memory serves "
        + "managers, whose bus is made with .output.")
    let twice = try await refusal {
      _ = try $0.attachMemory(to: "bus")
      _ = try $0.attachMemory(to: "bus")
    }
    #expect(
      twice == "Stream bus_aw has an agent already; attach the new one before anything else.")
    let both = try await refusal { _ = try $0.attachMemory(to: "bus", and: "bus") }
    #expect(both == "A memory is attached to bus and bus; name each bus once.")
    let one = try await refusal { _ = try $0.attachMemory(to: "bus", and: "stores") }
    #expect(one.hasPrefix("Design axi_wires has no stream named 'stores_aw'; near it: "))
    for use: (any Simulator) throws -> Void in [
      { try $0.send("bus_r", [[0, 0, 0, 0]]) }, { try $0.pace("bus_ar", .full) },
    ] {
      let served = try await refusal {
        _ = try $0.attachMemory(to: "bus")
        try use($0)
      }
      #expect(
        served.hasSuffix(
          "is served by what is attached to it; set the pace and the answers there."))
    }
  }

  private static let wrongSettings: [(settings: MemorySettings, text: String)] = [
    (
      MemorySettings(readLatency: 0),
      "A memory cannot answer after 0 cycles; give a latency of 1 or more."
    ),
    (
      MemorySettings(latencySpread: -1),
      "Latencies of 1 and 1 cycles and up to -1 more are no numbers from 0 to 4294967296; "
        + "give such."
    ),
    (
      MemorySettings(outstandingMax: 0),
      "A memory with at most 0 accesses under way accepts none; give 1 or more."
    ),
    (
      MemorySettings(earlyBeatsMax: -1),
      "A memory cannot accept -1 beats before their address; give 0 or more."
    ),
    (
      MemorySettings(pauses: .all(1.5)),
      "Channel aw of a memory cannot pause in a share of 1.5 of the cycles; give 0 to less than 1."
    ),
    (
      MemorySettings(pauses: .init(b: 1)),
      "Channel b of a memory would pause in all cycles, for ever; give less than 1."
    ),
    (
      MemorySettings(pauses: .init(r: .nan)),
      "Channel r of a memory cannot pause in a share of nan of the cycles; give 0 to less than 1."
    ),
    (
      MemorySettings(windows: ["late": (1 << 32)...(1 << 33)]),
      "Window 'late' of a memory begins at 0x100000000, beyond the 32 bits of addresses of its "
        + "bus; move it."
    ),
    (
      MemorySettings(errors: [MemoryError(.slaveError, at: (1 << 40)...UInt64.max)]),
      "An error of a memory begins at 0x10000000000, beyond the 32 bits of addresses of its bus; "
        + "move it."
    ),
    (
      MemorySettings(errors: [MemoryError(.slaveError, share: -.infinity)]),
      "A share of -inf is none of beats; give 0 to 1."
    ),
    (
      MemorySettings(bandwidth: .shared(TokenBucket(bytes: 8, capacity: 7))),
      "A token bucket of 7 bytes never holds a beat of 8; give it as many."
    ),
    (
      MemorySettings(
        bandwidth: .separate(
          reads: TokenBucket(bytes: 8, capacity: 8),
          writes: TokenBucket(bytes: 0, cycles: 0, capacity: 8))),
      "A token bucket that gains 0 bytes in 0 cycles never fills; give 1 or more of both."
    ),
    (
      MemorySettings(bandwidth: .shared(TokenBucket(bytes: 1, cycles: .max, capacity: 8))),
      "A token bucket of 8 bytes that gains 1 in 9223372036854775807 cycles cannot be counted in "
        + "62 bits; give smaller numbers."
    ),
  ]

  @Test("Settings that no memory can have are refused", arguments: wrongSettings)
  func settings(_ settings: MemorySettings, _ text: String) async throws {
    let bench = try await MemoryBench()
    #expect(throws: SimulationError.invalidRequest(text)) { try bench.memory.configure(settings) }
    #expect(bench.memory.settings == MemorySettings())
  }

  @Test("Bytes beyond the addresses of the bus are refused", arguments: [1, 12, 32, 63, 64])
  func addresses(bits: Int) async throws {
    let shape = AXI4Shape(addressBits: bits, dataBits: 64)
    let memory = try await MemoryBench(fill: .zeros, shape: shape).memory
    let last = bits == 64 ? UInt64.max : 1 << UInt64(bits) - 1
    try memory.write([5], at: last)
    #expect(try memory.read(last, count: 1) == [5])
    #expect(try memory.read(1, count: 0) == [])
    let sentence = SimulationError.invalidRequest(
      "Memory bus has no 2 bytes at 0x\(String(last, radix: 16)); its addresses have \(bits) bits.")
    #expect(throws: sentence) { try memory.read(last, count: 2) }
    #expect(throws: sentence) { try memory.write([1, 2], at: last) }
    for (address, count) in [(-1, 1), (0, -1)] {
      #expect(throws: SimulationError.self) { try memory.read(address, count: count) }
    }
    if bits < 64 {
      #expect(throws: SimulationError.self) { try memory.write([1], at: last + 1) }
    }
  }

  @Test("Reads and writes with a bucket each do not hold each other up")
  func separate() async throws {
    let bucket = TokenBucket(bytes: 4, capacity: 8)
    let bench = try await MemoryBench(
      MemorySettings(bandwidth: .separate(reads: bucket, writes: bucket)))
    try bench.read(TestBurst(address: 0, beats: 100))
    try bench.write(TestBurst(address: 0, beats: 100))
    try bench.send(Array(repeating: 0, count: 100))
    try bench.simulation.step(150)
    let statistics = bench.memory.statistics
    #expect((74...76).contains(statistics.reads.beats))
    #expect((74...76).contains(statistics.writes.beats))
  }
}
