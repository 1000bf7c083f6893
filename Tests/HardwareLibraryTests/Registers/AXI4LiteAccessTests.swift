import BenchSupport
import HardwareLibrary
import SimulationInterface
import Testing

@Suite("Accesses over AXI4-Lite", .simulated)
struct AXI4LiteAccessTests {
  @Test("Every write is answered, one in every cycle, whoever pauses", .simulatedInAll)
  func writes() async throws {
    try await verifyStreams(
      of: AXI4LiteWrites(addressBits: 12), holding: ["write_is_refused": 1]
    ) { run in
      run.gives("b", Array(repeating: [2], count: 200)) ?? run.keeps("b", every: 1)
    }
  }

  @Test("Every read is answered, one in every cycle, whoever pauses", .simulatedInAll)
  func reads() async throws {
    try await verifyStreams(
      of: AXI4LiteReads(addressBits: 12), holding: ["read_is_refused": 1, "read_data": 77]
    ) { run in
      run.gives("r", Array(repeating: [77, 2], count: 200)) ?? run.keeps("r", every: 1)
    }
  }
}
