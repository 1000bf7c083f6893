import AttentionSpec
import BenchSupport
import HardwareDSL

@testable import Accelerator

/// The units of the accelerator whose slips are tried, with the checks that may notice them.
enum AcceleratorUnits {
  /// As the whole heads have them.
  private static var configuration: AcceleratorConfiguration { WholeHead.configuration }

  static let all: [MutatedUnit] = [
    MutatedUnit("MAC", MAC(sumBits: MACTests.sumBits), mac + macLine + element),
    MutatedUnit("MACLine", MACLine(macs: 3, sumBits: MACLineTests.sumBits), macLine + element),
    MutatedUnit(
      "OutputRequantizer", OutputRequantizer(sumBits: 24, rowSumBits: 16),
      requantizer + drain + element),
    MutatedUnit(
      "OutputDrain", OutputDrain(lines: 2, macs: 3, sumBits: 24, rowSumBits: 16),
      drain + processing + element),
    MutatedUnit(
      "OutputBuffer", OutputBuffer(lines: 2, macs: 3, depth: 12), outputBuffer + element),
    MutatedUnit("ProcessingElement", ProcessingElement(configuration), processing + element),
    MutatedUnit("ReciprocalUnit", ReciprocalUnit(configuration), reciprocal + element),
    MutatedUnit("ScoreBuffer", ScoreBuffer(configuration), scoreBuffer + element),
    MutatedUnit(
      "SoftmaxUnit",
      SoftmaxUnit(scoreBits: SoftmaxUnitTests.scoreBits, rowSumBits: SoftmaxUnitTests.rowSumBits),
      softmax + element),
    MutatedUnit("IdxBuf", IdxBuf(configuration), idxBuf + element),
    MutatedUnit(
      "OperandBuffer", OperandBuffer(lines: 2, wordBits: 24, depth: 48),
      operandBuffer + banks
        + element),
    MutatedUnit(
      "BankCrossbar",
      BankCrossbar(
        ports: BankCrossbarTests.ports, lines: 2, wordBits: 16, bankBits: 2, addressBits: 4),
      crossbar + banks + heads),
    MutatedUnit("KeyValueBanks", KeyValueBanks(configuration), banks + heads),
    MutatedUnit("HostPort", HostPort(configuration), hostPort + heads),
    MutatedUnit("SDDMMController", SDDMMController(configuration), sddmm + engine),
    MutatedUnit("SpMMController", SpMMController(configuration), spmm + engine),
    MutatedUnit("SparserElement", SparserElement(configuration), element),
    MutatedUnit("SparserEngine", SparserEngine(configuration), engine),
    MutatedUnit("AcceleratorTop", AcceleratorTop(configuration), heads),
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

  private static let drain: [Check] = [
    { try await OutputDrainTests().captures(macs: 3, pausing: 400) },
    { try await OutputDrainTests().captures(macs: 8, pausing: 0) },
    { try await OutputDrainTests().claim() }, { try await ContractTests().outputDrain(macs: 3) },
  ]

  private static let processing: [Check] = [
    { try await ProcessingElementTests().sessions(macs: 3, drive: (0...1, 400)) },
    { try await ProcessingElementTests().sessions(macs: 8, drive: (0...1, 0)) },
    { try await ContractTests().processingElement(macs: 4) },
  ]

  private static let reciprocal: [Check] = [
    { try await ReciprocalUnitTests().overlap() }, { try await ReciprocalUnitTests().claim() },
    { try await ReciprocalUnitTests().sizes(tokens: 1) },
    { try await ReciprocalUnitTests().every(outputMultiplier: 51_234) },
    { try await ReciprocalUnitTests().sizes(tokens: 4096) },
    { try await ContractTests().reciprocalUnit() },
  ]

  private static let scoreBuffer: [Check] = [
    { try await ScoreBufferTests().afterReset(pausing: 0) },
    { try await ScoreBufferTests().heads(pausing: 300) },
    { try await ScoreBufferTests().heads(pausing: 0) }, { try await ScoreBufferTests().full() },
    { for delay in 0..<12 { try await ScoreBufferTests().clear(delay: delay) } },
    { try await ContractTests().scoreBuffer() },
  ]

  private static let softmax: [Check] = [
    { try await SoftmaxUnitTests().lengths() },
    { try await SoftmaxUnitTests().random(scale: 1 << 12, pausing: 500) },
    { try await SoftmaxUnitTests().saturation() },
    { try await SoftmaxUnitTests().random(scale: 999, pausing: 0) },
    { try await SoftmaxUnitTests().distances() }, { try await ContractTests().softmaxUnit() },
    { try await SoftmaxUnitTests().withScoreBuffer(pausing: 400, fill: .random(seed: 7)) },
  ]

  private static let idxBuf: [Check] = [
    { try await IdxBufTests().schedules() },
    { try await IdxBufTests().random(elements: 3, drive: (300, 15, .random(seed: 3))) },
    { try await IdxBufTests().random(elements: 1, drive: (0, 0, .ones)) },
    { try await ContractTests().idxBuf() },
  ]

  private static let operandBuffer: [Check] = [
    { try await OperandBufferTests().readsAndWrites(seed: 1) },
    { try await ContractTests().operandBuffer() },
  ]

  private static let outputBuffer: [Check] = [
    { try await OutputBufferTests().readsAndWrites(macs: 3) },
    { try await ContractTests().outputBuffer() },
  ]

  private static let crossbar: [Check] = [
    { try await BankCrossbarTests().multicast(seed: 1) },
    { try await BankCrossbarTests().conflict() }, { try await BankCrossbarTests().noBank() },
    { try await ContractTests().bankCrossbar() },
  ]

  private static let banks: [Check] = [
    { try await KeyValueBanksTests().readsAndWrites(elements: 3, seed: 1) },
    { try await ContractTests().keyValueBanks() },
  ]

  private static let hostPort: [Check] = [
    { try await HostPortTests().decodes(seed: 1) }, { try await HostPortTests().registers() },
    { try await HostPortTests().reads(elements: 3) },
    { try await HostPortTests().reads(elements: 2) },
    { try await ContractTests().hostPort() },
  ]

  private static let sddmm: [Check] = [
    { try await SDDMMControllerTests().order(headDimension: 24) },
    { try await SDDMMControllerTests().estimate() },
    { try await ContractTests().sddmmController() },
  ]

  private static let spmm: [Check] = [
    { try await SpMMControllerTests().betweenPasses() },
    { try await SpMMControllerTests().estimate(shape: (3, 3)) },
    { try await SpMMControllerTests().late(shape: (3, 3), delay: (0...3, 12)) },
    { try await SpMMControllerTests().late(shape: (1, 8), delay: (0...20, 0)) },
    { try await ContractTests().spmmController() },
  ]

  private static let element: [Check] =
    [
      { try await SparserElementTests().walks(seed: 2) },
      { try await SparserElementTests().walks(seed: 1) },
      { try await SparserElementTests().walks(seed: 5) },
      { try await ContractTests().sparserElement() },
    ] + engine

  private static let engine: [Check] =
    [
      { try await SparserEngineTests().startWhileBusy() },
      { try await SparserEngineTests().heads(elements: 2, lines: 2, macs: 4) },
      { try await SparserEngineTests().firstNumerators(elements: 2) },
      { try await ContractTests().sparserEngine() },
    ] + heads

  private static let heads: [Check] = [
    { try WholeHead.cycles() }, { try WholeHead.several() },
    { try await ContractTests().acceleratorTop() },
  ]
}
