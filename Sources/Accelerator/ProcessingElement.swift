import AttentionSpec
import HardwareDSL

/// The lines that work on one query row: a dot product of all lines' features (SDDMM), or one
/// weighted sum per feature (SpMM).
final class ProcessingElement: Module {
  /// Cycles from the last operands of a score to the score.
  static let scoreLatency = 4

  let valid = input(.bit, "the operands below count in this cycle")
  let first = input(.bit, "they begin a score, or a row of outputs")
  let last = input(.bit, "they end it")
  let endsRow = input(.bit, "SDDMM: the score is its row's last")
  let outputStationary = input(.bit, "1: SpMM, 0: SDDMM")
  let query: [Signal]
  let keyValue: [Signal]
  let weight = input(.unsigned(8))
  let alignment: Signal
  let reciprocal = input(.unsigned(NumberFormats.reciprocalBits))
  let tag: Signal

  let scoreValid = output(.bit)
  let score: Signal
  let scoreEndsRow = output(.bit)

  let outputValid = output(.bit)
  let outputTag: Signal
  let outputs: [Signal]

  let line: [MACLine]
  let lane: [OutputLane]
  let sum: Signal
  let heldAlignment: Signal
  let heldReciprocal = dataRegister(.unsigned(NumberFormats.reciprocalBits))
  let heldTag: Signal
  let drainTag: Signal
  let writtenTag: Signal

  private let lines: Int
  private let macs: Int
  private let sumBits: Int

  init(_ configuration: AcceleratorConfiguration, tagBits: Int) {
    lines = configuration.linesPerElement
    macs = configuration.array.macsPerLine
    sumBits = configuration.accumulatorBits
    let rowSumBits = configuration.rowSumBits
    let alignmentType = HardwareType.unsigned(Requantizer.alignmentBits(rowSumBits: rowSumBits))
    let (lines, macs, sumBits) = (lines, macs, sumBits)
    query = (0..<lines).map { _ in input(.bits(8 * macs)) }
    keyValue = (0..<lines).map { _ in input(.bits(8 * macs)) }
    alignment = input(alignmentType, "of the row that last_i ends, like the two below")
    tag = input(.bits(tagBits), "travels to output_tag_o")
    score = output(.signed(sumBits))
    outputTag = output(.bits(tagBits))
    outputs = (0..<lines).map { _ in output(.bits(8 * macs)) }
    line = (0..<lines).map { _ in MACLine(macs: macs, sumBits: sumBits) }
    lane = (0..<lines).map { _ in
      OutputLane(macs: macs, sumBits: sumBits, rowSumBits: rowSumBits)
    }
    sum = dataRegister(.signed(sumBits))
    heldAlignment = dataRegister(alignmentType)
    heldTag = dataRegister(.bits(tagBits))
    drainTag = dataRegister(.bits(tagBits))
    writtenTag = dataRegister(.bits(tagBits))
  }

  var moduleName: String {
    "processing_element_\(lines)x\(macs)_acc\(sumBits)_align\(alignment.width)_tag\(tag.width)"
  }

  var documentation: Documentation {
    Documentation(
      "Processing element: \(lines) x \(macs) MACs in lines, an adder tree, an output lane a line.",
      latency: [
        .cycles(
          Self.scoreLatency, from: valid, to: scoreValid, note: "for the last operands of a score"),
        .cycles(
          3 + OutputLane.latency(macs: macs), from: valid, to: outputValid,
          note: "for the last operands of a row"),
      ],
      throughput: [.several(lines * macs, "products", from: valid, to: scoreValid)],
      reset: [.control, .value(0, of: scoreValid, outputValid)], combinationalPaths: .none)
  }

  var body: Behavior {
    for index in 0..<lines {
      line[index].valid <== valid
      line[index].first <== first
      line[index].outputStationary <== outputStationary
      line[index].query <== query[index]
      line[index].weight <== weight
      line[index].keyValue <== keyValue[index]
    }

    section("Scores: the lines' sums through an adder tree")
    let scoreEnds = pipeline("scoreEnds", valid && last && !outputStationary, stages: 3)
    let rowEnds = pipeline("rowEnds", endsRow, stages: 3)
    let treeSum = HardwareDSL.sum(of: line.map(\.partial))
    when(scoreEnds) { sum <== treeSum.truncated(to: sumBits) }
    scoreValid <== delayed("scoreReady", scoreEnds, reset: 0)
    score <== sum
    scoreEndsRow <== delayed("scoreRowEnds", rowEnds, reset: 0)

    section("Outputs: a row's settings wait for its sums, its tag for its bytes")
    when(valid && last && outputStationary) {
      heldAlignment <== alignment
      heldReciprocal <== reciprocal
      heldTag <== tag
    }
    let capture = pipeline("capture", valid && last && outputStationary, stages: 3)
    when(capture) { drainTag <== heldTag }
    let drained = pipeline("drained", capture, stages: macs)
    when(drained) { writtenTag <== drainTag }
    for index in 0..<lines {
      for position in 0..<macs {
        lane[index].totals[position] <== line[index].totals[position]
      }
      lane[index].capture <== capture
      lane[index].alignment <== heldAlignment
      lane[index].reciprocal <== heldReciprocal
      outputs[index] <== lane[index].word
    }
    outputValid <== lane[0].wordValid
    outputTag <== writtenTag
  }
}

/// `condition` delayed by `stages` cycles in a shift register, zero under reset.
func pipeline(_ name: IndexedName, _ condition: Signal, stages: Int) -> Signal {
  if stages == 1 { return delayed(name, condition, reset: 0) }
  let history = register(name, .bits(stages), reset: 0)
  history <== concatenate(history[0...(stages - 2)], condition)
  return history[stages - 1]
}
