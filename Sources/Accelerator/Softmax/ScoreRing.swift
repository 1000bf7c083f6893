import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Holds scores until their row is complete and its maximum known, then sends them on in order.
///
/// Scores of later rows enter while those of earlier rows leave. No more scores come than there is
/// room for. A row leaves only where its sum will have a place: at most `rowsOwed` rows have left
/// whose sums nobody has taken yet.
final class ScoreRing: Module {
  /// Cycles from a row's last score to its first entry.
  static let latency = 3
  /// Rows that have left and whose sums wait.
  static let rowsOwed = 4

  let score: Valid<Score>
  let entry: Valid<SoftmaxEntry>
  let takes = input(.bit, "the sum of a row that has left is taken")

  let scores: Memory
  let maxima: MemoryFIFO<Item>
  let writeIndex: Signal
  let running: Signal
  let atRowStart = register(.bit, reset: 1)
  let complete: Signal
  let readIndex: Signal
  let owed: Signal
  let ready: SoftmaxEntry

  private let limit: Requirement
  private let configuration: AcceleratorConfiguration

  init(_ configuration: AcceleratorConfiguration, file: String = #filePath, line: Int = #line) {
    self.configuration = configuration
    let (scoreBits, depth) = (configuration.scoreBits, configuration.memory.scores)
    limit = require(
      depth >= 2 && depth.nonzeroBitCount == 1,
      "a ScoreRing of \(depth) scores; give it a power of two from 2 on", file: file, line: line)
    score = Valid(.input()) { Score($0, bits: scoreBits) }
    entry = Valid(.output()) { SoftmaxEntry($0, scoreBits: scoreBits) }
    scores = Memory(.bits(scoreBits + 1), depth: depth, "Scores, each with its row-end flag")
    maxima = MemoryFIFO(depth: configuration.memory.rows) { Item($0(.signed(scoreBits))) }
    // One bit more than a place has tells a full ring from an empty one.
    let index = HardwareType.unsigned(bitsToIndex(depth) + 1)
    writeIndex = register(index, reset: 0)
    running = dataRegister(.signed(scoreBits), "the maximum of the current row so far")
    complete = register(index, reset: 0, "where the scores of complete rows end")
    readIndex = register(index, reset: 0)
    owed = register(
      .unsigned(bitsToHold(Self.rowsOwed)), reset: 0, "rows that have left, without their sums")
    ready = SoftmaxEntry(.dataRegister(), scoreBits: scoreBits)
  }

  var moduleName: String {
    "score_ring_s\(configuration.memory.scores)_r\(configuration.memory.rows)"
      + "_score\(configuration.scoreBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Score ring: gives each row's scores with the row's maximum once the row is complete.",
      latency: [
        .cycles(
          Self.latency, from: score.valid, to: entry.valid,
          note: "from a row's last score to its first entry")
      ],
      throughput: [
        .sentence(
          "one score in and one entry out every cycle, while fewer than \(Self.rowsOwed - 1) rows "
            + "have left whose sums nobody has taken")
      ],
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
    scores.write(score.payload.asBits, at: .truncating(writeIndex), enable: score.valid)
    when(score.valid) {
      running <== newMaximum
      writeIndex <== writeIndex &+ 1
      atRowStart <== score.endsRow
      when(score.endsRow) { complete <== writeIndex &+ 1 }
    }
    enqueue(
      Valid(score.valid && score.endsRow, newMaximum), into: maxima.input, "RowsFit",
      "there is room for every row's maximum")
    claim(
      "ScoresFit", !score.valid || writeIndex &- readIndex != .number(configuration.memory.scores),
      "there is room for every score")
  }

  @HardwareBuilder private var leave: Behavior {
    section("Complete rows leave")
    let next = wire(
      "next", scores.readData.asBundle { Score($0, bits: configuration.scoreBits) })
    // What is fetched now and what was fetched last may each be a row's last.
    let fetch = wire("fetch", readIndex != complete && owed < .number(Self.rowsOwed - 1))
    let fetched = delayed("fetched", fetch, reset: 0)
    let endsRow = wire("endsRow", fetched && next.endsRow)
    scores.read(at: .truncating(readIndex), enable: fetch)
    when(fetch) { readIndex <== readIndex &+ 1 }
    tally(owed, up: endsRow, down: takes)

    // A row's maximum waits at the output of its queue for all scores of the row.
    maxima.output.ready <== endsRow
    claim(
      "MaximumIsThere", !fetched || maxima.output.valid,
      "the maximum of a complete row comes with its scores, or before")
    claim("OwedIsTaken", !takes || owed != 0, "no more sums are taken than rows have left")
    when(fetched) {
      ready
        <== SoftmaxEntry(
          score: next.value, maximum: maxima.output.payload.data, endsRow: next.endsRow)
    }
    entry <== Valid(delayed("isReady", fetched, reset: 0), ready)
  }
}
