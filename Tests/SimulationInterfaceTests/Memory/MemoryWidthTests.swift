import BenchSupport
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

@testable import SimulationInterface

/// Buses of every width.
@Suite("Memories of every width", .simulated)
struct MemoryWidthTests {
  @Test(
    "Words of the bus and parts of them are written and read",
    arguments: [8, 16, 32, 64, 128, 256, 512, 1024])
  func widths(_ bits: Int) async throws {
    let bench = try await MemoryBench(
      MemorySettings(pauses: .all(0.2)),
      shape: AXI4Shape(addressBits: 20, dataBits: bits, idBits: 1))
    var random = TestRandom(seed: UInt64(bits))
    let width = bits / 8
    var expected = try bench.memory.read(0, count: 4096)
    for size in 0...width.trailingZeroBitCount {
      let (step, beats) = (1 << size, random.integer(1...16))
      let burst = TestBurst(
        id: 1, address: random.integer(0...(4096 - 16 * step)), beats: beats, size: size)
      try bench.write(burst)
      var address = burst.address
      var items: [[PortValue]] = []
      for beat in 0..<beats {
        let data = (0..<width).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let end = address / step * step + step
        var strobes = [UInt8](repeating: 0, count: (width + 7) / 8)
        for place in address..<end where random.integer(0...7) > 0 {
          let lane = place % width
          strobes[lane / 8] |= 1 << (lane % 8)
          expected[place] = data[lane]
        }
        items.append([value(data), value(strobes), beat == beats - 1 ? 1 : 0])
        address = end
      }
      try bench.simulation.send("host_w", items)
      #expect(try bench.responses(1)[0].fields == [1, 0])
      #expect(try bench.memory.read(0, count: 4096) == expected)
      try bench.read(burst)
      address = burst.address
      for beat in try bench.simulation.receive("host_r", beats, limit: 500) {
        let data = beat.fields[1].words((bits + 31) / 32).flatMap { word in
          (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
        let end = address / step * step + step
        #expect((address..<end).map { data[$0 % width] } == Array(expected[address..<end]))
        address = end
      }
    }
    #expect(bench.simulation.failures.isEmpty)
  }

  private func value(_ bytes: [UInt8]) -> PortValue {
    let padded = bytes + [UInt8](repeating: 0, count: 3)
    return PortValue(
      words: stride(from: 0, to: bytes.count, by: 4).map { first in
        (0..<4).reduce(0) { $0 | UInt32(padded[first + $1]) << (8 * UInt32($1)) }
      })
  }

  /// A manager of AXI4-Lite that does what the test says.
  private final class LiteWires: Module {
    let host = AXI4Lite(.input(), addressBits: 12)
    let bus = AXI4Lite(.output(prefix: "m_axil_"), addressBits: 12)
    let hasRead = register(.bit, reset: 0)

    var documentation: Documentation { Documentation("A bus from the test to a memory.") }

    var body: Behavior {
      bus <== host
      when(bus.r.fires) { hasRead <== 1 }
    }
  }

  @Test("A bus of AXI4-Lite is one of bursts of a word")
  func lite() async throws {
    let simulation = try await TestedSimulation(elaborate(LiteWires()))()
    let errors = [MemoryError(.slaveError, at: 0x20...0x23)]
    let memory = try simulation.attachMemory(to: "bus", MemorySettings(errors: errors))
    try simulation.reset()
    try simulation.send("host_aw", [[0x10, 0], [0x20, 0]])
    try simulation.send("host_w", [[0x0403_0201, 0b0111], [0, 15]])
    #expect(try simulation.receive("host_b", 2, limit: 20).map(\.fields) == [[0], [2]])
    try memory.write([9], at: 0x13)
    try simulation.send("host_ar", [[0x10, 0], [0x20, 0]])
    let words = try simulation.receive("host_r", 2, limit: 20).map(\.fields)
    #expect(words[0] == [0x0903_0201, 0] && words[1][1] == 2)
    #expect(memory.statistics.reads.bytes == 8 && memory.refusals.count == 2)
    try memory.requireIdle()
  }

  /// Addresses of writes with a field of later versions of AXI, whose name ends in that of another.
  private struct StreamAddress: SignalBundle {
    let id, addr, mmusid: Signal

    init(_ field: FieldMaker) {
      id = field(.unsigned(2))
      addr = field(.unsigned(12))
      mmusid = field(.unsigned(8))
    }
  }

  private struct StreamWrites: SignalBundle {
    let aw: ReadyValid<StreamAddress>
    let w: ReadyValid<AXI4WriteBeat>
    let b: ReadyValid<AXI4WriteResponse>

    init(_ field: FieldMaker) {
      aw = ReadyValid(field.prefixed("aw")) { StreamAddress($0) }
      w = ReadyValid(field.prefixed("w")) { AXI4WriteBeat($0, MemoryBench.shape) }
      b = ReadyValid(field.flipped.prefixed("b")) { AXI4WriteResponse($0, MemoryBench.shape) }
    }
  }

  private final class StreamWires: Module {
    let host = StreamWrites(.input())
    let bus = StreamWrites(.output(prefix: "m_axi_"))
    let hasWritten = register(.bit, reset: 0)

    var documentation: Documentation { Documentation("A bus from the test to a memory.") }

    var body: Behavior {
      bus <== host
      when(bus.b.fires) { hasWritten <== 1 }
    }
  }

  @Test("A field is told by its whole name, not by its end")
  func names() async throws {
    let simulation = try await TestedSimulation(elaborate(StreamWires()))()
    let memory = try simulation.attachMemory(to: "bus")
    try simulation.reset()
    try simulation.send("host_aw", [[2, 0x10, 77], [1, 0x18, 78]])
    try simulation.send("host_w", [[7, 0xff, 1], [8, 0xff, 1]])
    #expect(try simulation.receive("host_b", 2, limit: 20).map(\.fields) == [[2, 0], [1, 0]])
    #expect(try memory.read(0x18, count: 1) == [8])
  }

  @Test("A name that only ends in that of a field stands for none")
  func ends() throws {
    func sentence(renaming port: String, to name: String) throws -> String? {
      var interface = DesignInterface(try elaborate(AXIWires(MemoryBench.shape)))
      for index in interface.ports.indices where interface.ports[index].name == port {
        interface.ports[index].name = name
        // More than a tag may have.
        interface.ports[index].widthBits = 33
      }
      for stream in interface.streams.indices {
        interface.streams[stream].payload = interface.streams[stream].payload.map {
          $0 == port ? name : $0
        }
      }
      do {
        _ = try MemoryBus(["bus"], in: interface)
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(try sentence(renaming: "bus_aw_id_o", to: "bus_aw_mmusid_o") == nil)
    #expect(try sentence(renaming: "bus_aw_addr_o", to: "bus_aw_tag_addr_o") == nil)
    #expect(
      try sentence(renaming: "bus_w_data_o", to: "bus_w_poison_o")
        == "Stream bus_w has no field data, which a memory needs; name a bus of AXI4.")
  }

  @Test("Buses that are none of AXI4 are refused")
  func refusals() async throws {
    func refusal(_ ports: [String], of bits: Int) throws -> String {
      let shape = AXI4Shape(dataBits: 64, idBits: 1)
      var interface = DesignInterface(try elaborate(AXIWires(shape)))
      for index in interface.ports.indices where ports.contains(interface.ports[index].name) {
        interface.ports[index].widthBits = bits
      }
      do {
        _ = try MemoryBus(["bus"], in: interface)
      } catch {
        return "\(error)"
      }
      return "accepted"
    }
    #expect(
      try refusal(["bus_w_data_o", "bus_r_data_i"], of: 24)
        == "The bus bus has data of [24] bits; AXI4 has one of 8, 16 and so on to 1,024.")
    #expect(
      try refusal(["bus_ar_addr_o"], of: 65)
        == "The bus bus has 65 bits of addr; a memory takes up to 64.")
    #expect(
      try refusal(["bus_aw_id_o"], of: 33)
        == "The bus bus has 33 bits of id; a memory takes up to 32.")
    #expect(
      try refusal(["bus_w_strb_o"], of: 4)
        == "The bus bus has 4 strobes for 8 bytes; give it one for each.")
  }
}
