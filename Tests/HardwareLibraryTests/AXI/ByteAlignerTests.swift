import BenchSupport
import HardwareDSL
import HardwareLibrary
import SimulationInterface
import TestSupport
import Testing

@Suite("Byte aligner", .simulated)
struct ByteAlignerTests {
  /// A packet whose bytes begin in one lane and are to begin in another.
  private struct Packet {
    var from: Int
    var to: Int
    var bytes: [UInt8]

    func beats(at lane: Int, of width: Int) -> Int { (lane + bytes.count + width - 1) / width }

    /// How far, whether the first beat gives none, and whether one follows the last.
    func move(of width: Int) -> [Int] {
      let skips = from > to
      let beats = beats(at: from, of: width) - (skips ? 1 : 0)
      return [
        (to - from + width) % width, skips ? 1 : 0,
        self.beats(at: to, of: width) > beats ? 1 : 0,
      ]
    }
  }

  @Test("Bytes move from any lane to any other", arguments: [16, 32, 64, 256, 1024])
  func moves(dataBits: Int) async throws { try await expectMoves(dataBits) }

  @Test("They do so in every simulator", .simulatedInAll)
  func all() async throws { try await expectMoves(64) }

  private func expectMoves(_ dataBits: Int) async throws {
    let width = dataBits / 8
    var noise = TestRandom(seed: UInt64(dataBits))
    let packets = (0..<60).map { number in
      // To the lowest lane and from it, as masters do, and any other way.
      let lanes = [noise.integer(0...width - 1), noise.integer(0...width - 1)]
      let bytes = (0..<noise.integer(1...5 * width)).map { _ in
        UInt8(truncatingIfNeeded: noise.next())
      }
      return Packet(
        from: number % 3 == 0 ? 0 : lanes[0], to: number % 3 == 1 ? 0 : lanes[1], bytes: bytes)
    }
    for pausing in [0, 0.4] {
      let simulation = try await TestedSimulation(
        elaborate(ByteAligner(dataBits: dataBits), .strict), coverage: .counted)(
          fill: .random(seed: 1))
      try simulation.reset()
      for (index, stream) in simulation.interface.streams.enumerated() {
        try simulation.pace(stream.name, .random(pausing: pausing, seed: UInt64(index)))
      }
      try simulation.send(
        "moves", packets.map { $0.move(of: width).map { PortValue($0) } })
      for packet in packets {
        let count = packet.beats(at: packet.from, of: width)
        var bytes = (0..<count * width).map { _ in UInt8(truncatingIfNeeded: noise.next()) }
        bytes.replaceSubrange(packet.from..<packet.from + packet.bytes.count, with: packet.bytes)
        for beat in 0..<count {
          try simulation.send(
            "input",
            [
              [
                PortValue(bytes: bytes[(beat * width)..<((beat + 1) * width)]),
                beat == count - 1 ? 1 : 0,
              ]
            ])
        }
      }
      for (number, packet) in packets.enumerated() {
        let count = packet.beats(at: packet.to, of: width)
        let items = try simulation.receive("output", count, limit: 200)
        let got = items.flatMap { $0.fields[0].bytes(width) }
        let isLast = items.map { $0.fields[1] == 1 }
        #expect(isLast == (0..<count).map { $0 == count - 1 }, "packet \(number)")
        #expect(
          Array(got[packet.to..<packet.to + packet.bytes.count]) == packet.bytes,
          "packet \(number)")
      }
      #expect(try simulation.pending("input") == 0)
      #expect(try simulation.pending("moves") == 0)
    }
  }
}
