import AttentionSpec
import HardwareDSL

/// Takes over a line's finished sums and sends them, one a cycle, through a requantizer, while the
/// line already accumulates the next row.
final class OutputLane: Module {
  let row: Valid<LineSums>
  let word: Valid<Item>

  let remaining: Signal
  let held: LineSums
  let collected: Signal
  let position: Signal
  let requantizer: Requantizer

  private let macs: Int
  private let sumBits: Int

  init(macs: Int, sumBits: Int, rowSumBits: Int) {
    self.macs = macs
    self.sumBits = sumBits
    row = Valid(.input(), "take the sums") {
      LineSums($0, macs: macs, sumBits: sumBits, rowSumBits: rowSumBits)
    }
    word = Valid(.output(), .bits(8 * macs), "signed bytes, the first MAC's in the low byte")
    remaining = register(.unsigned(bitsToHold(macs)), reset: 0, "sums still to be sent")
    held = LineSums(.dataRegister(), macs: macs, sumBits: sumBits, rowSumBits: rowSumBits)
    collected = dataRegister(.bits(8 * macs))
    position = register(.unsigned(bitsToHold(macs)), reset: 0, "bytes collected")
    requantizer = Requantizer(sumBits: sumBits, rowSumBits: rowSumBits)
  }

  /// Cycles from a row to its word.
  static func latency(macs: Int) -> Int { macs + Requantizer.latency + 1 }

  /// Least distance between two rows: the sums leave one a cycle, and a row's scale passes through
  /// three stages before.
  static func spacing(macs: Int) -> Int { ArrayShape.rowSpacing(macsPerLine: macs) }

  var moduleName: String { "output_lane_\(macs)_acc\(sumBits)_align\(held.scale.alignment.width)" }

  var documentation: Documentation {
    Documentation(
      "Drains the \(macs) sums of a line through one requantizer into one word.",
      latency: [.cycles(Self.latency(macs: macs), from: row.valid, to: word.valid)],
      throughput: [
        .one("word", every: Self.spacing(macs: macs), from: row.valid, to: word.valid)
      ],
      reset: [.control, .value(0, of: word.valid)], combinationalPaths: .none)
  }

  var body: Behavior {
    section("Sums wait in a shift register")
    when(row.valid) {
      held <== row.payload
    }.elseWhen(remaining != 0) {
      held.totals.dropLast() <== held.totals.dropFirst()
    }
    when(row.valid) { remaining <== .number(macs) }
      .elseWhen(remaining != 0) { remaining <== remaining &- 1 }
    if macs > 1 {
      claim(
        "CaptureAfterDrain", !row.valid || remaining <= 1,
        "a row comes when the last sum of the row before leaves, or later")
    }
    requantizer.sum
      <== Valid(remaining != 0, ScaledSum(accumulator: held.totals[0], scale: held.scale))

    section("Bytes collect in a word, the first at the low end")
    let result = requantizer.result
    let byte = result.data.asBits
    when(result.valid) {
      collected <== (macs == 1 ? byte : concatenate(byte, collected[8...]))
    }
    let isLast = wire("isLast", result.valid && position == .number(macs - 1))
    when(isLast) { position <== 0 }
      .elseWhen(result.valid) { position <== position &+ 1 }
    word <== Valid(delayed("complete", isLast, reset: 0), collected)
  }
}
