import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

/// Beats of bytes to an AXI4-Stream and back.
private final class Loop: StreamStage {
  let lanes: Int
  let input: ReadyValid<Framed<Item>>
  let output: ReadyValid<Framed<Item>>
  let up: StreamUpsizer<Item>
  let receiver: AXI4StreamReceiver
  let down: StreamDownsizer<Item>

  init(lanes: Int) {
    self.lanes = lanes
    input = .input { field in Framed(field) { Item($0(.bits(8))) } }
    output = .output { field in Framed(field) { Item($0(.bits(8))) } }
    up = StreamUpsizer(width: 8, lanes: lanes)
    receiver = AXI4StreamReceiver(dataBits: 8 * lanes)
    down = StreamDownsizer(width: 8, lanes: lanes)
  }

  var documentation: Documentation { Documentation("Bytes to an AXI4-Stream and back.") }

  var body: Behavior { output <== down(receiver(up(input).axi4Stream)) }
}

@Suite("AXI4-Stream", .simulated)
struct AXI4StreamTests {
  @Test("Transfers become beats, and those without bytes are lost", arguments: [8, 16, 32, 256])
  func receives(dataBits: Int) async throws { try await expectReceives(dataBits) }

  @Test("They do so in every simulator", .simulatedInAll)
  func all() async throws { try await expectReceives(64) }

  private func expectReceives(_ dataBits: Int) async throws {
    let lanes = dataBits / 8
    var noise = TestRandom(seed: UInt64(dataBits))
    var sent: [[PortValue]] = []
    var expected: [[PortValue]] = []
    for _ in 0..<80 {
      let bytes = (0..<noise.integer(1...4 * lanes)).map { _ in
        UInt8(truncatingIfNeeded: noise.next())
      }
      // A packet may end with a transfer without bytes.
      let endsWithNull = noise.oneIn(2)
      var rest = bytes[...]
      while !rest.isEmpty {
        let some = Array(rest.prefix(lanes))
        rest = rest.dropFirst(lanes)
        let data = some + (some.count..<lanes).map { _ in UInt8(truncatingIfNeeded: noise.next()) }
        let keep = PortValue((UInt64(1) << some.count) - 1)
        sent.append([PortValue(bytes: data), keep, rest.isEmpty && !endsWithNull ? 1 : 0])
        expected.append(data.map { PortValue($0) } + [PortValue(some.count), rest.isEmpty ? 1 : 0])
        if noise.oneIn(3), !rest.isEmpty || endsWithNull {
          sent.append([PortValue(noise.integer(0...1)), 0, 0])
        }
      }
      if endsWithNull { sent.append([7, 0, 1]) }
      if noise.oneIn(4) { sent.append([9, 0, 0]) }
    }
    let unit = try TestedSimulation(
      elaborate(AXI4StreamReceiver(dataBits: dataBits), .strict), coverage: .counted)
    for (number, pauses) in [(0.0, 0.0), (0.5, 0), (0, 0.5), (0.4, 0.4)].enumerated() {
      let simulation = try await unit(fill: .random(seed: UInt64(number)))
      try simulation.reset()
      try simulation.pace("input", .random(pausing: pauses.0, seed: UInt64(number)))
      try simulation.pace("output", .random(pausing: pauses.1, seed: UInt64(number + 9)))
      try simulation.send("input", sent)
      let got = try simulation.receive("output", expected.count, limit: 6_000).map(\.fields)
      #expect(difference(got, expected) == nil)
      let accepted = try simulation.received("input").map(\.cycle)
      let cycles = try #require(accepted.last) - #require(accepted.first)
      if number == 0 { #expect(cycles == accepted.count - 1, "one every cycle") }
      try simulation.step(20)
      #expect(try simulation.received("output").isEmpty)
      #expect(try simulation.covered("EndsWithNull") > 0)
    }
  }

  @Test("Bytes come back as they went", .simulatedInAll)
  func loop() async throws {
    let simulation = try await TestedSimulation(elaborate(Loop(lanes: 4), .strict))(
      fill: .random(seed: 1))
    try simulation.reset()
    try simulation.pace("input", .random(pausing: 0.3, seed: 1))
    try simulation.pace("output", .random(pausing: 0.3, seed: 2))
    var noise = TestRandom(seed: 3)
    let sent = (0..<300).map { index in
      [PortValue(noise.integer(0...255)), index == 299 || noise.oneIn(5) ? 1 : 0]
    }
    try simulation.send("input", sent)
    let got = try simulation.receive("output", sent.count, limit: 3_000).map(\.fields)
    #expect(difference(got, sent) == nil)
  }
}
