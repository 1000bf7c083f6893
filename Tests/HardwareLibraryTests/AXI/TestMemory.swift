import HardwareDSL
import SimulationInterface
import TestSupport
import Testing

/// A burst that a test memory saw.
struct SeenBurst: Equatable {
  var id: Int
  var address: Int
  var beats: Int
  var size: Int
  var cycle: Int

  init(_ item: StreamItem) {
    let fields = item.fields.map { $0.integer ?? -1 }
    (id, address, beats, size) = (fields[0], fields[1], fields[2] + 1, fields[3])
    cycle = item.cycle
    #expect(fields[4] == 1, "beats that do not follow each other")
  }

  /// The address of a beat, in whole beats.
  func address(ofBeat beat: Int) -> Int { (address >> size + beat) << size }

  var staysInPage: Bool { address >> 12 == (address(ofBeat: beats) - 1) >> 12 }
}

/// A memory at the AXI4 port of a simulated design, which answers in order.
final class TestMemory {
  let dataBytes: Int
  let latency: Int
  var bytes: [UInt8]
  /// Responses of bursts that begin in a range.
  var errors: [(range: Range<Int>, response: Int)] = []
  var reads: [SeenBurst] = []
  var writes: [SeenBurst] = []

  private let bus: String
  private var answers: [(due: Int, stream: String, fields: [PortValue])] = []
  private var beats: [StreamItem] = []
  private var open: [SeenBurst] = []

  /// - Parameter bus: The name of the port.
  init(bytes: Int, dataBytes: Int, latency: Int = 0, bus: String = "bus", seed: UInt64 = 1) {
    (self.dataBytes, self.latency, self.bus) = (dataBytes, latency, bus)
    var noise = TestRandom(seed: seed)
    self.bytes = (0..<bytes).map { _ in UInt8(truncatingIfNeeded: noise.next()) }
  }

  /// Takes what came in the last cycle, and gives what is due.
  func step(_ simulation: some Simulator, streams: Set<String> = ["ar", "aw"]) throws {
    let now = simulation.cycle
    if streams.contains("ar") {
      for item in try simulation.received("\(bus)_ar") { answer(read: SeenBurst(item), now) }
    }
    if streams.contains("aw") {
      for item in try simulation.received("\(bus)_aw") { open.append(SeenBurst(item)) }
      beats += try simulation.received("\(bus)_w")
      while let burst = open.first, beats.count >= burst.beats { write(burst, now) }
    }
    while let next = answers.first, next.due <= now {
      try simulation.send(next.stream, [next.fields])
      answers.removeFirst()
    }
  }

  private func response(_ burst: SeenBurst) -> Int {
    errors.first { $0.range.contains(burst.address) }?.response ?? 0
  }

  private func answer(read burst: SeenBurst, _ now: Int) {
    reads.append(burst)
    #expect(burst.staysInPage, "\(burst)")
    for beat in 0..<burst.beats {
      let address = burst.address(ofBeat: beat)
      let data = PortValue(bytes: bytes[address..<address + dataBytes])
      let isLast = beat == burst.beats - 1
      answers.append(
        (
          burst.cycle + latency, "\(bus)_r",
          [PortValue(burst.id), data, PortValue(response(burst)), isLast ? 1 : 0]
        ))
    }
  }

  private func write(_ burst: SeenBurst, _ now: Int) {
    open.removeFirst()
    writes.append(burst)
    #expect(burst.staysInPage, "\(burst)")
    for beat in 0..<burst.beats {
      let item = beats.removeFirst()
      #expect(item.fields[2] == (beat == burst.beats - 1 ? 1 : 0), "the last beat of \(burst)")
      let address = burst.address(ofBeat: beat)
      let (data, strobes) = (item.fields[0].bytes(dataBytes), item.fields[1].words(4))
      for lane in 0..<dataBytes where strobes[lane / 32] >> (lane % 32) & 1 == 1 {
        bytes[address + lane] = data[lane]
      }
    }
    answers.append((now + latency, "\(bus)_b", [PortValue(burst.id), PortValue(response(burst))]))
  }
}

extension PortValue {
  /// A word whose first byte is the lowest.
  init(bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    let words = stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<min(start + 4, bytes.count)].reversed().reduce(UInt32(0)) {
        $0 << 8 | UInt32($1)
      }
    }
    self.init(words: words, widthBits: 8 * bytes.count, isSigned: false)
  }

  func bytes(_ count: Int) -> [UInt8] {
    let words = words((count + 3) / 4)
    return (0..<count).map { UInt8(truncatingIfNeeded: words[$0 / 4] >> (8 * UInt32($0 % 4))) }
  }
}
