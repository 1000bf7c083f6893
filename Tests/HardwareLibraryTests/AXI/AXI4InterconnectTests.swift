import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

/// Masters that share a memory.
private final class SharedPort: Module {
  let requests: [ReadyValid<MemoryRequest>]
  let writeRequests: [ReadyValid<MemoryRequest>]
  let beats: [ReadyValid<Framed<Item>>]
  let writeBeats: [ReadyValid<Item>]
  let results: [ReadyValid<TransferResult>]
  let writeResults: [ReadyValid<TransferResult>]
  let port: AXI4

  let readers: [AXI4ReadMaster<LinearRequests>]
  let writers: [AXI4WriteMaster<LinearRequests>]
  let interconnect: AXI4Interconnect

  init(readers: Int, writers: Int) {
    func linear() -> LinearRequests {
      LinearRequests(addressBits: 16, bytesBits: 12, windows: 1)
    }
    let bus = AXI4Shape(addressBits: 16, dataBits: 32)
    let request = { field in MemoryRequest(field, addressBits: 16, bytesBits: 12) }
    let result = { field in TransferResult(field, addressBits: 16) }
    requests = (0..<readers).map { _ in .input(request) }
    writeRequests = (0..<writers).map { _ in .input(request) }
    beats = (0..<readers).map { _ in
      .output { field in Framed(field) { Item($0(.bits(32))) } }
    }
    writeBeats = (0..<writers).map { _ in .input(.bits(32)) }
    results = (0..<readers).map { _ in .output(result) }
    writeResults = (0..<writers).map { _ in .output(result) }
    self.readers = (0..<readers).map { _ in
      AXI4ReadMaster(linear(), dataBits: 32, beatsMax: 4, outstanding: 4)
    }
    self.writers = (0..<writers).map { _ in
      AXI4WriteMaster(linear(), dataBits: 32, beatsMax: 4, outstanding: 4)
    }
    interconnect = AXI4Interconnect(readers: readers, writers: writers, bus, ahead: 3)
    port = AXI4(.output(prefix: "m_axi_"), bus.joining(max(readers, writers)))
  }

  var documentation: Documentation { Documentation("Masters that share a memory.") }

  var body: Behavior {
    for (index, master) in readers.enumerated() {
      open(master.windows[0])
      master.requests <== requests[index]
      beats[index] <== master.beats
      results[index] <== master.results
      interconnect.readers[index] <== master.bus
    }
    for (index, master) in writers.enumerated() {
      open(master.windows[0])
      master.requests <== writeRequests[index]
      master.beats <== writeBeats[index]
      writeResults[index] <== master.results
      interconnect.writers[index] <== master.bus
    }
    port <== interconnect.port
  }

  @HardwareBuilder private func open(_ window: AddressWindow) -> Behavior {
    window.first <== 0
    window.last <== 0xffff
    window.isOpen <== 1
  }
}

@Suite("AXI4 interconnects", .simulated)
struct AXI4InterconnectTests {
  static let orders: [MemorySettings.Order] = [.asRequested, .anyBurst, .anyBeat]

  @Test(
    "Every master gets what it asked for, in any order in which the memory answers",
    arguments: [2, 3], orders)
  func joined(masters: Int, order: MemorySettings.Order) async throws {
    try await expectJoined(masters, order, pausing: 0)
    try await expectJoined(masters, order, pausing: 0.4)
  }

  @Test("They do so in every simulator", .simulatedInAll)
  func all() async throws { try await expectJoined(3, .anyBeat, pausing: 0.3) }

  private func expectJoined(
    _ masters: Int, _ order: MemorySettings.Order, pausing: Double
  ) async throws {
    let simulation = try await TestedSimulation(
      elaborate(SharedPort(readers: masters, writers: masters), .strict))(fill: .random(seed: 1))
    let settings = MemorySettings(
      readLatency: 9, writeLatency: 4, latencySpread: 12, pauses: .all(pausing), order: order)
    let memory = try simulation.attachMemory(to: "port", settings)
    try simulation.reset()
    for (index, stream) in simulation.interface.streams.enumerated()
    where !stream.name.hasPrefix("port") {
      try simulation.pace(stream.name, .random(pausing: pausing, seed: UInt64(index)))
    }
    // Every writer has a part of the memory of its own, and so has what is read.
    var noise = TestRandom(seed: UInt64(masters))
    var sent: [(address: Int, bytes: [UInt8])] = []
    var asked: [[(address: Int, bytes: Int)]] = []
    for master in 0..<masters {
      var reads: [(address: Int, bytes: Int)] = []
      for _ in 0..<20 {
        let words = noise.integer(0...20)
        let place = noise.integer(0...1000 - words) * 4
        let bytes = (0..<4 * words).map { _ in UInt8(truncatingIfNeeded: noise.next()) }
        let start = 0x8000 + master * 0x1000 + place
        sent.append((start, bytes))
        try simulation.send("write_requests_\(master)", [[PortValue(start), PortValue(4 * words)]])
        for word in 0..<words {
          try simulation.send(
            "write_beats_\(master)", [[PortValue(bytes: bytes[4 * word..<4 * word + 4])]])
        }
        reads.append((place, 4 * noise.integer(0...20)))
      }
      asked.append(reads)
      try simulation.send("requests_\(master)", reads.map { [PortValue($0.0), PortValue($0.1)] })
    }
    for master in 0..<masters {
      for stream in ["results", "write_results"] {
        let results = try simulation.receive("\(stream)_\(master)", 20, limit: 20_000)
        #expect(results.allSatisfy { $0.fields[0] == 0 })
      }
      let got = try simulation.received("beats_\(master)").flatMap { $0.fields[0].bytes(4) }
      let expected = try asked[master].flatMap { try memory.read($0.address, count: $0.bytes) }
      #expect(got == expected, "master \(master)")
    }
    for (index, write) in sent.enumerated() {
      let later = sent[(index + 1)...].contains {
        $0.address < write.address + write.bytes.count
          && write.address < $0.address + $0.bytes.count
      }
      if !later {
        #expect(try memory.read(write.address, count: write.bytes.count) == write.bytes)
      }
    }
    try memory.requireIdle()
  }

  /// Bursts, beats that are as many as they say, and answers for masters that there are.
  private static func lawful(_ masters: Int) -> (String, [[Int]]) -> [[Int]]? {
    { stream, items in
      if stream.hasSuffix("_aw") || stream.hasSuffix("_ar") { return items }
      if stream.hasPrefix("port") { return items.map { [$0[0] % (4 * masters)] + $0.dropFirst() } }
      return items.enumerated().flatMap { index, item in
        (0...index % 3).map { [item[0] + $0 & 0xffff, item[1], $0 == index % 3 ? 1 : 0] }
      }
    }
  }

  /// What went to and from each master, with its number in the ids of the port.
  private static func mistake(
    _ run: StreamRun, _ name: String, _ masters: Int, to burst: String, from answer: String
  ) -> String? {
    func items(_ items: [[PortValue]]?) -> [[Int]] {
      (items ?? []).map { $0.map { $0.integer ?? -1 } }
    }
    let port = items(run.received["port_\(burst)"].map { $0.map(\.fields) })
    let answers = items(run.sent["port_\(answer)"])
    func own(_ all: [[Int]], _ master: Int) -> [[Int]] {
      all.filter { $0[0] >> 2 == master }.map { [$0[0] & 3] + $0.dropFirst() }
    }
    for master in 0..<masters {
      let sent = items(run.sent["\(name)_\(master)_\(burst)"])
      let got = items(run.received["\(name)_\(master)_\(answer)"].map { $0.map(\.fields) })
      if let mistake = difference(own(port, master), sent)
        ?? difference(got, own(answers, master))
      {
        return "master \(master): \(mistake)"
      }
    }
    return port.count == 40 * masters ? nil : "\(port.count) bursts"
  }

  @Test("Bursts go to the port as they are, and beats to their master", arguments: [2, 3])
  func reads(masters: Int) async throws {
    try await verifyStreams(
      of: AXI4ReadInterconnect(
        masters: masters, AXI4Shape(addressBits: 16, dataBits: 16, idBits: 2)),
      items: 40, shape: Self.lawful(masters)
    ) { Self.mistake($0, "masters", masters, to: "ar", from: "r") }
  }

  @Test("Beats go to the port in the order of their bursts", .simulatedInAll, arguments: [2, 3])
  func writes(masters: Int) async throws {
    try await verifyStreams(
      of: AXI4WriteInterconnect(
        masters: masters, AXI4Shape(addressBits: 16, dataBits: 16, idBits: 2), ahead: 3),
      items: 40, shape: Self.lawful(masters)
    ) { run in
      Self.mistake(run, "masters", masters, to: "aw", from: "b")
        ?? Self.mistake(run, "masters", inBeatsOf: masters)
    }
  }

  /// What is wrong if the beats at the port do not follow the bursts there.
  private static func mistake(
    _ run: StreamRun, _ name: String, inBeatsOf masters: Int
  ) -> String? {
    var left = (0..<masters).map { (run.sent["\(name)_\($0)_w"] ?? [])[...] }
    let order = (run.received["port_aw"] ?? []).map { ($0.fields[0].integer ?? 0) >> 2 }
    let expected = order.flatMap { master -> [[PortValue]] in
      var burst: [[PortValue]] = []
      while let beat = left[master].popFirst() {
        burst.append(beat)
        if beat[2] == 1 { break }
      }
      return burst
    }
    return run.gives("port_w", expected)
  }

  @Test(
    "One master has the port, and several share it", .simulatedInAll,
    arguments: [(2, 1), (1, 2), (3, 1), (2, 3)])
  func both(readers: Int, writers: Int) async throws {
    let shape = AXI4Shape(addressBits: 16, dataBits: 16, idBits: 2)
    try await verifyStreams(
      of: AXI4Interconnect(readers: readers, writers: writers, shape, ahead: 2), items: 40,
      shape: { stream, items in
        Self.lawful(stream.hasSuffix("_r") ? readers : writers)(stream, items)
      },
      { run in
        Self.mistake(run, "readers", readers, to: "ar", from: "r")
          ?? Self.mistake(run, "writers", writers, to: "aw", from: "b")
          ?? Self.mistake(run, "writers", inBeatsOf: writers)
      })
  }

  @Test("Masters that always want something get the same share of the port", arguments: [2, 3])
  func fair(masters: Int) async throws {
    let simulation = try await TestedSimulation(
      elaborate(SharedPort(readers: masters, writers: masters), .strict))(fill: .random(seed: 1))
    let memory = try simulation.attachMemory(to: "port", MemorySettings(readLatency: 3))
    try simulation.reset()
    for master in 0..<masters {
      try simulation.send("requests_\(master)", [[0, 4000]])
      try simulation.send("write_requests_\(master)", [[PortValue(0x8000), 4000]])
      try simulation.send("write_beats_\(master)", (0..<1000).map { [PortValue($0)] })
      _ = try simulation.received("beats_\(master)")
    }
    try simulation.step(900)
    for master in 0..<masters {
      let beats = try simulation.received("beats_\(master)").count
      #expect(abs(beats - 900 / masters) < 20, "\(beats)")
      let left = try simulation.pending("write_beats_\(master)")
      #expect(abs(1000 - left - 900 / masters) < 20, "\(left)")
    }
    #expect(memory.statistics.reads.beats > 880)
    #expect(memory.statistics.writes.beats > 880)
  }
}
