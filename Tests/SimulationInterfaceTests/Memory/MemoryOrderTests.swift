import BenchSupport
import SimulationInterface
import TestSupport
import Testing

/// In which order the memory answers.
@Suite("Order of the memory's answers", .simulated)
struct MemoryOrderTests {
  /// Reads 60 bursts of four beats with random tags, and gives number and beat of what comes.
  private func answers(_ settings: MemorySettings) async throws -> (ids: [Int], got: [[Int]]) {
    let bench = try await MemoryBench(settings, fill: .zeros)
    var random = TestRandom(seed: 5)
    let ids = (0..<60).map { _ in random.integer(0...3) }
    for (number, id) in ids.enumerated() {
      for beat in 0..<4 {
        try bench.memory.write([UInt8(number), UInt8(beat)], at: 64 * number + 8 * beat)
      }
      try bench.read(TestBurst(id: id, address: 64 * number, beats: 4))
    }
    let beats = try bench.beats(240, limit: 2000)
    for beat in beats {
      #expect(beat.id == ids[Int(beat.data % 256)])
      #expect(beat.isLast == (beat.data / 256 == 3))
    }
    return (ids, beats.map { [Int($0.data % 256), Int($0.data / 256)] })
  }

  private static let requested = (0..<60).flatMap { number in (0..<4).map { [number, $0] } }

  /// Within a tag, bursts and beats are in order.
  private func expectTagsInOrder(_ ids: [Int], _ got: [[Int]]) {
    for id in 0..<4 {
      #expect(got.filter { ids[$0[0]] == id } == Self.requested.filter { ids[$0[0]] == id })
    }
  }

  @Test("As requested, whatever the latencies are", arguments: [0, 30])
  func requested(spread: Int) async throws {
    #expect(try await answers(MemorySettings(latencySpread: spread)).got == Self.requested)
  }

  @Test("Bursts of different tags in any order, each from its start to its end")
  func bursts() async throws {
    let (ids, got) = try await answers(MemorySettings(latencySpread: 30, order: .anyBurst))
    expectTagsInOrder(ids, got)
    #expect(got != Self.requested)
    for first in stride(from: 0, to: 240, by: 4) {
      #expect(got[first..<first + 4].map { $0[1] } == [0, 1, 2, 3])
      #expect(Set(got[first..<first + 4].map { $0[0] }).count == 1)
    }
  }

  @Test("Beats of different tags mix")
  func beats() async throws {
    let (ids, got) = try await answers(MemorySettings(order: .anyBeat))
    expectTagsInOrder(ids, got)
    let changes = zip(got, got.dropFirst()).filter { $0[0] != $1[0] }.count
    #expect(changes > 100)
  }

  @Test("Responses of one tag are in order, of different tags as the settings say")
  func responses() async throws {
    func tags(_ order: MemorySettings.Order) async throws -> [Int?] {
      let bench = try await MemoryBench(MemorySettings(latencySpread: 20, order: order))
      for number in 0..<40 {
        try bench.write(TestBurst(id: number % 4, address: 8 * number, beats: 1))
        try bench.send([UInt64(number)])
      }
      return try bench.responses(40).map { $0.fields[0].integer }
    }
    let requested = (0..<40).map { Optional($0 % 4) }
    #expect(try await tags(.asRequested) == requested)
    let any = try await tags(.anyBurst)
    #expect(any != requested && any.filter { $0 == 2 }.count == 10)
  }

  @Test("No more reads and writes are under way than the limit says")
  func outstanding() async throws {
    let bench = try await MemoryBench(
      MemorySettings(readLatency: 10, writeLatency: 10, outstandingMax: 3))
    try bench.simulation.pace("host_b", .stopped)
    for number in 0..<5 {
      try bench.read(TestBurst(address: 64 * number, beats: 1))
      try bench.write(TestBurst(address: 64 * number, beats: 1))
      try bench.send([0])
    }
    try bench.simulation.step(8)
    let outstanding = MemoryOutstanding(reads: 3, responses: 3, earlyBeats: 2)
    #expect(bench.memory.outstanding == outstanding)
    try bench.simulation.step(50)
    // Reads have ended, and the others came in; the responses that nobody takes hold up two writes.
    #expect(try bench.simulation.received("host_r").count == 5)
    #expect(bench.memory.outstanding == MemoryOutstanding(responses: 3, earlyBeats: 2))
  }

  @Test("So many beats are accepted before their address", arguments: [0, 1, 3])
  func early(limit: Int) async throws {
    let bench = try await MemoryBench(MemorySettings(earlyBeatsMax: limit))
    try bench.send([1, 2, 3, 4, 5])
    try bench.simulation.step(10)
    #expect(bench.memory.outstanding.earlyBeats == limit)
    try bench.write(TestBurst(address: 0, beats: 5))
    _ = try bench.responses(1)
    #expect(try bench.memory.read(32, count: 2) == [5, 0])
  }

  @Test("A channel that nearly always pauses transfers nothing for a while")
  func pauses() async throws {
    let none = MemorySettings.Pauses()
    var pauses = Array(repeating: none, count: 5)
    let most = 1 - 1e-9
    (pauses[0].aw, pauses[1].w, pauses[2].b) = (most, most, most)
    (pauses[3].ar, pauses[4].r) = (most, most)
    for (pause, stopped) in zip(pauses, ["host_aw", "host_w", "host_b", "host_ar", "host_r"]) {
      let bench = try await MemoryBench(MemorySettings(pauses: pause))
      try bench.read(TestBurst(address: 0, beats: 1))
      try bench.write(TestBurst(address: 0, beats: 1))
      try bench.send([0])
      try bench.simulation.step(20)
      var silent = [stopped]
      if stopped == "host_ar" { silent.append("host_r") }
      if stopped == "host_aw" || stopped == "host_w" { silent.append("host_b") }
      for stream in ["host_aw", "host_w", "host_b", "host_ar", "host_r"] {
        #expect(try bench.simulation.received(stream).isEmpty == silent.contains(stream))
      }
    }
  }

  @Test("A channel that pauses in half of the cycles is half as fast")
  func halves() async throws {
    let bench = try await MemoryBench(MemorySettings(pauses: .all(0.5)))
    for number in 0..<10 { try bench.read(TestBurst(address: 4096 * number, beats: 100)) }
    let beats = try bench.beats(1000, limit: 4000)
    #expect((1800...2200).contains(beats[999].cycle - beats[0].cycle))
  }
}
