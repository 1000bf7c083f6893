import Hardware
import Testing

/// The read channels of AXI4, as its manager has them.
private struct AXIRead: SignalBundle {
  let ar: ReadyValid<Burst>
  let r: ReadyValid<Beat>

  init(_ field: FieldMaker) {
    ar = ReadyValid(field.prefixed("ar")) { Burst($0) }
    r = ReadyValid(field.flipped.prefixed("r")) { Beat($0) }
  }

  struct Burst: SignalBundle {
    let addr, len: Signal

    init(_ field: FieldMaker) {
      addr = field(.unsigned(16))
      len = field(.unsigned(8), "beats - 1")
    }
  }

  struct Beat: SignalBundle {
    let data, last: Signal

    init(_ field: FieldMaker) {
      data = field(.bits(32))
      last = field(.bit)
    }
  }
}

/// Reads lines of 16 words, of which three may be on their way.
private final class LineReader: Module {
  let axi = AXIRead(.output(prefix: "m_axi_"))
  let lines = ReadyValid.input(.bits(10))
  let words = ReadyValid<AXIRead.Beat>.output { AXIRead.Beat($0) }
  let waiting = register(.unsigned(2), reset: 0, "lines without their last word")

  var clockPorts: [ClockDomain: ClockPorts] {
    [.default: .clock("aclk", reset: .activeLow("aresetn"))]
  }

  var documentation: Documentation {
    Documentation(
      "Reads lines of 16 words.", latency: [.cycles(0, from: axi.r, to: words)],
      combinationalPaths: [
        .path(from: lines.valid, to: axi.ar.valid),
        .path(from: lines.payload.data, to: axi.ar.payload.addr),
        .path(from: axi.ar.ready, to: lines.ready), .path(from: axi.r.valid, to: words.valid),
        .path(from: axi.r.payload.data, to: words.payload.data),
        .path(from: axi.r.payload.last, to: words.payload.last),
        .path(from: words.ready, to: axi.r.ready),
      ])
  }

  var body: Behavior {
    let hasRoom = wire("hasRoom", waiting != 3)
    axi.ar.valid <== (lines.valid && hasRoom)
    axi.ar.payload.addr <== concatenate(lines.payload.data, Signal(0, .bits(6))).asUnsigned
    axi.ar.payload.len <== 15
    lines.ready <== (axi.ar.ready && hasRoom)
    words <== axi.r
    let isOver = wire("isOver", axi.r.fires && axi.r.payload.last)
    waiting <== waiting &+ axi.ar.fires.asUnsigned &- isOver.asUnsigned
    assume("Asked", !axi.r.valid || waiting != 0)
  }
}

/// Reads two lines from a memory that answers after 100 cycles and moves 12.8 bytes a cycle.
private func twoLines(_ simulation: some Simulator, from bytes: [UInt8]) throws -> [StreamItem] {
  let memory = try simulation.attachMemory(
    to: "axi",
    MemorySettings(
      bandwidth: .shared(TokenBucket(bytes: 128, cycles: 10, capacity: 64)), readLatency: 100,
      pauses: .all(0.1)))
  try memory.write(bytes, at: 0x80)
  try simulation.reset()
  try simulation.send("lines", [2, 7])
  let words = try simulation.receive("words", 32, limit: 1000)
  #expect(memory.statistics.reads.bytes == 128)
  try memory.requireIdle()
  return words
}

/// Answers the bursts that come from stream `axi_ar`, until stream `words` has given `count` items.
private func serve(
  _ simulation: some Simulator, from memory: [Int], until count: Int, limit: Int
) throws -> [StreamItem] {
  var items: [StreamItem] = []
  for _ in 0..<limit where items.count < count {
    for burst in try simulation.received("axi_ar") {
      let first = try #require(burst.fields[0].integer) / 4
      let last = first + (try #require(burst.fields[1].integer))
      for index in first...last {
        try simulation.send("axi_r", [[PortValue(memory[index]), index == last ? 1 : 0]])
      }
    }
    try simulation.step()
    items += try simulation.received("words")
  }
  return items
}

@Suite struct MemoryExampleTests {
  @Test("The memory of the library answers the same manager, which lacks most of AXI4's fields")
  func attached() throws {
    let simulation = try InterpretedSimulation(of: elaborate(LineReader(), .strict))
    let bytes = (0..<64).map { UInt8($0) }
    let items = try twoLines(simulation, from: bytes)
    let words = items.prefix(16).map { $0.fields[0].words(1)[0] }
    let expected = (0..<16).map { 0x0302_0100 + 0x0404_0404 * UInt32($0) }
    #expect(words == expected)
    #expect(items.map { $0.fields[1] == 1 } == (0..<32).map { $0 % 16 == 15 })
  }

  private let memory = (0..<16_384).map { 3 * $0 }

  @Test("A memory that is written in a test answers at any pace", arguments: [0, 0.3, 0.6])
  func serves(pausing: Double) throws {
    let simulation = try InterpretedSimulation(of: elaborate(LineReader(), .strict))
    try simulation.reset()
    if pausing > 0 {
      for (seed, stream) in ["axi_ar", "axi_r", "words"].enumerated() {
        try simulation.pace(stream, .random(pausing: pausing, seed: UInt64(seed)))
      }
    }
    try simulation.send("lines", [2, 7, 1023, 0, 5])
    let items = try serve(simulation, from: memory, until: 80, limit: 1000)
    let expected = [2, 7, 1023, 0, 5].flatMap { line in (0..<16).map { memory[16 * line + $0] } }
    #expect(items.map { $0.fields[0].integer } == expected)
    #expect(items.map { $0.fields[1] == 1 } == (0..<80).map { $0 % 16 == 15 })
  }
}
