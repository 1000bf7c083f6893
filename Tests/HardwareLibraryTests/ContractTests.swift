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

  @Test("Writes over AXI4-Lite")
  func axi4LiteWrites() async throws {
    try await expectContract(
      of: AXI4LiteWrites(addressBits: 7),
      Situation(holding: ["w_valid": 1, "w_data": 5, "w_strb": 15]),
      Situation(holding: ["aw_valid": 1, "aw_addr": 4, "aw_prot": 0]))
  }

  @Test("Reads over AXI4-Lite")
  func axi4LiteReads() async throws {
    try await expectContract(of: AXI4LiteReads(addressBits: 7))
  }

  @Test("Registers behind AXI4-Lite")
  func registers() async throws {
    try await expectContract(
      of: AXI4LiteRegisters(DeviceMap.map),
      Situation(holding: ["s_axil_wvalid": 1, "s_axil_wdata": 5, "s_axil_wstrb": 15]),
      Situation(holding: ["s_axil_awvalid": 1, "s_axil_awaddr": 4, "s_axil_awprot": 0]))
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

  // MARK: AXI

  private static let window = ["windows_0_first": 0, "windows_0_last": 0xffff]
  private static let open = window.merging(["windows_0_is_open": 1]) { $1 }
  private static let shape = BurstShape(addressBits: 16, dataBits: 64, beatsMax: 16)

  private static func linear() -> LinearRequests {
    LinearRequests(addressBits: 16, bytesBits: 12, windows: 1)
  }

  @Test("Requests for bytes and rows")
  func requests() async throws {
    try await expectContract(of: Self.linear(), Situation(holding: Self.open))
    try await expectContract(
      of: StridedRequests(addressBits: 16, bytesBits: 8, rowsBits: 4, windows: 1))
    let sizes = RequestSizes(addressBits: 16, bytesBits: 8, windows: 1)
    try await expectContract(of: StrideCheck(sizes, rowsBits: 4))
    try await expectContract(
      of: StrideWalker(addressBits: 16, rowsBits: 4), Situation(holding: ["input_rows": 1]))
    try await expectContract(
      of: LinearRequests(addressBits: 16, bytesBits: 12, windows: 1),
      Situation(holding: Self.open))
  }

  @Test("Bursts and results")
  func bursts() async throws {
    try await expectContract(
      of: BurstSplitter(addressBits: 16, dataBits: 64, beatsMax: 16),
      Situation(holding: ["input_first": 64, "input_last": 127, "input_access": 0]))
    try await expectContract(
      of: TransferResults(addressBits: 16), Situation(holding: ["input_ends_request": 1]))
    let note = [
      "notes_access": 0, "notes_address": 64, "notes_last_beat": 3, "notes_ends_range": 1,
      "notes_ends_request": 1,
    ]
    let beat = ["r_data": 9, "r_resp": 0, "r_last": 0]
    func always(_ stream: String, _ holding: [String: Int]) -> [String: Int] {
      holding.merging(["\(stream)_valid": 1]) { $1 }
    }
    try await expectContract(
      of: AXI4ReadReturn(Self.shape),
      Situation(holding: always("notes", note.merging(["r_last": 0]) { $1 })),
      Situation(
        holding: always("r", note.merging(beat.merging(["r_last": 1]) { $1 }) { $1 }),
        for: [.latency(0)]))
    let written = [
      "notes_is_refused": 0, "notes_last_beat": 5, "notes_first_lane": 1, "notes_last_lane": 2,
    ]
    let refused = written.merging(["notes_is_refused": 1, "notes_last_beat": 0]) { $1 }
    try await expectContract(
      of: AXI4WriteBeats(Self.shape),
      Situation(holding: always("notes", written), for: [.latency(0), .throughput(0)]),
      Situation(
        holding: always("beats", written.merging(["notes_last_beat": 0, "beats_data": 5]) { $1 }),
        for: [.latency(0)]),
      Situation(holding: always("notes", refused), for: [.latency(1)]),
      Situation(
        holding: always("beats", refused.merging(["beats_data": 5]) { $1 }), for: [.latency(1)]))
    let answered = ["notes_access": 0, "notes_address": 64, "notes_ends_request": 1]
    try await expectContract(
      of: AXI4WriteReturn(Self.shape),
      Situation(holding: always("notes", answered)),
      Situation(
        holding: always("notes", answered.merging(["notes_access": 1]) { $1 }), for: [.latency(0)]),
      Situation(holding: ["notes_access": 2], for: [.latency(0)]))
  }

  /// A master of which a burst of several beats is asked for.
  private static func asked(
    _ holding: [String: Int] = [:], bytes: Int = 64, for parts: Set<Situation.Part>,
    ranges: Bool = false
  ) -> Situation {
    let all = ranges ? holding : open.merging(holding) { $1 }
    return Situation(holding: all, for: parts) { trial in
      if ranges {
        try trial.step([
          "ranges_valid": 1, "ranges_first": 64, "ranges_last": 63 + bytes, "ranges_access": 0,
          "ranges_ends_request": 1,
        ])
      } else {
        try trial.step([
          "requests_valid": 1, "requests_address": 64, "requests_bytes": bytes,
        ])
      }
      for _ in 0..<6 { try trial.step() }
    }
  }

  @Test("Read masters")
  func readMasters() async throws {
    let range = ["ranges_first": 64, "ranges_last": 127, "ranges_access": 0]
    try await expectContract(
      of: AXI4RangeReader(Self.shape, outstanding: 4),
      Situation(holding: range, for: [.latency(0)]),
      Self.asked(for: [.latency(1), .throughput(0)], ranges: true),
      Self.asked(bytes: 8, for: [.latency(2)], ranges: true))
    let requests = Self.open.merging(["requests_address": 64, "requests_bytes": 64]) { $1 }
    let situations = [
      Self.asked(for: [.latency(1), .throughput(0)]),
      Self.asked(bytes: 8, for: [.latency(2)]),
    ]
    try await expectContract(
      of: AXI4ReadMaster(Self.linear(), dataBits: 64),
      Situation(holding: requests, for: [.latency(0)]), situations[0], situations[1])
    try await expectContract(
      of: AXI4UnalignedReadMaster(Self.linear(), dataBits: 64),
      Situation(holding: requests, for: [.latency(0)]), situations[0], situations[1])
  }

  @Test("Write masters")
  func writeMasters() async throws {
    let range = ["ranges_first": 64, "ranges_last": 127, "ranges_access": 0]
    try await expectContract(
      of: AXI4RangeWriter(Self.shape, outstanding: 4),
      Situation(holding: range, for: [.latency(0)]),
      Self.asked(for: [.latency(1), .latency(2), .throughput(0)], ranges: true))
    let requests = Self.open.merging(["requests_address": 64, "requests_bytes": 64]) { $1 }
    let asked = Self.asked(for: [.latency(1), .latency(2), .throughput(0)])
    try await expectContract(
      of: AXI4WriteMaster(Self.linear(), dataBits: 64),
      Situation(holding: requests, for: [.latency(0)]), asked)
    try await expectContract(
      of: AXI4UnalignedWriteMaster(Self.linear(), dataBits: 64),
      Situation(holding: requests, for: [.latency(0)]), asked)
  }

  @Test("AXI4-Stream receiver")
  func streamReceiver() async throws {
    try await expectContract(
      of: AXI4StreamReceiver(dataBits: 32), Situation(holding: ["input_last": 1, "input_keep": 7]))
  }

  @Test("Byte aligner")
  func byteAligner() async throws {
    let packet = [
      "moves_shift": 1, "moves_skips_first": 0, "moves_flushes": 0, "input_is_last": 0,
    ]
    let last = ["input_valid": 1, "input_is_last": 1, "input_item_data": 7]
    try await expectContract(
      of: ByteAligner(dataBits: 32),
      Situation(holding: packet.merging(["moves_valid": 1]) { $1 }),
      Situation(holding: packet.merging(last) { $1 }, for: [.latency(0)]))
  }

  @Test("Interconnects", arguments: [2, 3])
  func interconnects(masters: Int) async throws {
    let shape = AXI4Shape(addressBits: 16, dataBits: 32, idBits: 1)
    let ids = (0..<masters).map { 2 * $0 }
    let reads = Situation(below: ["m_axi_rid": 2 * masters])
    let answers = ids.map { Situation(holding: ["m_axi_rid": $0], for: [.latency(1)]) }
    #expect(
      try await contractMistakes(
        of: AXI4ReadInterconnect(masters: masters, shape), [reads] + answers) == [])
    let beats = (0..<masters).map { master in
      let others = (0..<masters).filter { $0 != master }.map { ("s\($0)_axi_wvalid", 0) }
      let holding = Dictionary(uniqueKeysWithValues: others + [("s\(master)_axi_wlast", 0)])
      return Situation(holding: holding, for: [.latency(1), .throughput(1)]) {
        try $0.step(["s\(master)_axi_awvalid": 1])
      }
    }
    let rest = Situation(
      below: ["m_axi_bid": 2 * masters], for: [.latency(0), .latency(2), .throughput(2)])
    #expect(
      try await contractMistakes(
        of: AXI4WriteInterconnect(masters: masters, shape),
        [rest] + beats + ids.map { Situation(holding: ["m_axi_bid": $0], for: [.latency(2)]) })
        == [])
  }

  @Test("Interconnect of readers and writers", arguments: [1, 2])
  func interconnect(masters: Int) async throws {
    let shape = AXI4Shape(addressBits: 16, dataBits: 32, idBits: 1)
    let ids = (0..<masters).flatMap { master in
      [
        Situation(holding: ["m_axi_rid": 2 * master], for: [.latency(1)]),
        Situation(holding: ["m_axi_bid": 2 * master], for: [.latency(4)]),
      ]
    }
    let beats = (0..<masters).map { master in
      let others = (0..<masters).filter { $0 != master }.map { ("w\($0)_axi_wvalid", 0) }
      return Situation(
        holding: Dictionary(uniqueKeysWithValues: others + [("w\(master)_axi_wlast", 0)]),
        for: [.latency(3)]
      ) { try $0.step(["w\(master)_axi_awvalid": 1]) }
    }
    #expect(
      try await contractMistakes(
        of: AXI4Interconnect(readers: masters, writers: masters, shape),
        [Situation(for: [.latency(0), .latency(2)])] + ids + beats) == [])
  }
}
