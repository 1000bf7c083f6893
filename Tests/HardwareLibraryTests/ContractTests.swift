import BenchSupport
import HardwareDSL
import HardwareIR
import Testing

@testable import HardwareLibrary

/// What every unit states of latency, throughput and reset, measured.
@Suite("Contracts of the library", .simulated)
struct ContractTests {
  @Test("Stream register")
  func streamRegister() async throws { try await expectContract(of: StreamRegister(width: 32)) }

  @Test("Skid buffer")
  func skidBuffer() async throws { try await expectContract(of: SkidBuffer(width: 32)) }

  @Test("Memory FIFO", arguments: [1, 2, 3, 4])
  func memoryFIFO(depth: Int) async throws {
    try await expectContract(of: MemoryFIFO(width: 32, depth: depth))
  }

  @Test("Stream FIFO", .simulatedInAll, arguments: [1, 2, 3, 4])
  func streamFIFO(depth: Int) async throws {
    try await expectContract(of: StreamFIFO(width: 32, depth: depth))
  }

  @Test("Stream arbiter", arguments: [2, 3])
  func streamArbiter(count: Int) async throws {
    try await expectContract(of: StreamArbiter(width: 8, count: count))
  }

  @Test("Priority arbiter", arguments: [2, 3])
  func priorityArbiter(count: Int) async throws {
    try await expectContract(of: PriorityArbiter(width: 8, count: count))
  }

  @Test("Stream fork", arguments: [2, 3])
  func streamFork(count: Int) async throws {
    try await expectContract(of: StreamFork(width: 8, count: count))
  }

  @Test("Bypass FIFO", arguments: [1, 2, 3, 4])
  func bypassFIFO(depth: Int) async throws {
    try await expectContract(of: BypassFIFO(width: 32, depth: depth))
  }

  @Test("Stream upsizer", arguments: [1, 2, 3])
  func streamUpsizer(lanes: Int) async throws {
    try await expectContract(
      of: StreamUpsizer(width: 32, lanes: lanes), Situation(holding: ["input_is_last": 1]))
  }

  @Test("Stream downsizer", arguments: [1, 2, 3])
  func streamDownsizer(lanes: Int) async throws {
    try await expectContract(
      of: StreamDownsizer(width: 32, lanes: lanes), Situation(holding: ["input_count": 1]))
  }

  @Test("Loop nest", arguments: [[4], [2, 3]])
  func loopNest(bits: [Int]) async throws {
    try await expectContract(of: LoopNest(bits: bits))
  }

  @Test("Trees", arguments: [1, 2])
  func trees(levels: Int) async throws {
    try await expectContract(
      of: ReductionTree<Addition>(count: 5, .signed(8), levelsPerStage: levels))
    try await expectContract(
      of: ReductionTree<Maximum>(count: 5, .signed(8), levelsPerStage: levels))
  }

  @Test("Requantizer")
  func requantizer() async throws {
    try await expectContract(
      of: Requantizer(lanes: 2, bits: 12, multiplierBits: 6, shift: 4, resultBits: 16))
  }

  @Test("Pipelined divider", arguments: [2, 5])
  func pipelinedDivider(dividendBits: Int) async throws {
    try await expectContract(
      of: PipelinedDivider(dividendBits: dividendBits, divisorBits: 3),
      Situation(holding: ["input_divisor": 3]))
  }

  @Test("Banked memory")
  func bankedMemory() async throws {
    try await expectContract(
      of: BankedMemory(.bits(16), depth: 4, banks: 2, ports: 2),
      Situation(holding: ["reads_0_place_bank": 0, "reads_1_place_bank": 1]))
  }

  @Test("Double buffer")
  func doubleBuffer() async throws {
    try await expectContract(
      of: DoubleBuffer(.bits(16), depth: 4),
      Situation(holding: ["writes_is_last": 1], for: [.latency(1)]))
  }

  @Test("Drop FIFO", arguments: [1, 2, 3])
  func dropFIFO(depth: Int) async throws {
    try await expectContract(
      of: DropFIFO(width: 32, depth: depth),
      Situation(holding: ["drop": 0], for: [.latency(0)]) { trial in
        try trial.step(["input_valid": 1, "input_data": 7])
      },
      Situation(holding: ["drop": 0, "commit": 1], for: [.throughput(0)]))
  }

  @Test("Replay FIFO", arguments: [1, 2, 3])
  func replayFIFO(depth: Int) async throws {
    try await expectContract(
      of: ReplayFIFO(width: 32, depth: depth),
      Situation(holding: ["commit": 1], for: [.throughput(0)]),
      // After a rewind the word comes again.
      Situation(holding: ["commit": 0], for: [.latency(0)]),
      Situation(holding: ["commit": 0, "input_valid": 0], for: [.latency(0)]) { trial in
        try trial.step(["input_valid": 1, "input_data": 7])
        for _ in 0..<4 { try trial.step() }
      })
  }

  @Test("Multicast FIFO", arguments: [1, 2, 3])
  func multicastFIFO(depth: Int) async throws {
    try await expectContract(of: MulticastFIFO(width: 32, depth: depth, readers: 2))
  }

  @Test("Weighted arbiter", arguments: [[1, 1], [3, 1, 2]])
  func weightedArbiter(weights: [Int]) async throws {
    try await expectContract(of: WeightedArbiter(width: 8, weights: weights))
  }

  @Test("Window ring")
  func windowRing() async throws {
    try await expectContract(
      of: WindowRing(.bits(16), depth: 16, ports: 2),
      Situation(holding: ["releases": 0], below: ["reads_0_data": 3, "reads_1_data": 3]) { trial in
        for word in 0..<3 { try trial.step(["input_valid": 1, "input_data": word]) }
      })
  }

  @Test("Sliding window")
  func slidingWindow() async throws {
    try await expectContract(
      of: SlidingWindow(depth: 16), Situation(holding: ["releases": 0, "reads_0_valid": 0]))
  }

  @Test("Byte-masked memory")
  func byteMaskedMemory() async throws {
    try await expectContract(of: ByteMaskedMemory(bytes: 2, depth: 4))
  }

  @Test("Reset synchronizer")
  func resetSynchronizer() async throws { try await expectContract(of: ResetSynchronizer()) }

  @Test("Serial divider", arguments: [2, 4, 18])
  func serialDivider(quotientBits: Int) async throws {
    try await expectContract(of: SerialDivider(quotientBits: quotientBits, divisorBits: 16))
  }

  private static func clocks(_ index: Int) -> [ContractTrial.Clock] {
    let clocks = AsynchronousFIFOTests.clocks[index]
    return [
      .init(.source, period: clocks.source.period, phase: clocks.source.phase),
      .init(.sink, period: clocks.sink.period, phase: clocks.sink.phase),
    ]
  }

  @Test(
    "Asynchronous FIFO, between any clocks", arguments: [2, 3],
    AsynchronousFIFOTests.clocks.indices)
  func asynchronousFIFO(stages: Int, clocks: Int) async throws {
    let clocks = Self.clocks(clocks)
    // Words that come with every edge of a faster clock would have to wait.
    let isEven = clocks[0].period == clocks[1].period
    try await expectContract(
      of: AsynchronousFIFO(width: 32, depth: 8, stages: stages), clocks: clocks,
      Situation(for: isEven ? nil : [.latency(0)], prepare: Self.begin))
  }

  @Test(
    "Pulse synchronizer, between any clocks", arguments: [2, 3],
    AsynchronousFIFOTests.clocks.indices)
  func pulseSynchronizer(stages: Int, clocks: Int) async throws {
    try await expectContract(
      of: PulseSynchronizer(stages: stages), clocks: Self.clocks(clocks),
      Situation(prepare: Self.begin))
  }

  /// Until both sides run.
  private static func begin(_ trial: ContractTrial) throws {
    for _ in 0..<500 { try trial.step() }
  }

  @Test("Reset handshake")
  func resetHandshake() async throws {
    try await expectContract(of: ResetHandshake())
  }

  private static let place = SourceLocation(file: #filePath, line: #line, column: 1)

  @Test("Stream queue", arguments: [1, 2, 3, 4])
  func streamQueue(depth: Int) async throws {
    for bits in [0, 1_024] {
      try await expectContract(
        of: StreamQueue<Item>(depth: depth, registerBitsMax: bits, at: Self.place) {
          Item($0(.bits(32)))
        })
    }
  }

  @Test("Ordered fork")
  func orderedFork() async throws {
    try await expectContract(of: OrderedFork<Item> { Item($0(.bits(8))) })
  }
}
