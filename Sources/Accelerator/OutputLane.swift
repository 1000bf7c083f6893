import AttentionSpec
import HardwareDSL

/// Takes over a line's finished sums and sends them, one a cycle, through a requantizer, while the
/// line already accumulates the next row.
final class OutputLane: Module {
  let capture = input(.bit, "take the sums")
  let totals: [Signal]
  let alignment: Signal
  let reciprocal = input(.unsigned(NumberFormats.reciprocalBits))
  let wordValid = output(.bit)
  let word: Signal

  let waiting: [Signal]
  let remaining: Signal
  let heldAlignment: Signal
  let heldReciprocal = dataRegister(.unsigned(NumberFormats.reciprocalBits))
  let collected: Signal
  let position: Signal
  let complete = register(.bit, reset: 0)
  let requantizer: Requantizer

  private let macs: Int
  private let sumBits: Int

  init(macs: Int, sumBits: Int, rowSumBits: Int) {
    self.macs = macs
    self.sumBits = sumBits
    let alignmentType = HardwareType.unsigned(Requantizer.alignmentBits(rowSumBits: rowSumBits))
    totals = (0..<macs).map { _ in input(.signed(sumBits)) }
    alignment = input(alignmentType)
    word = output(.bits(8 * macs), "signed bytes, the first MAC's in the low byte")
    waiting = (0..<macs).map { _ in dataRegister(.signed(sumBits)) }
    remaining = register(.unsigned(bitsToHold(macs)), reset: 0, "sums still to be sent")
    heldAlignment = dataRegister(alignmentType)
    collected = dataRegister(.bits(8 * macs))
    position = register(.unsigned(bitsToHold(macs)), reset: 0, "bytes collected")
    requantizer = Requantizer(sumBits: sumBits, rowSumBits: rowSumBits)
  }

  /// Cycles from `capture` to `wordValid`.
  static func latency(macs: Int) -> Int { macs + Requantizer.latency + 1 }

  /// Least distance between two captures: the sums leave one a cycle, and a capture's settings pass
  /// through three stages before.
  static func spacing(macs: Int) -> Int { ArrayShape.rowSpacing(macsPerLine: macs) }

  var moduleName: String { "output_lane_\(macs)_acc\(sumBits)_align\(alignment.width)" }

  var documentation: Documentation {
    Documentation(
      "Drains the \(macs) sums of a line through one requantizer into one word.",
      latency: [.cycles(Self.latency(macs: macs), from: capture, to: wordValid)],
      throughput: [
        .one("word", every: Self.spacing(macs: macs), from: capture, to: wordValid)
      ],
      reset: [.control, .value(0, of: wordValid)], combinationalPaths: .none)
  }

  var body: Behavior {
    section("Sums wait in a shift register")
    when(capture) {
      for index in 0..<macs { waiting[index] <== totals[index] }
      heldAlignment <== alignment
      heldReciprocal <== reciprocal
    }.elseWhen(remaining != 0) {
      for index in 0..<(macs - 1) { waiting[index] <== waiting[index + 1] }
    }
    when(capture) { remaining <== .number(macs) }
      .elseWhen(remaining != 0) { remaining <== remaining &- 1 }
    if macs > 1 { claim("CaptureAfterDrain", !capture || remaining <= 1) }

    requantizer.valid <== (remaining != 0)
    requantizer.accumulator <== waiting[0]
    requantizer.alignment <== heldAlignment
    requantizer.reciprocal <== heldReciprocal

    section("Bytes collect in a word, the first at the low end")
    let byte = requantizer.result.asBits
    when(requantizer.resultValid) {
      collected <== (macs == 1 ? byte : concatenate(byte, collected[8...(8 * macs - 1)]))
    }
    let isLast = wire("isLast", requantizer.resultValid && position == .number(macs - 1))
    complete <== isLast
    when(isLast) { position <== 0 }
      .elseWhen(requantizer.resultValid) { position <== position &+ 1 }
    wordValid <== complete
    word <== collected
  }
}
