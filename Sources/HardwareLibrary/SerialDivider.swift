import HardwareDSL

/// Unsigned integer division, two quotient bits a cycle (restoring).
final public class SerialDivider: Module {
  public let start = input(.bit, "take dividend_i and divisor_i; ignored while busy")
  public let dividend: Signal
  public let divisor: Signal
  public let done = output(.bit, "quotient_o is valid in this cycle only")
  public let quotient: Signal

  let busy = register(.bit, reset: 0)
  let steps: Signal
  let remainder: Signal
  let digits: Signal
  let heldDivisor: Signal
  let finished = register(.bit, reset: 0)
  let quotientFits = ghost(register(.bit, reset: 0, "whether the dividend is as required"))

  private let limits: [Requirement]
  private let quotientBits: Int
  private let divisorBits: Int
  private var stepCount: Int { quotientBits / 2 }

  /// - Parameter quotientBits: even; the caller guarantees `dividend < divisor * 2^quotientBits`.
  public init(
    quotientBits: Int, divisorBits: Int, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    limits = [
      require(
        quotientBits >= 2 && quotientBits.isMultiple(of: 2),
        "a SerialDivider of \(quotientBits) quotient bits, two a cycle; "
          + "give it an even number from 2 on", at: place),
      require(
        divisorBits >= 1, "a SerialDivider of \(divisorBits) divisor bits; give it 1 or more",
        at: place),
    ]
    let (quotientBits, divisorBits) = (max(2, quotientBits), max(1, divisorBits))
    self.quotientBits = quotientBits
    self.divisorBits = divisorBits
    dividend = input(.unsigned(divisorBits + quotientBits))
    divisor = input(.unsigned(divisorBits))
    quotient = output(.unsigned(quotientBits))
    steps = register(.unsigned(bitsToHold(quotientBits / 2)), reset: 0)
    remainder = dataRegister(.unsigned(divisorBits))
    digits = dataRegister(.bits(quotientBits), "dividend bits to come, quotient bits found")
    heldDivisor = dataRegister(.unsigned(divisorBits))
  }

  public var moduleName: String { "serial_divider_q\(quotientBits)_d\(divisorBits)" }

  public var documentation: Documentation {
    Documentation(
      "Unsigned division floor(dividend / divisor), two quotient bits a cycle. "
        + "Requires dividend < divisor * 2^\(quotientBits).",
      latency: [.cycles(stepCount + 1, from: start, to: done)],
      throughput: [.one("division", every: stepCount + 1, from: start, to: done)],
      reset: [.sentence("idle"), .value(0, of: done)], combinationalPaths: .none)
  }

  public var body: Behavior {
    let first = step("high", remainder, digits[quotientBits - 1])
    let second = step("low", first.remainder, digits[quotientBits - 2])

    let kept = quotientBits > 2 ? [digits[0...(quotientBits - 3)]] : []

    rules
    finished <== (busy && steps == 1)
    when(busy) {
      remainder <== second.remainder
      digits <== concatenate(kept + [first.bit, second.bit])
      steps <== steps &- 1
      when(steps == 1) { busy <== 0 }
    }.elseWhen(start) {
      busy <== 1
      steps <== .number(stepCount)
      remainder <== dividend[quotientBits...(quotientBits + divisorBits - 1)].asUnsigned
      digits <== dividend[0...(quotientBits - 1)]
      heldDivisor <== divisor
    }
    done <== finished
    quotient <== digits.asUnsigned
  }

  @HardwareBuilder private var rules: Behavior {
    let high = dividend[quotientBits...(quotientBits + divisorBits - 1)].asUnsigned
    when(start && !busy) { quotientFits <== high < divisor }
    claim("StepsWhileBusy", busy == (steps != 0), "steps are left exactly while it divides")
    claim(
      "RemainderFits", !busy || !quotientFits || remainder < heldDivisor,
      "the remainder is below the divisor, if the quotient has \(quotientBits) bits")
  }

  /// One step of long division: bring down a digit, subtract where it fits.
  private func step(
    _ name: IndexedName, _ remainder: Signal, _ digit: Signal
  ) -> (remainder: Signal, bit: Signal) {
    let partial = wire("\(name)Partial", concatenate(remainder.asBits, digit).asUnsigned)
    let fits = wire("\(name)Fits", partial >= heldDivisor)
    let left = wire(
      "\(name)Remainder",
      mux(fits, partial &- heldDivisor, partial).truncated(to: divisorBits))
    return (left, fits)
  }
}
