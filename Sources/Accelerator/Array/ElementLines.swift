import AttentionSpec
import HardwareDSL

/// The lines of an element, which keep the sums of a row's outputs for all chunks of it, and the
/// tree over them that makes scores.
final class ElementLines: Module {
  /// Cycles from the last words of a score to it, and from a row's last words of a chunk to its
  /// sums.
  static let scoreLatency = ScoredWord.latency
  static let sumLatency = MACLine.latency

  let operands: Valid<LinesOperands>
  let score: Valid<Score>
  let sums: Valid<FinishedSums>

  let line: [MACLine]
  let scoreSum: Signal

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let sumBits = configuration.accumulatorBits
    operands = Valid(.input(), "the operands count in this cycle") {
      LinesOperands($0, configuration)
    }
    score = Valid(.output()) { Score($0, bits: configuration.scoreBits) }
    sums = Valid(.output(), "the sums of a chunk of a row are there, in this cycle") {
      FinishedSums($0, configuration)
    }
    line = (0..<configuration.linesPerElement).map { _ in
      MACLine(
        macs: configuration.array.macsPerLine, sumBits: sumBits, sums: configuration.chunksMax)
    }
    scoreSum = dataRegister(.signed(configuration.scoreBits))
  }

  var moduleName: String {
    "element_lines_\(line.count)x\(configuration.array.macsPerLine)"
      + "_acc\(configuration.accumulatorBits)_c\(configuration.chunksMax)"
  }

  var documentation: Documentation {
    Documentation(
      "\(line.count.counted("line")) of MACs of an element: scores by an adder tree over the "
        + "lines, and sums of outputs in each MAC, "
        + "\(configuration.chunksMax.counted("chunk")) of a row.",
      latency: [
        .cycles(
          Self.scoreLatency, from: operands.valid, to: score.valid,
          note: "for the last operands of a score"),
        .cycles(
          Self.sumLatency, from: operands.valid, to: sums.valid,
          note: "for the last operands of a chunk of a row"),
      ],
      throughput: [
        .several(configuration.featuresPerCycle, "products", from: operands.valid, to: score.valid)
      ],
      reset: [.control, .value(0, of: score.valid, sums.valid)], combinationalPaths: .none)
  }

  var body: Behavior {
    let entry = operands.entry
    if entry.sum == nil { unused("chunk", entry.chunk) }
    for (index, line) in line.enumerated() {
      line.operands
        <== Valid(
          operands.valid,
          LineOperands(
            mode: SumMode(
              first: entry.first, outputStationary: entry.outputStationary, sum: entry.sum),
            query: operands.query[index], numerator: operands.numerator,
            keyValue: operands.keyValue[index]))
    }

    section("Scores: sums over half of the lines each, then with the sum of earlier chunks")
    score
      <== line.score(
        of: ScoredWord(
          isThere: operands.valid && !entry.outputStationary, first: entry.first, last: entry.last,
          endsRow: entry.endsRow), into: scoreSum)

    section("Outputs: the sums of a chunk are complete")
    let completes = wire(
      "completes", operands.valid && entry.outputStationary && entry.last)
    sums
      <== Valid(
        pipeline("complete", completes, stages: Self.sumLatency),
        FinishedSums(
          endsRow: pipeline("completesRow", entry.endsRow, stages: Self.sumLatency),
          line: line.map { LineSums(totals: $0.totals) }))
  }
}
