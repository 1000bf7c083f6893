import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@testable import Accelerator

/// A channel of records with its master.
final class RecordReader: Module {
  let range: Valid<RecordRange>
  let records: ReadyValid<Item>
  let isIdle = output(.bit)
  let bus: AXI4ReadChannels
  let channel: RecordChannel
  let master: AXI4ReadMaster<LinearRequests>

  static let addressBits = 20

  init(_ format: RecordFormat) {
    range = Valid(.input()) { RecordRange($0, addressBits: Self.addressBits) }
    records = .output(.bits(8 * format.bytes))
    channel = RecordChannel("records", format, addressBits: Self.addressBits)
    master = AXI4ReadMaster(
      LinearRequests(
        addressBits: Self.addressBits, bytesBits: channel.requests.payload.bytes.width, windows: 1),
      dataBits: 8 * format.beatBytes)
    bus = AXI4ReadChannels(
      .output(prefix: "m_axi_"),
      AXI4Shape(addressBits: Self.addressBits, dataBits: 8 * format.beatBytes))
  }

  var moduleName: String { "record_reader_of_\(channel.moduleName)" }
  var documentation: Documentation { Documentation("Reads records.") }

  var body: Behavior {
    channel.range <== range
    master.windows[0].first <== 0
    master.windows[0].last <== .number((1 << Self.addressBits) - 1)
    master.windows[0].isOpen <== 1
    master.requests <== channel.requests
    channel.beats <== master.beats.map { $0.item }
    master.results.ready <== 1
    records <== channel.records
    isIdle <== channel.isIdle
    bus <== master.bus
  }
}

@Suite("Channels of records", .simulated)
struct RecordChannelTests {
  static let formats = [
    RecordFormat(bytes: 3, beatBytes: 16, burstBytes: 64, depth: 8),
    RecordFormat(bytes: 8, beatBytes: 16, burstBytes: 64, depth: 4),
    RecordFormat(bytes: 16, beatBytes: 128, burstBytes: 1024, depth: 8),
    RecordFormat(bytes: 4, beatBytes: 4, burstBytes: 256, depth: 1),
    RecordFormat(bytes: 1, beatBytes: 4, burstBytes: 8, depth: 2),
  ]

  static func random(_ noise: inout TestRandom, _ format: RecordFormat) -> (Int, Int, Int) {
    let count =
      switch noise.integer(0...5) {
      case 0: 0
      case 1: format.recordsOfBeat * noise.integer(1...4)
      default: noise.integer(1...6 * format.recordsOfBeat + 3)
      }
    let beat = format.beatBytes
    return (noise.integer(0...200) * beat, noise.integer(0...200) * beat, count)
  }

  @Test(
    "All records of a range come in order, and no beat is read but theirs", .simulatedInAll,
    arguments: formats.indices)
  func records(number: Int) async throws {
    let format = Self.formats[number]
    var noise = TestRandom(seed: UInt64(number))
    let simulation = try await TestedSimulation(elaborate(RecordReader(format), .strict))(
      fill: .random(seed: UInt64(number)))
    let memory = try simulation.attachMemory(
      to: "bus", MemorySettings(readLatency: 13, pauses: .all(0.2), seed: 3))
    try simulation.reset()
    try simulation.pace("records", .random(pausing: 0.3, seed: 5))
    _ = try simulation.received("records")
    _ = try simulation.received("bus_ar")
    for _ in 0..<20 {
      let (base, offset, count) = Self.random(&noise, format)
      memory.clearStatistics()
      try simulation.poke("range_base_i", PortValue(base))
      try simulation.poke("range_offset_i", PortValue(offset))
      try simulation.poke("range_count_i", PortValue(count))
      try simulation.poke("range_valid_i", 1)
      try simulation.step()
      try simulation.poke("range_valid_i", 0)
      try simulation.run(limit: 5_000, until: .port("is_idle_o", equals: 1))
      let records = try simulation.received("records").map { $0.fields[0].bytes(format.bytes) }
      let beats = (count + format.recordsOfBeat - 1) / format.recordsOfBeat
      let expected = try (0..<count).map { record in
        try memory.read(
          base + offset + record / format.recordsOfBeat * format.beatBytes
            + record % format.recordsOfBeat * format.bytes, count: format.bytes)
      }
      #expect(records == expected, "\(count) records at \(base) + \(offset)")
      #expect(memory.statistics.reads.beats == beats)
      for burst in try simulation.received("bus_ar") {
        let (address, last) = (burst.fields[1].integer ?? -1, burst.fields[2].integer ?? -1)
        let block = format.beatBytes << format.burstBits
        #expect(address / block == (address + last * format.beatBytes) / block)
      }
    }
    try memory.requireIdle()
  }

  @Test("No more is asked for than the queue holds, where nobody takes records")
  func waits() async throws {
    let format = Self.formats[0]
    let simulation = try await TestedSimulation(elaborate(RecordReader(format), .strict))(
      fill: .random(seed: 1))
    let memory = try simulation.attachMemory(to: "bus", MemorySettings(readLatency: 5))
    try simulation.reset()
    try simulation.poke("records_ready_i", 0)
    for (field, value) in [("base", 0), ("offset", 16), ("count", 200), ("valid", 1)] {
      try simulation.poke("range_\(field)_i", PortValue(value))
    }
    try simulation.step()
    try simulation.poke("range_valid_i", 0)
    try simulation.step(200)
    // One beat, two to the end of a block, and a block; of the next, one has no room.
    #expect(memory.statistics.reads.beats == 7)
    #expect(try simulation.peek("is_idle_o") == 0)
    #expect(memory.outstanding.reads == 0)
  }

  @Test("A stream of slots is as fast as who takes them, behind the first")
  func keepsUp() async throws {
    // As in the paper's preset: 16 slots a beat, and a slot every second cycle.
    let format = RecordFormat(bytes: 8, beatBytes: 128, burstBytes: 1024, depth: 8)
    let simulation = try await TestedSimulation(elaborate(RecordReader(format), .strict))(
      fill: .random(seed: 1))
    _ = try simulation.attachMemory(to: "bus", MemorySettings(readLatency: 100))
    try simulation.reset()
    for (field, value) in [("base", 0), ("offset", 128), ("count", 1000), ("valid", 1)] {
      try simulation.poke("range_\(field)_i", PortValue(value))
    }
    _ = try simulation.received("records")
    let start = simulation.cycle
    try simulation.step()
    try simulation.poke("range_valid_i", 0)
    let records = try simulation.receive("records", 1000, limit: 3_000)
    #expect(records[0].cycle - start < 115)
    // 8 beats of 16 slots a round of the memory.
    #expect(records[999].cycle - start < 2_000)
  }
}

extension PortValue {
  func bytes(_ count: Int) -> [UInt8] {
    let words = words((count + 3) / 4)
    return (0..<count).map { UInt8(truncatingIfNeeded: words[$0 / 4] >> (8 * UInt32($0 % 4))) }
  }
}
