import AttentionSpec
import HardwareDSL

/// The lines that work on one query row: a dot product of all lines' features (SDDMM), or one
/// weighted sum per feature (SpMM).
final class ProcessingElement: Module {
  /// Cycles from the last operands of a score to the score.
  static let scoreLatency = ScoredWord.latency

  let operands: Valid<ElementOperands>
  let score: Valid<Score>
  let output: Valid<OutputWord>

  let line: [MACLine]
  let drain: OutputDrain
  let scoreSum: Signal
  let held: FinishedRow
  let drained: RowAddress
  let written: RowAddress

  private let configuration: AcceleratorConfiguration
  private let macs: Int
  private let sumBits: Int

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let macs = configuration.array.macsPerLine
    let sumBits = configuration.accumulatorBits
    self.macs = macs
    self.sumBits = sumBits
    operands = Valid(.input(), "the operands count in this cycle") {
      ElementOperands($0, configuration)
    }
    score = Valid(.output()) { Score($0, bits: configuration.scoreBits) }
    output = Valid(.output()) { OutputWord($0, configuration) }
    line = (0..<configuration.linesPerElement).map { _ in MACLine(macs: macs, sumBits: sumBits) }
    drain = OutputDrain(
      lines: configuration.linesPerElement, macs: macs, sumBits: sumBits,
      rowSumBits: configuration.rowSumBits)
    scoreSum = dataRegister(.signed(configuration.scoreBits))
    held = FinishedRow(.dataRegister(), configuration)
    drained = RowAddress(.dataRegister(), configuration)
    written = RowAddress(.dataRegister(), configuration)
  }

  var moduleName: String {
    "processing_element_\(line.count)x\(macs)_acc\(sumBits)_align\(held.scale.alignment.width)"
      + "_r\(configuration.queryBits)_c\(configuration.chunkBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Processing element: \(line.count) x \(macs) MACs in lines, an adder tree over the lines, an "
        + "output drain. Requires that rows end \(configuration.rowSpacing) cycles apart or more.",
      latency: [
        .cycles(
          Self.scoreLatency, from: operands.valid, to: score.valid,
          note: "for the last operands of a score"),
        .cycles(
          MACLine.latency + OutputDrain.latency, from: operands.valid, to: output.valid,
          note: "from the last operands of a row to its first word"),
      ],
      throughput: [
        .several(line.count * macs, "products", from: operands.valid, to: score.valid)
      ],
      reset: [.control, .value(0, of: score.valid, output.valid)], combinationalPaths: .none)
  }

  var body: Behavior {
    let entry = operands.entry
    for (index, line) in line.enumerated() {
      line.operands
        <== Valid(
          operands.valid,
          LineOperands(
            mode: SumMode(first: entry.first, outputStationary: entry.outputStationary, sum: nil),
            query: operands.query[index], numerator: operands.numerator,
            keyValue: operands.keyValue[index]))
    }

    section("Scores: sums over half of the lines each, then with the sum of earlier chunks")
    score
      <== line.score(
        of: ScoredWord(
          isThere: operands.valid && !entry.outputStationary, first: entry.first, last: entry.last,
          endsRow: entry.endsRow), into: scoreSum)

    section("Outputs: a row's scale waits for its sums, its address for its bytes")
    let stages = MACLine.latency
    let rowEnds = wire("rowEnds", operands.valid && entry.last && entry.outputStationary)
    when(rowEnds) { held <== FinishedRow(address: entry.address, scale: operands.scale) }
    let ended = register("ended", .bits(stages), reset: 0)
    ended <== concatenate(ended[..<(stages - 1)], rowEnds)
    claim(
      "RowsApart", !rowEnds || !ended[..<(stages - 1)].isAnySet,
      "a row ends when the scale of the row before is with its sums, or later")
    let captures = wire("captures", ended[stages - 1])
    when(captures) { drained <== held.address }
    drain.row
      <== Valid(
        captures, RowSums(line: line.map { LineSums(totals: $0.totals) }, scale: held.scale))
    let drains = pipeline("drains", captures, stages: OutputDrain.latency - 1)
    when(drains) { written <== drained }
    output <== Valid(drain.word.valid, OutputWord(address: written, word: drain.word.payload))
  }
}
