import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Takes over the finished sums of an element's lines and sends them, a position of every line a
/// cycle, through requantizers, while the lines already accumulate the next row.
final class OutputDrain: Module {
  /// Cycles from a row to its first word.
  static let latency = OutputRequantizer.latency

  let row: Valid<RowSums>
  let word: Valid<PositionedWord>

  let remaining: Signal
  let held: RowSums
  let requantizer: [OutputRequantizer]

  private let lines: Int
  private let macs: Int
  private let sumBits: Int

  init(lines: Int, macs: Int, sumBits: Int, rowSumBits: Int) {
    self.lines = lines
    self.macs = macs
    self.sumBits = sumBits
    row = Valid(.input(), "take the sums") {
      RowSums($0, lines: lines, macs: macs, sumBits: sumBits, rowSumBits: rowSumBits)
    }
    word = Valid(.output()) { PositionedWord($0, lines: lines, macs: macs) }
    remaining = register(
      .unsigned(bitsToHold(macs - 1)), reset: 0, "sums of a line still to be sent")
    held = RowSums(
      .dataRegister(), lines: lines, macs: macs - 1, sumBits: sumBits, rowSumBits: rowSumBits)
    requantizer = (0..<lines).map { _ in OutputRequantizer(sumBits: sumBits, rowSumBits: rowSumBits)
    }
  }

  var moduleName: String {
    "output_drain_\(lines)x\(macs)_acc\(sumBits)_align\(held.scale.alignment.width)"
  }

  var documentation: Documentation {
    Documentation(
      "Drains \(macs.counted("sum")) of each of \(lines.counted("line")) through a requantizer a "
        + "line: \(macs.counted("word")), the first position's first.",
      latency: [
        .cycles(
          Self.latency, from: row.valid, to: word.valid,
          note: "to the first word; the others follow at once")
      ],
      throughput: [
        .several(
          macs, "words", every: macs, from: row.valid, to: word.valid)
      ],
      reset: [.control, .value(0, of: word.valid)], combinationalPaths: .none)
  }

  var body: Behavior {
    section("The first sums leave at once, the others wait in shift registers, one a line")
    let waits = wire("waits", remaining != 0)
    when(row.valid) {
      held.scale <== row.scale
      remaining <== .number(macs - 1)
    }.elseWhen(waits) { remaining <== remaining &- 1 }
    for (held, row) in zip(held.line, row.line) { take(row.totals, held.totals, waits) }
    if macs > 1 {
      claim(
        "CaptureAfterDrain", !(row.valid && waits),
        "a row comes when all sums of the row before have left")
    }

    section("Three stages of requantization")
    let sends = wire("sends", row.valid || waits)
    let aligned = delayed("aligned", sends, reset: 0)
    let multiplied = delayed("multiplied", aligned, reset: 0)
    let leaves = delayed("leaves", multiplied, reset: 0)
    let scale = wire("scale", mux(row.valid, row.scale, held.scale))
    // The row may change between two stages.
    let reciprocal = loaded("reciprocal", scale.reciprocal, when: sends)
    for (index, requantizer) in requantizer.enumerated() {
      requantizer.control
        <== RequantizerControl(
          align: sends, multiply: aligned, round: multiplied, alignment: scale.alignment,
          reciprocal: reciprocal)
      requantizer.accumulator <== sent(index, waits)
    }

    section("The position that a word is of")
    let position = self.position(leaves)
    word
      <== Valid(
        leaves,
        PositionedWord(
          position: position,
          isLast: macs == 1 ? Signal(1, .bit) : position == .number(macs - 1),
          bytes: concatenate(requantizer.reversed().map(\.result.asBits))))
  }

  /// Loads the sums of a line but the first, or moves them to the front.
  ///
  /// By flags of which one is set, and not by an `else`, of which tools make three multiplexers a
  /// bit.
  private func take(_ sums: [Signal], _ held: [Signal], _ waits: Signal) {
    for (index, sum) in held.dropLast().enumerated() {
      when(row.valid || waits) {
        sum <== chosen([sums[index + 1], held[index + 1]], by: [row.valid, waits])
      }
    }
    when(row.valid) { held.suffix(1) <== sums.dropFirst().suffix(1) }
  }

  /// The sum that a line sends: its first when the row comes, then the next that waits.
  private func sent(_ line: Int, _ waits: Signal) -> Signal {
    let first = row.line[line].totals[0]
    return macs == 1 ? first : chosen([first, held.line[line].totals[0]], by: [row.valid, waits])
  }

  /// Counts the words of a row; 0 if there is one.
  private func position(_ leaves: Signal) -> Signal {
    guard macs > 1 else { return Signal(0, word.position.type) }
    let position = register("position", word.position.type, reset: 0)
    when(leaves) { position <== mux(position == .number(macs - 1), 0, position &+ 1) }
    return position
  }
}
