import AttentionSpec
import HardwareDSL
import HardwareLibrary

enum ReciprocalState: HardwareEnum { case idle, normalize, divide }

/// Turns each row sum into what the row's output requantization needs: the reciprocal, scaled by
/// the output multiplier, and the alignment; see `NumberFormats`.
final class ReciprocalUnit: Module {
  /// Two bits a cycle make an even number; the reciprocal has 17.
  static let quotientBits = NumberFormats.reciprocalBits + 1

  let clear = input(.bit, "a new head; no row sum may still wait")
  let outputMultiplier = input(.unsigned(NumberFormats.outputMultiplierBits))

  let rowSumValid = input(.bit, "rows come in order")
  let rowSum: Signal

  let rowsDone: Signal
  let read = input(.bit)
  let readRow: Signal
  let reciprocal = output(.unsigned(NumberFormats.reciprocalBits), "of the row read last")
  let alignment: Signal

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
    rowSumBits = configuration.rowSumBits
    let widths = FieldWidths(configuration)
    let alignmentBits = Requantizer.alignmentBits(rowSumBits: rowSumBits)
    let rows = configuration.capacity.queriesPerElement
    rowSum = input(.unsigned(rowSumBits))
    rowsDone = output(.unsigned(widths.rowCount), "rows whose reciprocal can be read")
    readRow = input(.unsigned(widths.row))
    alignment = output(.unsigned(alignmentBits), "likewise")
    sums = Memory(.unsigned(rowSumBits), depth: rows, "Row sums that wait for the divider.")
    results = Memory(.bits(NumberFormats.reciprocalBits + alignmentBits), depth: rows)
    received = register(.unsigned(widths.rowCount), reset: 0, "row sums received")
    finished = register(.unsigned(widths.rowCount), reset: 0, "reciprocals found")
    heldAlignment = dataRegister(.unsigned(alignmentBits))
    divider = SerialDivider(quotientBits: Self.quotientBits, divisorBits: rowSumBits)
  }

  var moduleName: String {
    "reciprocal_unit_q\(configuration.capacity.queriesPerElement)_sum\(rowSumBits)"
  }

  var documentation: Documentation {
    Documentation(
      "Reciprocals of row sums for the output requantization, kept for each row.",
      latency: [
        .cycles(Self.quotientBits / 2 + 4, from: rowSumValid, to: rowsDone),
        .cycles(1, from: read, readRow, to: reciprocal, alignment),
      ],
      throughput: [
        .one("row", every: Self.quotientBits / 2 + 3, from: rowSumValid, to: rowsDone)
      ],
      reset: [.control, .value(0, of: rowsDone)], combinationalPaths: .none)
  }

  var body: Behavior {
    section("Row sums wait")
    sums.write(rowSum, at: received.truncated(to: sums.addressWidth), enable: rowSumValid)
    claim("ClearWhenAllFound", !clear || received == finished)
    when(clear) { received <== 0 }
      .elseWhen(rowSumValid) { received <== received &+ 1 }

    section("The divisor with its highest bit set; the shift gives the bit length")
    let sum = sums.readData
    let shift = wire("shift", leadingZeros(of: sum))
    let divisor = wire("divisor", sum.shiftedLeft(by: shift))
    let alignmentNow = wire("alignmentNow", alignment(afterShift: shift))
    divider.divisor <== divisor
    divider.dividend <== dividend(divisor)

    section("One row after the other")
    let waits = wire("waits", state == .idle && received != finished)
    sums.read(at: finished.truncated(to: sums.addressWidth), enable: waits)
    divider.start <== 0
    state.decode { current in
      switch current {
      case .idle:
        when(waits) { state <== .normalize }
      case .normalize:
        divider.start <== 1
        heldAlignment <== alignmentNow
        state <== .divide
      case .divide:
        when(divider.done) { state <== .idle }
      }
    }
    results.write(
      concatenate(
        divider.quotient.truncated(to: NumberFormats.reciprocalBits).asBits, heldAlignment.asBits),
      at: finished.truncated(to: results.addressWidth), enable: divider.done)
    when(clear) { finished <== 0 }
      .elseWhen(divider.done) { finished <== finished &+ 1 }

    section("Results")
    results.read(at: readRow, enable: read)
    let alignmentBits = heldAlignment.width
    rowsDone <== finished
    alignment <== results.readData[0...(alignmentBits - 1)].asUnsigned
    reciprocal
      <== results.readData[
        alignmentBits...(alignmentBits + NumberFormats.reciprocalBits - 1)
      ].asUnsigned
  }

  /// Zeros above the highest bit that is set; a row sum is never below 2^7, so no more matter.
  private func leadingZeros(of value: Signal) -> Signal {
    let most = rowSumBits - NumberFormats.rowSumBitsMinimum
    let type = HardwareType.unsigned(max(1, bitsToHold(most)))
    return (0..<most).reversed().reduce(Signal(most, type)) { otherwise, zeros in
      mux(value[rowSumBits - 1 - zeros], Signal(zeros, type), otherwise)
    }
  }

  /// Bit length less 8: what the accumulator is shifted right by.
  private func alignment(afterShift shift: Signal) -> Signal {
    Signal(rowSumBits - NumberFormats.rowSumBitsMinimum, shift.type) &- shift
  }

  /// `outputMultiplier * 2^rowSumBits + divisor / 2`, so that the quotient is rounded.
  private func dividend(_ divisor: Signal) -> Signal {
    let scaled = outputMultiplier.shiftedLeft(by: rowSumBits)
    let exact = wire("dividend", scaled + divisor.shiftedRight(by: 1))
    return exact.extended(to: rowSumBits + Self.quotientBits)
  }
}
