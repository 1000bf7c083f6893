import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Turns the row sums of all elements into what the rows' output requantization needs, one a cycle:
/// the reciprocal, scaled by the output multiplier, and the alignment; see `NumberFormats`.
final class RowDivider: Module {
  /// Stages that find the reciprocal, a bit each.
  static let stages = NumberFormats.reciprocalBits
  /// Cycles from a row to its answer.
  static let latency = stages + 2

  let rows: [ReadyValid<DivisionRequest>]
  let answers: [Valid<RowScale>]

  /// One input has nobody to share with.
  let arbiter: StreamArbiter<DivisionRequest>?
  let held: DivisionRequest
  let heldElement: Signal
  let isHeld = register(.bit, reset: 0)
  let steps: [ReciprocalStep]
  let isFull: [Signal]

  private let rowSumBits: Int

  init(elements: Int, rowSumBits: Int) {
    self.rowSumBits = rowSumBits
    rows = (0..<elements).map { _ in .input { DivisionRequest($0, rowSumBits: rowSumBits) } }
    answers = (0..<elements).map { _ in
      Valid(.output()) { RowScale($0, rowSumBits: rowSumBits) }
    }
    arbiter =
      elements == 1
      ? nil : StreamArbiter(count: elements) { DivisionRequest($0, rowSumBits: rowSumBits) }
    held = DivisionRequest(.dataRegister(), rowSumBits: rowSumBits)
    heldElement = dataRegister(.unsigned(bitsToIndex(elements)))
    steps = (0...Self.stages).map { _ in
      ReciprocalStep(.dataRegister(), elements: elements, rowSumBits: rowSumBits)
    }
    isFull = (0...Self.stages).map { _ in register(.bit, reset: 0) }
  }

  var moduleName: String { "row_divider_n\(rows.count)_sum\(rowSumBits)" }

  var documentation: Documentation {
    Documentation(
      "Reciprocals of row sums for the output requantization, for "
        + "\(rows.count.counted("element")) in turn. Those of an element are answered in order, "
        + "and an answer is not waited for.",
      latency: [.cycles(Self.latency, from: rows, to: answers.map(\.valid), note: "for one alone")],
      throughput: [.one("row", from: rows, to: answers.map(\.valid), note: "of one element alone")],
      reset: [.control, .value(0, of: answers.map(\.valid))],
      combinationalPaths: rows.count == 1
        ? .none : Documentation.Paths([.path(from: rows.map(\.valid), to: rows.map(\.ready))]))
  }

  var body: Behavior {
    section("A row in turn")
    let row = arbiter?.output ?? rows[0]
    if let arbiter { arbiter.inputs <== rows }
    row.ready <== 1
    isHeld <== row.valid
    when(row.valid) {
      held <== row.payload
      heldElement
        <== index(ofOneHot: concatenate(rows.reversed().map(\.fires))).truncated(
          to: heldElement.width)
    }

    section("The divisor with its highest bit set; the shift gives the bit length")
    let shift = wire("shift", leadingZeros(of: held.rowSum))
    let divisor = wire("divisor", held.rowSum.shiftedLeft(by: shift))
    isFull[0] <== isHeld
    when(isHeld) { steps[0] <== first(divisor, shift) }

    section("A bit of the reciprocal a stage")
    for (index, step) in steps.enumerated().dropFirst() {
      let next = steps[index - 1].next("step\(index - 1)")
      isFull[index] <== isFull[index - 1]
      when(isFull[index - 1]) { step <== next }
      claim("RemainderFits_\(index)", !isFull[index] || step.remainder < step.divisor)
    }
    let (last, isAnswer) = (steps[Self.stages], isFull[Self.stages])
    for (element, answer) in answers.enumerated() {
      let isOwn = possiblyConstant("isOf_\(element)", last.element == .number(element))
      answer
        <== Valid(
          isAnswer && isOwn, RowScale(reciprocal: last.digits.asUnsigned, alignment: last.alignment)
        )
    }
    claim(
      "RowSumIsLarge", !isHeld || held.rowSum >= .number(NumberFormats.numeratorMax),
      "the largest score of a row has the numerator \(NumberFormats.numeratorMax)")
  }

  /// The dividend is `outputMultiplier * 2^rowSumBits + divisor / 2`, so that the quotient is
  /// rounded; its parts do not overlap. What lies above the digits is less than the divisor.
  private func first(_ divisor: Signal, _ shift: Signal) -> ReciprocalStep {
    let half = divisor.shiftedRight(by: 1).extended(to: rowSumBits)
    let dividend = wire("dividend", concatenate(held.outputMultiplier.asBits, half.asBits))
    let digits = NumberFormats.reciprocalBits
    return ReciprocalStep(
      element: heldElement,
      alignment: Signal(rowSumBits - NumberFormats.rowSumBitsMin, shift.type) &- shift,
      remainder: dividend[digits...].asUnsigned.extended(to: rowSumBits),
      digits: dividend[0..<digits], divisor: divisor)
  }

  /// Zeros above the highest bit that is set; a row sum is never below 2^7, so no more matter.
  private func leadingZeros(of value: Signal) -> Signal {
    let most = rowSumBits - NumberFormats.rowSumBitsMin
    let type = HardwareType.unsigned(bitsToHold(most))
    return (0..<most).reversed().reduce(Signal(most, type)) { otherwise, zeros in
      mux(value[rowSumBits - 1 - zeros], Signal(zeros, type), otherwise)
    }
  }
}
