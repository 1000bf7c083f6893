import BenchSupport
import HardwareDSL
import HardwareIR
import Testing

@testable import HardwareLibrary

/// What the units of AXI state of latency, throughput and reset, measured.
@Suite("Contracts of the units of AXI", .simulated)
struct AXIContractTests {
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
