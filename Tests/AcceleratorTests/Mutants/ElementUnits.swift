import AttentionSpec
import BenchSupport
import HardwareDSL

@testable import Accelerator

/// The units of an element of the sparser engine whose slips are tried, with the checks that may
/// notice them.
enum ElementUnits {
  private static let configuration = Result {
    try ProcessingElementTests.shape(chunks: 3, scores: 32, rows: 8, finishedRows: 3)
  }

  static func all() throws -> [MutatedUnit] {
    let configuration = try configuration.get()
    return [
      MutatedUnit("MACSums", MAC(sumBits: MACTests.sumBits, sums: 3), mac + lines),
      MutatedUnit("ElementLines", ElementLines(configuration), lines + element),
      MutatedUnit("ScoreRing", ScoreRing(configuration), scoreRing + softmax + element),
      MutatedUnit("RowSoftmax", RowSoftmax(configuration), softmax + element),
      MutatedUnit(
        "NumeratorRing", NumeratorRing(depth: NumeratorRingTests.depth), numerators + element),
      MutatedUnit("RowWalk", try RowWalk(RowWalkTests.shape(tokens: 16)), walk + element),
      MutatedUnit("QueryRing", QueryRing(configuration), queries + element),
      MutatedUnit("FinishedRows", FinishedRows(configuration), finished + element),
      MutatedUnit("ProcessingElement", ProcessingElement(configuration), element),
    ]
  }

  // MARK: Checks

  private typealias Check = MutatedUnit.Check

  private static let mac: [Check] = [
    { try await MACTests().several(sums: 3) }, { try await ElementContractTests().mac() },
  ]

  private static let lines: [Check] = [
    { try await ElementLinesTests().simulators() },
    { try await ElementLinesTests().sessions(shape: (4, 1), drive: (0...1, 0)) },
    { try await ElementContractTests().elementLines(chunks: 3) },
  ]

  private static let scoreRing: [Check] = [
    { try await ScoreRingTests().rings(lengths: 1...3, pausing: 0) },
    { try await ScoreRingTests().rings(lengths: 13...13, pausing: 300) },
    { try await ScoreRingTests().late() }, { try await ScoreRingTests().owed(length: 1) },
    { try await ScoreRingTests().owed(length: 5) }, { try await ScoreRingTests().claim() },
    { try await ElementContractTests().scoreRing() },
  ]

  private static let softmax: [Check] = [
    { try await RowSoftmaxTests().rows(lengths: 1...1, taking: 1000) },
    { try await RowSoftmaxTests().rows(lengths: 1...4, taking: 100) },
    { try await ElementContractTests().rowSoftmax() },
  ]

  private static let numerators: [Check] = [
    { try await NumeratorRingTests().random(seed: 1) }, { try await NumeratorRingTests().claims() },
    { try await ElementContractTests().numeratorRing() },
  ]

  private static let walk: [Check] = [
    { try await RowWalkTests().random(entries: 1...5, pace: 500, tokens: 256) },
    { try await RowWalkTests().random(entries: 1...1, pace: 1000, tokens: 16) },
    { try await RowWalkTests().claim() }, { try await ElementContractTests().rowWalk() },
  ]

  private static let queries: [Check] = [
    { try await QueryRingTests().random(chunks: 3) },
    { try await ElementContractTests().queryRing() },
  ]

  private static let finished: [Check] = [
    { try await FinishedRowsTests().drains(shape: (3, 3, 2), pace: 1000) },
    { try await FinishedRowsTests().drains(shape: (4, 1, 1), pace: 100) },
    { try await FinishedRowsTests().claims() },
    { try await ElementContractTests().finishedRows() },
  ]

  private static let element: [Check] = [
    { try await ProcessingElementTests().exact(chunks: 3, one: ProcessingElementTests.cases[1]) },
    { try await ProcessingElementTests().exact(chunks: 3, one: ProcessingElementTests.cases[4]) },
    { try await ProcessingElementTests().exact(chunks: 1, one: ProcessingElementTests.cases[3]) },
    { try await ProcessingElementTests().exact(chunks: 1, one: ProcessingElementTests.cases[7]) },
    { try await ProcessingElementTests().rate(chunks: 3) },
    { try await ElementContractTests().attentionElement() },
  ]
}
