import BenchSupport
import SimulationInterface
import TestSupport
import Testing

@Suite("Errors of the memory", .simulated)
struct MemoryErrorTests {
  @Test("A range refuses the beats that have one of its addresses, for reads")
  func reads() async throws {
    let bench = try await MemoryBench(
      MemorySettings(errors: [
        MemoryError(.decodeError, at: 0x1007...0x1010, of: .reads),
        MemoryError(.slaveError, at: 0x1000...0x1fff, of: .writes),
      ]), fill: .zeros)
    try bench.read(
      TestBurst(id: 3, address: 0xff8, beats: 1), TestBurst(id: 3, address: 0x1000, beats: 4))
    let beats = try bench.beats(5)
    #expect(beats.map(\.response) == [0, 3, 3, 3, 0])
    #expect(beats.map { $0.data == 0 } == [true, false, false, false, true])
    #expect(bench.memory.statistics.reads.refusedBeats == 3)
    #expect(bench.memory.refusals.map(\.address) == [0x1000, 0x1008, 0x1010])
    #expect(
      bench.memory.refusals[0]
        == MemoryRefusal(
          cycle: beats[1].cycle, address: 0x1000, id: 3, response: .decodeError, access: .reads))
  }

  @Test("What is refused is not written, and the first error of a burst is its response")
  func writes() async throws {
    let bench = try await MemoryBench(
      MemorySettings(errors: [
        MemoryError(.slaveError, at: 0x10...0x10, of: .writes),
        MemoryError(.decodeError, at: 0x18...0x1f, of: .all),
      ]), fill: .ones)
    try bench.write(
      TestBurst(id: 1, address: 8, beats: 4), TestBurst(id: 2, address: 0x18, beats: 1))
    try bench.send([0, 0, 0, 0])
    try bench.send([0])
    #expect(try bench.responses(2).map(\.fields) == [[1, 2], [2, 3]])
    #expect(
      try bench.memory.read(8, count: 32)
        == Array(repeating: 0, count: 8) + Array(repeating: 0xff, count: 16)
        + Array(repeating: 0, count: 8))
    #expect(bench.memory.refusals.map(\.address) == [0x10, 0x18, 0x18])
    #expect(bench.memory.refusals.map(\.access) == [.writes, .writes, .writes])
  }

  @Test("A share of the beats is refused, the same ones from a seed")
  func share() async throws {
    func refused(seed: UInt64) async throws -> [MemoryRefusal] {
      let bench = try await MemoryBench(
        MemorySettings(errors: [MemoryError(.slaveError, share: 0.1)], seed: seed))
      for burst in 0..<10 { try bench.read(TestBurst(address: burst * 4096, beats: 100)) }
      let beats = try bench.beats(1000, limit: 2000)
      #expect(beats.filter { $0.response == 2 }.count == bench.memory.refusals.count)
      return bench.memory.refusals
    }
    let first = try await refused(seed: 1)
    #expect((70...130).contains(first.count))
    #expect(try await refused(seed: 1) == first)
    #expect(try await refused(seed: 2) != first)
  }

  @Test("The last address of all is in a range")
  func end() async throws {
    let bench = try await MemoryBench(
      MemorySettings(errors: [MemoryError(.slaveError, at: UInt64.max...UInt64.max)]),
      shape: .init(addressBits: 64, dataBits: 64, idBits: 0))
    try bench.simulation.send(
      "host_ar", [[0, PortValue(UInt64.max - 7), 0, 3, 1, 3, 0], [0, 0, 0, 3, 1, 3, 0]])
    #expect(try bench.simulation.receive("host_r", 2, limit: 20).map { $0.fields[2] } == [2, 0])
  }
}
