import BenchSupport
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

@Suite("Asynchronous FIFO", .simulated)
struct AsynchronousFIFOTests {
  /// Periods and phases of the two clocks.
  struct Clocks: Sendable {
    var source: (period: Int, phase: Int)
    var sink: (period: Int, phase: Int)

    func set(_ simulation: some Simulator) throws {
      try simulation.setClock(.source, period: source.period, phase: source.phase)
      try simulation.setClock(.sink, period: sink.period, phase: sink.phase)
      try simulation.reset()
    }
  }

  static let clocks = [
    Clocks(source: (1, 0), sink: (1, 0)), Clocks(source: (2, 0), sink: (2, 1)),
    Clocks(source: (1, 0), sink: (3, 2)), Clocks(source: (5, 1), sink: (1, 0)),
    Clocks(source: (3, 0), sink: (4, 1)), Clocks(source: (7, 3), sink: (5, 0)),
  ]

  @Test(
    "Every word arrives once and in order, at every ratio of the clocks and under the four drives",
    arguments: StreamFIFOTests.drives.indices, [2, 4, 8])
  func order(drive: Int, depth: Int) async throws {
    let (source, sink) = StreamFIFOTests.drives[drive]
    var noise = TestRandom(seed: UInt64(drive))
    let words = (0..<200).map { _ in noise.integer(0...(1 << 32) - 1) }
    for clocks in Self.clocks {
      let simulation = try await Bench(AsynchronousFIFO(width: 32, depth: depth)).simulation
      try clocks.set(simulation)
      try simulation.pace("input", source)
      try simulation.pace("output", sink)
      try simulation.send("input", words)
      let received = try simulation.receive("output", words.count, limit: 20_000)
      #expect(difference(received.map { $0.integer ?? -1 }, words) == nil, "\(clocks)")
    }
  }

  @Test(
    "One word goes through in every cycle of the slower clock", .simulatedInAll, arguments: [2, 3])
  func throughput(stages: Int) async throws {
    let fifo = AsynchronousFIFO(width: 32, depth: stages == 2 ? 8 : 16, stages: stages)
    for clocks in Self.clocks {
      let simulation = try await Bench(fifo).simulation
      try clocks.set(simulation)
      try simulation.send("input", Array(0..<100))
      let received = try simulation.receive("output", 100, limit: 5000).map(\.cycle)
      let slower = max(clocks.source.period, clocks.sink.period)
      #expect(received[99] - received[49] <= 50 * slower, "\(clocks)")
      #expect(received[99] - received[49] > 49 * slower - slower, "\(clocks)")
    }
  }

  @Test("A depth below the documented one makes it wait")
  func shallow() async throws {
    let simulation = try await Bench(AsynchronousFIFO(width: 32, depth: 4)).simulation
    try Self.clocks[0].set(simulation)
    try simulation.send("input", Array(0..<100))
    let received = try simulation.receive("output", 100, limit: 5000).map(\.cycle)
    // Four words every eight cycles.
    #expect(received[99] - received[3] == 96 / 4 * 8)
  }

  @Test("It can be placed within one domain, too")
  func oneDomain() async throws {
    final class Enclosed: Module {
      let input = ReadyValid<Item>.input { Item($0(.bits(32))) }
      let output = ReadyValid<Item>.output { Item($0(.bits(32))) }
      let fifo = AsynchronousFIFO(width: 32, depth: 4)
      var documentation: Documentation { Documentation("A queue.") }
      var body: Behavior {
        clock(fifo, [.source: .default, .sink: .default])
        fifo.input <== input
        output <== fifo.output
      }
    }
    let simulation = try await Bench(Enclosed()).simulation
    try simulation.send("input", Array(0..<20))
    let received = try simulation.receive("output", 20, limit: 100)
    #expect(received.map(\.integer) == Array(0..<20))
  }
}
