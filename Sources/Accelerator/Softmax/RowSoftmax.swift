import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// What comes of scores.
struct SoftmaxResult: SignalBundle {
  let numerator: Valid<Item>
  let rowSum: Valid<Item>
}

extension SoftmaxResult {
  init(_ field: FieldMaker, rowSumBits: Int) {
    numerator = Valid(field, .unsigned(NumberFormats.numeratorBits))
    rowSum = Valid(field, .unsigned(rowSumBits), "for the test bench")
  }
}

/// Softmax of rows, each with the settings of its head: scores to numerators, and row sums for the
/// divider.
final class RowSoftmax: Module {
  /// Cycles from a row's last score to its first numerator, and from its last numerator to the
  /// request for its reciprocal.
  static let latency = ScoreRing.latency + SoftmaxUnit.latency
  static let sumLatency = 2

  let settings: Valid<Settings>
  let score: Valid<Score>
  let result: SoftmaxResult
  let division: ReadyValid<DivisionRequest>

  let ring: ScoreRing
  let softmax: SoftmaxUnit
  let scale: MemoryFIFO<Item>
  let multiplier: MemoryFIFO<Item>
  let sum: StreamFIFO<Item>

  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let (rows, rowSumBits) = (configuration.memory.rows, configuration.rowSumBits)
    settings = Valid(.input(), "of the row that is given") { Settings($0) }
    score = Valid(.input(), "rows come in the order in which they were given") {
      Score($0, bits: configuration.scoreBits)
    }
    division = .output { DivisionRequest($0, rowSumBits: rowSumBits) }
    result = SoftmaxResult(.output(), rowSumBits: rowSumBits)
    ring = ScoreRing(configuration)
    softmax = SoftmaxUnit(scoreBits: configuration.scoreBits, rowSumBits: rowSumBits)
    scale = MemoryFIFO(depth: rows) { Item($0(.unsigned(NumberFormats.softmaxScaleBits))) }
    // A row's outputs may be finished before the divider takes its sum.
    multiplier = MemoryFIFO(depth: rows + configuration.memory.finishedRows) {
      Item($0(.unsigned(NumberFormats.outputMultiplierBits)))
    }
    sum = StreamFIFO(depth: ScoreRing.rowsOwed) { Item($0(.unsigned(rowSumBits))) }
  }

  var moduleName: String {
    "row_softmax_s\(configuration.memory.scores)_r\(configuration.memory.rows)"
      + "_f\(configuration.memory.finishedRows)_score\(configuration.scoreBits)"
      + "_sum\(configuration.rowSumBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Softmax of rows: numerators, and requests for the reciprocals of the row sums.",
      latency: [
        .cycles(
          Self.latency, from: score.valid, to: result.numerator.valid,
          note: "from a row's last score to its first numerator"),
        .cycles(
          Self.latency + Self.sumLatency, from: score.valid, to: division.valid,
          note: "for a row of one score"),
      ],
      throughput: [
        .sentence(
          "one score in and one numerator out every cycle, while fewer than "
            + "\(ScoreRing.rowsOwed - 1) rows are on their way to the divider")
      ],
      reset: [
        .control, .value(0, of: result.numerator.valid, division.valid, result.rowSum.valid),
      ],
      combinationalPaths: .none)
  }

  var body: Behavior {
    section("Settings wait for their row")
    enqueue(
      Valid(settings.valid, settings.softmaxScale), into: scale.input, "ScaleFits",
      "no more rows wait for their softmax than there is room for")
    enqueue(
      Valid(settings.valid, settings.outputMultiplier), into: multiplier.input, "MultiplierFits",
      "no more rows wait for the divider than there is room for")

    section("Numerators")
    ring.score <== score
    softmax.entry <== ring.entry
    softmax.scale <== scale.output.payload.data
    scale.output.ready <== (ring.entry.valid && ring.entry.endsRow)
    result <== SoftmaxResult(numerator: softmax.numerator, rowSum: softmax.rowSum)
    claim(
      "ScaleIsThere", !ring.entry.valid || scale.output.valid,
      "a row's settings were given before its scores")

    section("Row sums wait for the divider")
    enqueue(softmax.rowSum, into: sum.input, "SumFits", "there is room for every row sum")
    division
      <== ReadyValid(
        valid: sum.output.valid, ready: sum.output.ready,
        payload: DivisionRequest(
          rowSum: sum.output.payload.data, outputMultiplier: multiplier.output.payload.data))
    multiplier.output.ready <== division.fires
    ring.takes <== division.fires
  }
}
