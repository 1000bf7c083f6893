import BenchSupport
import Testing

@testable import Accelerator

/// What the units of programs, outputs and runs state of latency, throughput and reset, measured.
@Suite("Contracts of the units of programs", .simulated)
struct ProgramContractTests {
  @Test("Record requester")
  func recordRequester() async throws {
    try await expectContract(
      of: RecordRequester(
        addressBits: 20, laneBits: 4, recordsOfBeat: 5, burstBits: 1, depth: 4),
      Situation(holding: ["beat_goes": 0, "range_count": 9]))
  }

  @Test("Record unpacker")
  func recordUnpacker() async throws {
    try await expectContract(
      of: RecordUnpacker(beatBits: 128, recordBits: 24, recordsOfBeat: 5),
      Situation(holding: ["count_valid": 0]) { trial in
        try trial.step(["count_valid": 1, "count_data": 100, "beats_valid": 0])
      })
  }

  @Test("Record channel")
  func recordChannel() async throws {
    let format = RecordChannelTests.formats[0]
    try await expectContract(
      of: RecordChannel("records", format, addressBits: 20),
      Situation(holding: ["beats_valid": 0, "range_count": 9]),
      Situation(holding: ["range_valid": 0], for: [.latency(1)]) { trial in
        try trial.step(["range_valid": 1, "range_count": 200, "beats_valid": 0])
        for _ in 0..<8 { try trial.step(["beats_valid": 0, "requests_ready": 1]) }
      })
  }

  @Test("Output placer", arguments: [24, 8])
  func outputPlacer(headDimension: Int) async throws {
    try await expectContract(
      of: OutputPlacer(configuration(lines: 2, macs: 4, headDimension: headDimension)),
      Situation(holding: ["units_valid": 0]))
  }

  @Test("Output writer")
  func outputWriter() async throws {
    try await expectContract(
      of: OutputWriter(configuration(lines: 2, macs: 4)),
      Situation(holding: [
        "window_first": 0, "window_last": 0xff_ffff_ffff, "window_is_open": 1, "clear": 0,
        "m_axi_bvalid": 0, "base": 0, "units_valid": 0,
      ]))
  }

  @Test("Run control")
  func runControl() async throws {
    try await expectContract(
      of: RunControl(addressBits: 32),
      Situation(holding: ["is_ended": 0, "timeout": 0], for: [.latency(0)]),
      Situation(
        holding: [
          "is_ended": 0, "timeout": 0, "start": 0, "is_beyond": 0, "results_0_error": 1,
          "results_1_error": 2,
          "results_2_error": 3, "results_3_error": 1, "results_4_error": 1, "results_5_error": 1,
        ], for: [.latency(1)]
      ) { trial in
        try trial.step(["start": 1])
        try trial.step()
      },
      Self.ending("is_ended"), Self.ending("is_quiet"))
  }

  /// A run that only waits for this.
  private static func ending(_ cause: String) -> Situation {
    let holding = [
      "timeout": 0, "start": 0, "is_beyond": 0, "program_valid": 0, "rows": 7, "rows_taken": 7,
      cause == "is_ended" ? "is_quiet" : "is_ended": 1,
    ]
    return Situation(
      holding: holding.merging(ContractTests.all("results", 6, 0, of: "valid")) { $1 },
      for: [.latency(2)]
    ) { trial in
      try trial.step(["start": 1, cause: 0])
      for _ in 0..<3 { try trial.step([cause: 0]) }
    }
  }

  @Test("Bus monitor")
  func busMonitor() async throws {
    try await expectContract(
      of: BusMonitor(outstanding: 100),
      Situation(for: [.latency(0), .latency(1), .latency(2)]),
      Situation(
        holding: [
          "events_read_ends": 0, "events_write_asked": 0, "events_beat_written": 0,
          "events_write_answered": 0,
        ], for: [.latency(3)]))
  }

  @Test("Registers for the host")
  func hostRegisters() async throws {
    try await expectContract(
      of: HostRegisters(RandomProgram.configuration(decoderHeads: 1, headDimension: 8)),
      Situation(holding: ["s_axil_wvalid": 1, "s_axil_wdata": 0, "s_axil_wstrb": 15]),
      Situation(holding: ["s_axil_awvalid": 1, "s_axil_awaddr": 4, "s_axil_awprot": 0]))
  }

  @Test("Program reader")
  func programReader() async throws {
    let configuration = RandomProgram.configuration(decoderHeads: 1, headDimension: 8)
    try await expectContract(
      of: ProgramReader(configuration),
      Situation(holding: ["start": 0, "is_over": 0]) { trial in
        try trial.step(["start": 1, "instructions_valid": 0])
      })
  }
}
