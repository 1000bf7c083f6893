import AttentionSpec
import HardwareDSL

/// The lines that work on one query row: a dot product of all lines' features (SDDMM), or one
/// weighted sum per feature (SpMM).
final class ProcessingElement: Module {
  /// Cycles from the last operands of a score to the score.
  static let scoreLatency = 4

  let operands: Valid<ElementOperands>
  let score: Valid<Score>
  let output: Valid<OutputRow>

  let line: [MACLine]
  let lane: [OutputLane]
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
    score = Valid(.output()) { Score($0, sumBits: sumBits) }
    output = Valid(.output()) { OutputRow($0, configuration) }
    line = (0..<configuration.linesPerElement).map { _ in MACLine(macs: macs, sumBits: sumBits) }
    lane = (0..<configuration.linesPerElement).map { _ in
      OutputLane(macs: macs, sumBits: sumBits, rowSumBits: configuration.rowSumBits)
    }
    scoreSum = dataRegister(.signed(sumBits))
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
      "Processing element: \(line.count) x \(macs) MACs in lines, an adder tree, an output lane a "
        + "line.",
      latency: [
        .cycles(
          Self.scoreLatency, from: operands.valid, to: score.valid,
          note: "for the last operands of a score"),
        .cycles(
          3 + OutputLane.latency(macs: macs), from: operands.valid, to: output.valid,
          note: "for the last operands of a row"),
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
            mode: SumMode(first: entry.first, outputStationary: entry.outputStationary),
            query: operands.query[index], numerator: operands.numerator,
            keyValue: operands.keyValue[index]))
    }

    section("Scores: the lines' sums through an adder tree")
    let ends = wire("ends", operands.valid && entry.last)
    let scoreEnds = pipeline("scoreEnds", ends && !entry.outputStationary, stages: 3)
    let rowEnds = pipeline("rowEnds", entry.endsRow, stages: 3)
    when(scoreEnds) { scoreSum <== sum(of: line.map(\.lineSum)).truncated(to: sumBits) }
    score
      <== Valid(
        delayed("scoreReady", scoreEnds, reset: 0),
        Score(value: scoreSum, endsRow: delayed("scoreRowEnds", rowEnds, reset: 0)))

    section("Outputs: a row's scale waits for its sums, its address for its bytes")
    when(ends && entry.outputStationary) {
      held <== FinishedRow(address: entry.address, scale: operands.scale)
    }
    let capture = pipeline("capture", ends && entry.outputStationary, stages: 3)
    when(capture) { drained <== held.address }
    when(pipeline("drained", capture, stages: macs)) { written <== drained }
    for (lane, line) in zip(lane, line) {
      lane.row <== Valid(capture, LineSums(totals: line.totals, scale: held.scale))
    }
    output
      <== Valid(lane[0].word.valid, OutputRow(address: written, words: lane.map(\.word.data)))
  }
}

/// `condition` delayed by `stages` cycles in a shift register, zero under reset.
func pipeline(_ name: IndexedName, _ condition: Signal, stages: Int) -> Signal {
  if stages == 1 { return delayed(name, condition, reset: 0) }
  let history = register(name, .bits(stages), reset: 0)
  history <== concatenate(history[0...(stages - 2)], condition)
  return history[stages - 1]
}
