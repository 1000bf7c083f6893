import HardwareDSL

/// Unsigned integer division, one quotient bit a stage (restoring), a division every cycle. Where
/// the last stage stalls, all of them do: `ready` comes through one gate, however many there are.
public final class PipelinedDivider: StreamStage {
  public let input: ReadyValid<Division>
  public let output: ReadyValid<Quotient>

  let steps: [DivisionStep]
  let isFull: [Signal]

  private let limits: [Requirement]
  private let dividendBits: Int
  private let divisorBits: Int

  /// - Parameters:
  ///   - dividendBits: Also of the quotient, at least 1.
  ///   - divisorBits: Also of the remainder, at least 1.
  public init(
    dividendBits: Int, divisorBits: Int, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let sizes = UnitSizes.bits
    limits = [dividendBits, divisorBits].map {
      .size($0, in: sizes, "a PipelinedDivider of numbers of \($0) bits", at: place)
    }
    let dividendBits = dividendBits.clamped(to: sizes)
    let divisorBits = divisorBits.clamped(to: sizes)
    self.dividendBits = dividendBits
    self.divisorBits = divisorBits
    input = .input { Division($0, dividendBits: dividendBits, divisorBits: divisorBits) }
    output = .output { Quotient($0, quotientBits: dividendBits, divisorBits: divisorBits) }
    steps = (0..<dividendBits).map { _ in
      DivisionStep(.dataRegister(), dividendBits: dividendBits, divisorBits: divisorBits)
    }
    isFull = (0..<dividendBits).map { _ in register(.bit, reset: 0) }
  }

  public var moduleName: String { "pipelined_divider_n\(dividendBits)_d\(divisorBits)" }

  public var documentation: Documentation {
    Documentation(
      "Unsigned division, floor(dividend / divisor) and the remainder, one bit a stage. Requires a "
        + "divisor that is not 0.",
      latency: [.cycles(dividendBits, from: input, to: output)],
      throughput: [.one("division", from: input, to: output)],
      reset: [.sentence("empty"), .value(0, of: output.valid)],
      combinationalPaths: [.path(from: output.ready, to: input.ready)])
  }

  public var body: Behavior {
    let last = dividendBits - 1
    let advances = wire("advances", !isFull[last] || output.ready)
    input.ready <== advances
    let first = DivisionStep(
      remainder: Signal(0, .unsigned(divisorBits)), digits: input.payload.dividend.asBits,
      divisor: input.payload.divisor)
    let before = [first] + steps.dropLast()
    when(advances) { isFull <== [input.valid] + isFull.dropLast() }
    for (index, step) in steps.enumerated() {
      let isTaken = index == 0 ? input.valid : isFull[index - 1]
      let next = before[index].next("step\(index)")
      when(advances && isTaken) { step <== next }
      claim("RemainderFits_\(index)", !isFull[index] || step.remainder < step.divisor)
    }
    output.valid <== isFull[last]
    output.payload
      <== Quotient(quotient: steps[last].digits.asUnsigned, remainder: steps[last].remainder)
    assume("DivisorIsNotZero", !input.valid || input.payload.divisor != 0)
  }
}
