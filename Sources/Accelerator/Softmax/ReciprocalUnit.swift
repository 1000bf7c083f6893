import AttentionSpec
import HardwareDSL
import HardwareLibrary

enum ReciprocalState: HardwareEnum { case idle, normalize, divide }

/// Turns each row sum into what the row's output requantization needs: the reciprocal, scaled by
/// the output multiplier, and the alignment; see `NumberFormats`.
final class ReciprocalUnit: Module {
  /// Two bits a cycle make an even number; the reciprocal has 17.
  static let quotientBits = NumberFormats.reciprocalBits + 1

  let control = ReciprocalControl(.input())
  let rowSum: Valid<Item>

  let rowsDone: Signal
  let read: Valid<RowNumber>
  let scale: RowScale

  let sums: Memory
  let results: Memory
  let state = StateRegister(reset: ReciprocalState.idle)
  let received: Signal
  let finished: Signal
  let heldAlignment: Signal
  let divider: SerialDivider

  private let configuration: AcceleratorConfiguration
  private let rowSumBits: Int

  init(_ configuration: AcceleratorConfiguration) {
    self.configuration = configuration
    let rowSumBits = configuration.rowSumBits
    self.rowSumBits = rowSumBits
    let rows = configuration.capacity.queriesPerElement
    rowSum = Valid(.input(), .unsigned(rowSumBits), "rows come in order")
    rowsDone = output(.unsigned(configuration.rowCountBits), "rows whose scale can be read")
    read = Valid(.input()) { RowNumber($0, configuration) }
    scale = RowScale(.output(), rowSumBits: rowSumBits)
    sums = Memory(.unsigned(rowSumBits), depth: rows, "Row sums that wait for the divider")
    results = Memory(
      .bits(NumberFormats.reciprocalBits + scale.alignment.width), depth: rows)
    received = register(.unsigned(configuration.rowCountBits), reset: 0, "row sums received")
    finished = register(.unsigned(configuration.rowCountBits), reset: 0, "reciprocals found")
    heldAlignment = dataRegister(scale.alignment.type)
    divider = SerialDivider(quotientBits: Self.quotientBits, divisorBits: rowSumBits)
  }

  var moduleName: String {
    "reciprocal_unit_q\(configuration.capacity.queriesPerElement)_sum\(rowSumBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Reciprocals of row sums for the output requantization, kept for each row.",
      latency: [
        .cycles(Self.quotientBits / 2 + 4, from: rowSum.valid, to: rowsDone),
        .cycles(1, from: read.valid, read.row, to: scale),
      ],
      throughput: [
        .one("row", every: Self.quotientBits / 2 + 3, from: rowSum.valid, to: rowsDone)
      ],
      reset: [.control, .value(0, of: rowsDone)], combinationalPaths: .none)
  }

  var body: Behavior {
    section("Row sums wait")
    sums.write(
      rowSum.data, at: .truncating(received), enable: rowSum.valid)
    claim(
      "ClearWhenAllFound", !control.clear || received == finished,
      "no row sum is forgotten before its reciprocal is found")
    when(control.clear) { received <== 0 }
      .elseWhen(rowSum.valid) { received <== received &+ 1 }

    section("The divisor with its highest bit set; the shift gives the bit length")
    let sum = sums.readData
    let shift = wire("shift", leadingZeros(of: sum))
    divider.divisor <== sum.shiftedLeft(by: shift)
    divider.dividend <== dividend(divider.divisor)

    section("One row after the other")
    let waits = wire("waits", state == .idle && received != finished)
    sums.read(at: .truncating(finished), enable: waits)
    divider.start <== 0
    state.decode { current in
      switch current {
      case .idle:
        when(waits) { state <== .normalize }
      case .normalize:
        divider.start <== 1
        heldAlignment <== alignment(afterShift: shift)
        state <== .divide
      case .divide:
        when(divider.done) { state <== .idle }
      }
    }
    let reciprocal = divider.quotient.truncated(to: NumberFormats.reciprocalBits)
    results.write(
      RowScale(reciprocal: reciprocal, alignment: heldAlignment).asBits,
      at: .truncating(finished), enable: divider.done)
    when(control.clear) { finished <== 0 }
      .elseWhen(divider.done) { finished <== finished &+ 1 }

    section("Results")
    results.read(at: read.row, enable: read.valid)
    rowsDone <== finished
    scale <== results.readData.asBundle(like: scale)
  }

  /// Zeros above the highest bit that is set; a row sum is never below 2^7, so no more matter.
  private func leadingZeros(of value: Signal) -> Signal {
    let most = rowSumBits - NumberFormats.rowSumBitsMin
    let type = HardwareType.unsigned(bitsToHold(most))
    return (0..<most).reversed().reduce(Signal(most, type)) { otherwise, zeros in
      mux(value[rowSumBits - 1 - zeros], Signal(zeros, type), otherwise)
    }
  }

  /// Bit length less 8: what the accumulator is shifted right by.
  private func alignment(afterShift shift: Signal) -> Signal {
    Signal(rowSumBits - NumberFormats.rowSumBitsMin, shift.type) &- shift
  }

  /// `outputMultiplier * 2^rowSumBits + divisor / 2`, so that the quotient is rounded.
  private func dividend(_ divisor: Signal) -> Signal {
    let scaled = control.outputMultiplier.shiftedLeft(by: rowSumBits)
    let exact = wire("dividend", scaled + divisor.shiftedRight(by: 1))
    return exact.extended(to: rowSumBits + Self.quotientBits)
  }
}
