import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import Testing

/// Copies bytes from one place of a memory to another.
private final class CopyEngine: Module {
  let sources = ReadyValid.input { MemoryRequest($0, addressBits: 32, bytesBits: 16) }
  let targets = ReadyValid.input { MemoryRequest($0, addressBits: 32, bytesBits: 16) }
  let read = ReadyValid.output { TransferResult($0, addressBits: 32) }
  let written = ReadyValid.output { TransferResult($0, addressBits: 32) }
  let bus: AXI4
  let reader: AXI4ReadMaster<LinearRequests>
  let writer: AXI4WriteMaster<LinearRequests>

  init(dataBits: Int) {
    func linear() -> LinearRequests {
      LinearRequests(addressBits: 32, bytesBits: 16, windows: 1)
    }
    bus = AXI4(.output(prefix: "m_axi_"), AXI4Shape(dataBits: dataBits))
    reader = AXI4ReadMaster(linear(), dataBits: dataBits, outstanding: 2)
    writer = AXI4WriteMaster(linear(), dataBits: dataBits, outstanding: 2)
  }

  var documentation: Documentation { Documentation("Copies bytes.") }

  var body: Behavior {
    for window in reader.windows + writer.windows {
      window.first <== 0
      window.last <== 0xffff
      window.isOpen <== 1
    }
    reader.requests <== sources
    writer.requests <== targets
    writer.beats <== reader.beats.map { $0.item }
    read <== reader.results
    written <== writer.results
    bus.reads <== reader.bus
    bus.writes <== writer.bus
  }
}

@Suite("Copying", .simulated)
struct CopyTests {
  @Test(
    "2,000 words of 64 bits are copied in about as many cycles", .simulatedInAll,
    arguments: [(10, 2_100), (100, 2_300)])
  func words(latency: Int, cyclesMax: Int) async throws {
    let simulation = try await TestedSimulation(elaborate(CopyEngine(dataBits: 64), .strict))(
      fill: .random(seed: 1))
    let memory = try simulation.attachMemory(
      to: "bus", MemorySettings(readLatency: latency, writeLatency: latency))
    try simulation.reset()
    let start = simulation.cycle
    try simulation.send("sources", [[0x1000, 16_000]])
    try simulation.send("targets", [[0x8000, 16_000]])
    let result = try #require(try simulation.receive("written", 1, limit: 3_000).first)
    #expect(result.fields[0] == 0)
    // Two for the request and one for the result, of which one is the last beat's.
    #expect(result.cycle - start == 2_000 + 2 * latency + 2)
    #expect(result.cycle - start <= cyclesMax)
    #expect(try memory.read(0x8000, count: 16_000) == memory.read(0x1000, count: 16_000))
  }
}
