import AttentionSpec
import BenchSupport
import HardwareDSL
import HardwareIR
import Testing

@testable import Accelerator

/// What every unit states of latency, throughput and reset, measured.
@Suite("Contracts of the accelerator", .simulated)
struct ContractTests {
  private static func shape(_ macs: Int = 4) throws -> AcceleratorConfiguration {
    try configuration(elements: 4, lines: 1, macs: macs)
  }

  /// The same value for each element of an array, or for a field of each.
  static func all(
    _ name: String, _ count: Int, _ value: Int, of field: String = ""
  ) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: (0..<count).map {
        (["\(name)_\($0)", field].filter { !$0.isEmpty }.joined(separator: "_"), value)
      })
  }

  /// A row of sums for an output drain of two lines.
  private static func sums(macs: Int) -> [String: Int] {
    all("row_line_0_totals", macs, 100).merging(all("row_line_1_totals", macs, 100)) { $1 }
      .merging(["row_scale_alignment": 0]) { $1 }
  }

  @Test("MAC", .simulatedInAll)
  func mac() async throws {
    try await expectContract(
      of: MAC(sumBits: 20),
      Situation(holding: [
        "operands_valid": 1, "control_accumulate": 1, "control_restart": 1,
      ]))
  }

  @Test("MAC line", arguments: [1, 4])
  func macLine(macs: Int) async throws {
    func mode(_ outputStationary: Int) -> Situation {
      Situation(holding: [
        "operands_valid": 1, "operands_mode_first": 1,
        "operands_mode_output_stationary": outputStationary,
      ])
    }
    try await expectContract(
      of: MACLine(macs: macs, sumBits: 24), Situation(), mode(0), mode(1))
  }

  @Test("Processing element", arguments: [1, 4, 8])
  func processingElement(macs: Int) async throws {
    func ends(_ outputStationary: Int) -> [String: Int] {
      [
        "operands_entry_first": 1, "operands_entry_last": 1, "operands_scale_alignment": 0,
        "operands_entry_output_stationary": outputStationary,
      ]
    }
    try await expectContract(
      of: ProcessingElement(Self.shape(macs)),
      Situation(holding: ends(0), for: [.latency(0), .throughput(0)]),
      Situation(holding: ends(1), for: [.latency(1)]))
  }

  @Test("Output drain, one row right behind the other", arguments: [1, 3, 8])
  func outputDrain(macs: Int) async throws {
    try await expectContract(
      of: OutputDrain(lines: 2, macs: macs, sumBits: 24, rowSumBits: 16),
      Situation(
        holding: Self.sums(macs: macs)))
  }

  @Test("Output buffer")
  func outputBuffer() async throws {
    try await expectContract(
      of: OutputBuffer(lines: 2, macs: 3, depth: 16), Situation(),
      Situation(holding: ["read_enable": 1]))
  }

  @Test("OutputRequantizer")
  func requantizer() async throws {
    let stages = ["control_align": 1, "control_multiply": 1, "control_round": 1]
    try await expectContract(
      of: OutputRequantizer(sumBits: 24, rowSumBits: 16),
      Situation(holding: stages, below: ["accumulator": 32_000]))
  }

  @Test("Reciprocal unit")
  func reciprocalUnit() async throws {
    let rows = ["control_clear": 0, "row_sum_data": 1000, "control_output_multiplier": 1]
    try await expectContract(
      of: ReciprocalUnit(Self.shape()), Situation(holding: rows),
      Situation(holding: rows.merging(["read_valid": 1]) { $1 }, for: [.latency(1)]))
  }

  @Test("Score buffer", .simulatedInAll)
  func scoreBuffer() async throws {
    try await expectContract(
      of: ScoreBuffer(configuration(elements: 4, macs: 4, queriesPerElement: 256)),
      Situation(holding: ["clear": 0, "score_ends_row": 1]))
  }

  @Test("Softmax unit")
  func softmaxUnit() async throws {
    try await expectContract(
      of: SoftmaxUnit(scoreBits: 24, rowSumBits: 12),
      Situation(holding: ["entry_ends_row": 1, "entry_maximum": 9, "scale": 1000]))
  }

  @Test("SDDMM controller")
  func sddmmController() async throws {
    try await expectContract(
      of: SDDMMController(Self.shape()), Situation(holding: ["head_slots": 8, "head_chunks": 2]))
  }

  @Test("SpMM controller")
  func spmmController() async throws {
    try await expectContract(
      of: SpMMController(Self.shape()),
      Situation(
        holding: Self.all("entry", 4, 0, of: "valid").merging(["head_slots": 8, "head_chunks": 1]) {
          $1
        }))
  }

  @Test("Bank crossbar")
  func bankCrossbar() async throws {
    let addresses = Self.all("port", 4, 5, of: "address")
    try await expectContract(
      of: BankCrossbar(ports: 4, lines: 2, wordBits: 16, bankBits: 2, addressBits: 4),
      Situation(holding: addresses),
      Situation(holding: addresses.merging(Self.all("port", 4, 1, of: "enable")) { $1 }))
  }

  @Test("Key and value banks")
  func keyValueBanks() async throws {
    let addresses = Self.all("read", 4, 5, of: "address")
      .merging(Self.all("write_enable", 4, 0)) { $1 }
    try await expectContract(
      of: KeyValueBanks(Self.shape()), Situation(holding: addresses),
      Situation(holding: addresses.merging(Self.all("read", 4, 1, of: "enable")) { $1 }))
  }

  @Test("Host port")
  func hostPort() async throws {
    let configuration = try Self.shape()
    func writing(_ register: MemoryMap.Register, for parts: Set<Situation.Part>? = nil) -> Situation
    {
      let held = [
        "is_idle": 1, "write_address": Int(MemoryMap.address(register)),
        "read_request_data": Int(MemoryMap.address(.output, unit: 1, word: 0)),
      ]
      return Situation(
        holding: held, below: ["write_data": register.range(configuration).upperBound + 1],
        for: parts)
    }
    try await expectContract(
      of: HostPort(configuration), writing(.slotCount), writing(.chunkCount, for: [.latency(0)]),
      writing(.softmaxScale, for: [.latency(0)]), writing(.outputMultiplier, for: [.latency(0)]))
  }

  @Test("Operand buffer")
  func operandBuffer() async throws {
    try await expectContract(
      of: OperandBuffer(lines: 2, wordBits: 24, depth: 48), Situation(holding: ["write_enable": 0]),
      Situation(holding: ["write_enable": 0, "read_enable": 1]))
  }

  @Test("Index buffer")
  func idxBuf() async throws {
    let configuration = try configuration(elements: 4, lines: 1, macs: 4, slots: 32)
    try await expectContract(
      of: IdxBuf(configuration),
      Situation(holding: ["write_index": 0, "write_pointer": 0]) { trial in
        let entry = 1 << (configuration.indexWordBits - 1)
        for slot in 0..<32 {
          // Two entries a row; one slot is empty.
          let place = (slot % 4) << configuration.bankAddressBits | slot % 5
          let word = (slot == 4 ? 0 : entry) | place
          try trial.step(["write_index": 1, "write_address": slot, "write_number": word])
          try trial.step([
            "write_pointer": 1, "write_address": slot % 8, "write_number": 2 * (slot % 8) + 2,
          ])
        }
        try trial.step(["walk_restart": 1])
        for _ in 0..<trial.random(below: 8) { try trial.step(["walk_advance": 1]) }
      })
  }

  @Test("Element of the sparser engine")
  func sparserElement() async throws {
    let configuration = try Self.shape()
    try await expectContract(
      of: SparserElement(configuration),
      Situation(holding: [
        "access_write_query_enable": 0, "access_write_index_index": 0,
        "access_write_index_pointer": 0,
        "control_clear": 0, "control_step_walk_restart": 0, "control_step_walk_advance": 0,
        "control_output_stationary": 0, "control_first_chunk": 1, "control_last_chunk": 1,
      ]) { trial in
        try trial.step([
          "access_write_index_index": 1, "access_write_index_address": 0,
          "access_write_index_number": 1 << (configuration.indexWordBits - 1),
        ])
        try trial.step(["control_step_walk_restart": 1])
      })
  }

  @Test("Sparser engine")
  func sparserEngine() async throws {
    try await expectContract(
      of: SparserEngine(configuration(elements: 2, lines: 2, macs: 4)),
      Situation(
        holding: Self.all("access", 2, 0, of: "write_index_index").merging([
          "command_head_slots": 2, "command_head_chunks": 1,
        ]) { $1 }))
  }

  @Test("Accelerator")
  func acceleratorTop() async throws {
    let configuration = try configuration(elements: 1, lines: 1, macs: 4)
    let start = Int(MemoryMap.address(.start))
    try await expectContract(
      of: AcceleratorTop(configuration),
      Situation(holding: ["write_address": start]) { trial in
        for register in [MemoryMap.Register.slotCount, .chunkCount] {
          try trial.step([
            "write_valid": 1, "write_address": Int(MemoryMap.address(register)), "write_data": 2,
          ])
        }
      })
  }
}
