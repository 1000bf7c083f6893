import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport

/// A manager that does what the test says: the streams of `host` are wires to those of `bus`.
final class AXIWires: Module {
  let host: AXI4
  let bus: AXI4
  let transfers = output(.unsigned(8), "keeps the design from having no clock")
  let count = register(.unsigned(8), reset: 0)

  init(_ shape: AXI4Shape) {
    host = AXI4(.input(), shape)
    bus = AXI4(.output(), shape)
  }

  var documentation: Documentation { Documentation("A bus from the test to a memory.") }

  var body: Behavior {
    bus <== host
    transfers <== count
    when(bus.ar.fires) { count <== count &+ 1 }
  }
}

/// A burst as the test asks for it.
struct TestBurst {
  enum Kind: Int {
    case fixed, increment, wrap, reserved
  }

  var id = 0
  var address: Int
  var beats: Int
  /// Log2 of the bytes of a beat; 3 is the whole bus.
  var size = 3
  var kind = Kind.increment
  var cache = 3

  var fields: [PortValue] {
    [id, address, beats - 1, size, kind.rawValue, cache, 0].map { PortValue($0) }
  }
}

/// The wires with a memory at their end, of a bus of 64 bits and 4 tags.
struct MemoryBench {
  static let shape = AXI4Shape(addressBits: 32, dataBits: 64, idBits: 2)

  let simulation: any Simulator
  let memory: AXIMemory

  init(
    _ settings: MemorySettings = MemorySettings(), fill: StateFill = .random(seed: 1),
    shape: AXI4Shape = Self.shape
  ) async throws {
    simulation = try await TestedSimulation(elaborate(AXIWires(shape)))(fill: fill)
    memory = try simulation.attachMemory(to: "bus", settings, fill: fill)
    try simulation.reset()
    for stream in ["host_b", "host_r"] { try simulation.pace(stream, .full) }
  }

  func read(_ bursts: TestBurst...) throws {
    try simulation.send("host_ar", bursts.map(\.fields))
  }

  /// Asks for a write; its beats are sent apart.
  func write(_ bursts: TestBurst...) throws {
    try simulation.send("host_aw", bursts.map(\.fields))
  }

  /// Beats of a write, the last one marked.
  func send(_ words: [UInt64], strobe: Int = 0xff) throws {
    try simulation.send(
      "host_w",
      words.enumerated().map { index, word in
        [PortValue(word), PortValue(strobe), index == words.count - 1 ? 1 : 0]
      })
  }

  /// The cycles in which the bus transferred so many addresses of reads, and the beats of data.
  func beats(_ count: Int, limit: Int = 1000) throws -> [ReadBeat] {
    try simulation.receive("host_r", count, limit: limit).map(ReadBeat.init)
  }

  func responses(_ count: Int, limit: Int = 1000) throws -> [StreamItem] {
    try simulation.receive("host_b", count, limit: limit)
  }

  /// The cycle in which the next item of a stream into the wires is accepted.
  func accepted(_ stream: String, limit: Int = 1000) throws -> Int {
    try simulation.receive(stream, 1, limit: limit)[0].cycle
  }
}

/// A beat that came back, of a bus of 64 bits.
struct ReadBeat: Equatable {
  var cycle: Int
  var id: Int
  var data: UInt64
  var response: Int
  var isLast: Bool

  init(_ item: StreamItem) {
    cycle = item.cycle
    id = item.fields[0].integer ?? -1
    let words = item.fields[1].words(2)
    data = UInt64(words[1]) << 32 | UInt64(words[0])
    response = item.fields[2].integer ?? -1
    isLast = item.fields[3] == 1
  }
}

extension UInt64 {
  /// The low byte first, as the bus carries them.
  var littleEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }
}
