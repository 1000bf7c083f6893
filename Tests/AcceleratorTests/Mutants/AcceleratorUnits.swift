import AttentionSpec
import BenchSupport
import HardwareDSL

@testable import Accelerator

/// The units of the array, and those that others share, with the checks that may notice their
/// slips.
enum AcceleratorUnits {
  static let all: [MutatedUnit] = [
    MutatedUnit("MAC", MAC(sumBits: MACTests.sumBits), mac + macLine),
    MutatedUnit("MACLine", MACLine(macs: 3, sumBits: MACLineTests.sumBits), macLine),
    MutatedUnit("OutputRequantizer", OutputRequantizer(sumBits: 24, rowSumBits: 16), requantizer),
    MutatedUnit(
      "SoftmaxUnit",
      SoftmaxUnit(scoreBits: SoftmaxUnitTests.scoreBits, rowSumBits: SoftmaxUnitTests.rowSumBits),
      softmax),
    MutatedUnit("OperandBuffer", OperandBuffer(lines: 2, wordBits: 24, depth: 48), operandBuffer),
    MutatedUnit(
      "BankCrossbar",
      BankCrossbar(
        ports: BankCrossbarTests.ports, lines: 2, wordBits: 16, bankBits: 2, addressBits: 4),
      crossbar),
  ]

  // MARK: Checks

  private typealias Check = MutatedUnit.Check

  private static let mac: [Check] = [
    { try await MACTests().products() }, { try await MACTests().settings(seed: 1) },
    { try await ContractTests().mac() },
  ]

  private static let macLine: [Check] = [
    { try await MACLineTests().staying() }, { try await MACLineTests().scores(macs: 3) },
    { try await MACLineTests().rows(macs: 3) },
    { try await MACLineTests().mixed(macs: 3, drive: (4, 300)) },
    { try await MACLineTests().extremes(macs: 3) },
    { try await ContractTests().macLine(macs: 4) },
  ]

  private static let requantizer: [Check] = [
    { try await OutputRequantizerTests().exact() },
    { try await OutputRequantizerTests().oneToken() },
    { try await OutputRequantizerTests().results(sumBits: 24, rowSumBits: 16) },
    { try await ContractTests().requantizer() },
  ]

  private static let softmax: [Check] = [
    { try await SoftmaxUnitTests().lengths() },
    { try await SoftmaxUnitTests().random(scale: 1 << 12, pausing: 500) },
    { try await SoftmaxUnitTests().saturation() },
    { try await SoftmaxUnitTests().random(scale: 999, pausing: 0) },
    { try await SoftmaxUnitTests().distances() }, { try await ContractTests().softmaxUnit() },
  ]

  private static let operandBuffer: [Check] = [
    { try await OperandBufferTests().readsAndWrites(seed: 1) },
    { try await ContractTests().operandBuffer() },
  ]

  private static let crossbar: [Check] = [
    { try await BankCrossbarTests().multicast(seed: 1) },
    { try await BankCrossbarTests().conflict() }, { try await BankCrossbarTests().noBank() },
    { try await ContractTests().bankCrossbar() },
  ]
}
