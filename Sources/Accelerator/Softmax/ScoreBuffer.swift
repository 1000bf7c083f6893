import AttentionSpec
import HardwareDSL

/// Holds scores until their row is complete and its maximum known, then sends them on in order.
///
/// Scores of later rows enter while those of earlier rows leave.
final class ScoreBuffer: Module {
  /// Cycles from a row's last score to its first entry.
  static let latency = 3

  let clear = input(.bit, "a new head: forget everything")

  let score: Valid<Score>
  let entry: Valid<SoftmaxEntry>

  let scores: Memory
  let maxima: Memory
  let writeIndex: Signal
  let writeRow: Signal
  let running: Signal
  let atRowStart = register(.bit, reset: 1)
  let complete: Signal
  let readIndex: Signal
  let fetched = register(.bit, reset: 0)
  let fetchedRow: Signal
  let ready: SoftmaxEntry

  private let configuration: AcceleratorConfiguration
  private let scoreBits: Int

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let scoreBits = configuration.scoreBits
    self.scoreBits = scoreBits
    let scoreType = HardwareType.signed(scoreBits)
    let capacity = configuration.capacity
    score = Valid(.input()) { Score($0, bits: scoreBits) }
    entry = Valid(.output()) { SoftmaxEntry($0, scoreBits: scoreBits) }
    scores = Memory(
      .bits(scoreBits + 1), depth: capacity.slots, "Scores, each with its row-end flag")
    maxima = Memory(scoreType, depth: capacity.queriesPerElement, "The maximum of each row")
    let indexType = HardwareType.unsigned(configuration.slotCountBits)
    let rowType = HardwareType.unsigned(configuration.rowCountBits)
    writeIndex = register(indexType, reset: 0)
    writeRow = register(rowType, reset: 0)
    running = dataRegister(scoreType, "the maximum of the current row so far")
    complete = register(indexType, reset: 0, "scores of complete rows")
    readIndex = register(indexType, reset: 0)
    fetchedRow = register(rowType, reset: 0)
    ready = SoftmaxEntry(.dataRegister(), scoreBits: scoreBits)
  }

  var moduleName: String {
    "score_buffer_s\(configuration.capacity.slots)_q\(configuration.capacity.queriesPerElement)"
      + "_score\(scoreBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Score buffer: gives each row's scores with the row's maximum once the row is complete.",
      latency: [
        .cycles(
          Self.latency, from: score.valid, to: entry.valid,
          note: "from a row's last score to its first entry")
      ],
      throughput: [.one("score in and one entry out", from: score.valid, to: entry.valid)],
      reset: [.sentence("empty"), .value(0, of: entry.valid)], combinationalPaths: .none)
  }

  var body: Behavior {
    enter
    leave
  }

  @HardwareBuilder private var enter: Behavior {
    section("Scores enter; the running maximum ends with the row")
    let exceeds = wire("exceeds", atRowStart || score.value > running)
    let newMaximum = wire("newMaximum", mux(exceeds, score.value, running))
    let rowEnds = wire("rowEnds", score.valid && score.endsRow)
    scores.write(
      score.payload.asBits, at: .truncating(writeIndex), enable: score.valid)
    maxima.write(
      newMaximum, at: .truncating(writeRow), enable: rowEnds)
    when(score.valid) { running <== newMaximum }
    when(clear) {
      writeIndex <== 0
      writeRow <== 0
      complete <== 0
      atRowStart <== 1
    }.elseWhen(score.valid) {
      writeIndex <== writeIndex &+ 1
      atRowStart <== score.endsRow
      when(score.endsRow) {
        writeRow <== writeRow &+ 1
        complete <== writeIndex &+ 1
      }
    }
    claim(
      "RowsFit", !rowEnds || writeRow < .number(configuration.capacity.queriesPerElement),
      "there is room for every row of the head")
    claim(
      "ScoresFit", !score.valid || writeIndex < .number(configuration.capacity.slots),
      "there is room for every score of the head")
  }

  @HardwareBuilder private var leave: Behavior {
    section("Complete rows leave")
    let fetch = wire("fetch", readIndex != complete)
    scores.read(at: .truncating(readIndex), enable: fetch)
    fetched <== (fetch && !clear)
    when(clear) { readIndex <== 0 }
      .elseWhen(fetch) { readIndex <== readIndex &+ 1 }

    // The row of what is fetched is known as soon as the entry before it is: so its maximum comes
    // together with its score, and both leave from registers.
    let next = wire("next", scores.readData.asBundle { Score($0, bits: scoreBits) })
    let row = wire("row", mux(fetched && next.endsRow, fetchedRow &+ 1, fetchedRow))
    maxima.read(at: .truncating(row), enable: fetch)
    fetchedRow <== mux(clear, 0, row)
    when(fetched) {
      ready
        <== SoftmaxEntry(score: next.value, maximum: maxima.readData, endsRow: next.endsRow)
    }
    entry <== Valid(delayed("isReady", fetched && !clear, reset: 0), ready)
  }
}
