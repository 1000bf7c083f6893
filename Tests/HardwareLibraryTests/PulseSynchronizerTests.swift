import BenchSupport
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

@Suite("Pulse synchronizer", .simulated)
struct PulseSynchronizerTests {
  private static let clocks = AsynchronousFIFOTests.clocks

  @Test(
    "Every pulse arrives once, after the documented cycles", .simulatedInAll,
    arguments: clocks.indices)
  func arrives(index: Int) async throws {
    let clocks = Self.clocks[index]
    let unit = PulseSynchronizer()
    let bench = try await Bench(unit, pulses: ["pulse"])
    let simulation = bench.simulation
    try clocks.set(simulation)
    try bench.wait(for: "is_ready", toBe: 1, limit: 600)
    var noise = TestRandom(seed: UInt64(index))
    func isEdge(_ clock: (period: Int, phase: Int), _ cycle: Int) -> Bool {
      cycle % clock.period == clock.phase
    }
    var sent: [Int] = []
    var arrived: [Int] = []
    for cycle in simulation.cycle..<simulation.cycle + 2000 {
      // An edge of the sink lies between any two pulses.
      let isFree = sent.last.map { last in
        (last + 1..<cycle).contains { isEdge(clocks.sink, $0) }
      }
      let pulses = isEdge(clocks.source, cycle) && isFree != false && noise.oneIn(3)
      if pulses { sent.append(cycle) }
      try bench.set(pulses ? ["pulse": 1] : [:])
      if isEdge(clocks.sink, cycle), bench["arrived"] == 1 { arrived.append(cycle) }
      try simulation.step()
    }
    #expect(sent.count > 50)
    #expect(sent.count - arrived.count <= 4)
    for (start, end) in zip(sent, arrived) {
      try #require(start < end)
      let edges = (start + 1...end).count { isEdge(clocks.sink, $0) }
      #expect(edges == 4)
    }
  }
}

@Suite("Gray code", .simulated)
struct GrayCodeTests {
  final class Codes: Module {
    let number = input(.unsigned(7))
    let code = output(.bits(7))
    let back = output(.unsigned(7))
    let bit = output(.bit)
    var documentation: Documentation { Documentation("A number and its Gray code.") }
    var body: Behavior {
      let gray = wire("gray", grayCode(of: number))
      code <== gray
      back <== HardwareLibrary.number(ofGray: gray)
      bit <== (HardwareLibrary.number(ofGray: grayCode(of: number.truncated(to: 1))) == 1)
    }
  }

  @Test("Neighbours differ in one bit, and every code has its number", .simulatedInAll)
  func codes() async throws {
    let bench = try await Bench(Codes())
    var codes: [Int] = []
    for number in 0..<128 {
      try bench.set(["number": number])
      codes.append(bench["code"])
      #expect(bench["back"] == number)
      #expect(bench["bit"] == number % 2)
    }
    for number in 0..<128 {
      #expect((codes[number] ^ codes[(number + 1) % 128]).nonzeroBitCount == 1)
    }
  }
}
