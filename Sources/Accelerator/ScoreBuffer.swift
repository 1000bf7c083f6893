import AttentionSpec
import HardwareDSL

/// Holds scores until their row is complete and its maximum known, then sends them on in order.
///
/// Scores of later rows enter while those of earlier rows leave.
final class ScoreBuffer: Module {
  /// Cycles from a row's last score to its first entry.
  static let latency = 3

  let clear = input(.bit, "a new head: forget everything")

  let scoreValid = input(.bit)
  let score: Signal
  let scoreEndsRow = input(.bit, "the score is its row's last")

  let entryValid = output(.bit)
  let entryScore: Signal
  let entryMaximum: Signal
  let entryEndsRow = output(.bit)

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
  let ready = register(.bit, reset: 0)
  let readyScore: Signal
  let readyEndsRow = dataRegister(.bit)

  private let configuration: AcceleratorConfiguration
  private let sumBits: Int

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    sumBits = configuration.accumulatorBits
    let scoreType = HardwareType.signed(sumBits)
    let capacity = configuration.capacity
    score = input(scoreType)
    entryScore = output(scoreType)
    entryMaximum = output(scoreType, "of the entry's row")
    scores = Memory(
      .bits(sumBits + 1), depth: capacity.slots, "Scores, each with its row-end flag.")
    maxima = Memory(scoreType, depth: capacity.queriesPerElement, "The maximum of each row.")
    let indexType = HardwareType.unsigned(configuration.slotCountBits)
    let rowType = HardwareType.unsigned(FieldWidths(configuration).rowCount)
    writeIndex = register(indexType, reset: 0)
    writeRow = register(rowType, reset: 0)
    running = dataRegister(scoreType, "the maximum of the current row so far")
    complete = register(indexType, reset: 0, "scores of complete rows")
    readIndex = register(indexType, reset: 0)
    fetchedRow = register(rowType, reset: 0)
    readyScore = dataRegister(scoreType)
  }

  var moduleName: String {
    "score_buffer_s\(configuration.capacity.slots)_q\(configuration.capacity.queriesPerElement)"
      + "_acc\(sumBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Score buffer: gives each row's scores with the row's maximum once the row is complete.",
      latency: [
        .cycles(
          Self.latency, from: scoreValid, to: entryValid,
          note: "from a row's last score to its first entry")
      ],
      throughput: [.one("score in and one entry out", from: scoreValid, to: entryValid)],
      reset: [.sentence("empty"), .value(0, of: entryValid)], combinationalPaths: .none)
  }

  var body: Behavior {
    enter
    leave
  }

  @HardwareBuilder private var enter: Behavior {
    section("Scores enter; the running maximum ends with the row")
    let exceeds = wire("exceeds", atRowStart || score > running)
    let newMaximum = wire("newMaximum", mux(exceeds, score, running))
    let rowEnds = wire("rowEnds", scoreValid && scoreEndsRow)
    scores.write(
      concatenate(scoreEndsRow, score.asBits), at: writeIndex.truncated(to: scores.addressWidth),
      enable: scoreValid)
    maxima.write(
      newMaximum, at: writeRow.truncated(to: maxima.addressWidth), enable: rowEnds)
    when(scoreValid) { running <== newMaximum }
    when(clear) {
      writeIndex <== 0
      writeRow <== 0
      complete <== 0
      atRowStart <== 1
    }.elseWhen(scoreValid) {
      writeIndex <== writeIndex &+ 1
      atRowStart <== scoreEndsRow
      when(scoreEndsRow) {
        writeRow <== writeRow &+ 1
        complete <== writeIndex &+ 1
      }
    }
    claim("ScoresFit", !scoreValid || writeIndex < .number(configuration.capacity.slots))
  }

  @HardwareBuilder private var leave: Behavior {
    section("Complete rows leave")
    let fetch = wire("fetch", readIndex != complete)
    scores.read(at: readIndex.truncated(to: scores.addressWidth), enable: fetch)
    fetched <== (fetch && !clear)
    when(clear) { readIndex <== 0 }
      .elseWhen(fetch) { readIndex <== readIndex &+ 1 }

    let endsRow = wire("endsRow", scores.readData[sumBits])
    maxima.read(at: fetchedRow.truncated(to: maxima.addressWidth), enable: fetched)
    when(clear) { fetchedRow <== 0 }
      .elseWhen(fetched && endsRow) { fetchedRow <== fetchedRow &+ 1 }
    ready <== (fetched && !clear)
    when(fetched) {
      readyScore <== scores.readData[0...(sumBits - 1)].asSigned
      readyEndsRow <== endsRow
    }
    entryValid <== ready
    entryScore <== readyScore
    entryMaximum <== maxima.readData
    entryEndsRow <== readyEndsRow
  }
}
