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

  @Test("OutputRequantizer")
  func requantizer() async throws {
    let stages = ["control_align": 1, "control_multiply": 1, "control_round": 1]
    try await expectContract(
      of: OutputRequantizer(sumBits: 24, rowSumBits: 16),
      Situation(holding: stages, below: ["accumulator": 32_000]))
  }

  @Test("Softmax unit")
  func softmaxUnit() async throws {
    try await expectContract(
      of: SoftmaxUnit(scoreBits: 24, rowSumBits: 12),
      Situation(holding: ["entry_ends_row": 1, "entry_maximum": 9, "scale": 1000]))
  }

  @Test("Bank crossbar")
  func bankCrossbar() async throws {
    let addresses = Self.all("port", 4, 5, of: "address")
    try await expectContract(
      of: BankCrossbar(ports: 4, lines: 2, wordBits: 16, bankBits: 2, addressBits: 4),
      Situation(holding: addresses),
      Situation(holding: addresses.merging(Self.all("port", 4, 1, of: "enable")) { $1 }))
  }

  @Test("Operand buffer")
  func operandBuffer() async throws {
    try await expectContract(
      of: OperandBuffer(lines: 2, wordBits: 24, depth: 48), Situation(holding: ["write_enable": 0]),
      Situation(holding: ["write_enable": 0, "read_enable": 1]))
  }
}
