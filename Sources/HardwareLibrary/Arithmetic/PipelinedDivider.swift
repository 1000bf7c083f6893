import HardwareDSL

/// What is divided, and by what.
public struct Division: SignalBundle {
  public let dividend: Signal
  public let divisor: Signal

  public init(dividend: Signal, divisor: Signal) {
    self.dividend = dividend
    self.divisor = divisor
  }

  public init(_ field: FieldMaker, dividendBits: Int, divisorBits: Int) {
    dividend = field(.unsigned(dividendBits))
    divisor = field(.unsigned(divisorBits), "not 0")
  }
}

/// What a division gives.
public struct Quotient: SignalBundle {
  public let quotient: Signal
  public let remainder: Signal

  public init(quotient: Signal, remainder: Signal) {
    self.quotient = quotient
    self.remainder = remainder
  }

  public init(_ field: FieldMaker, quotientBits: Int, divisorBits: Int) {
    quotient = field(.unsigned(quotientBits))
    remainder = field(.unsigned(divisorBits))
  }
}

/// Unsigned integer division, one quotient bit a stage (restoring), a division every cycle.
public final class PipelinedDivider: StreamStage {
  public let input: ReadyValid<Division>
  public let output: ReadyValid<Quotient>

  let stages: [StreamRegister<DivisionStep>]

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
    limits = [
      require(
        min(dividendBits, divisorBits) >= 1,
        "a PipelinedDivider of \(dividendBits) by \(divisorBits) bits; give each 1 or more",
        at: place)
    ]
    let (dividendBits, divisorBits) = (max(1, dividendBits), max(1, divisorBits))
    self.dividendBits = dividendBits
    self.divisorBits = divisorBits
    input = .input { Division($0, dividendBits: dividendBits, divisorBits: divisorBits) }
    output = .output { Quotient($0, quotientBits: dividendBits, divisorBits: divisorBits) }
    stages = (0..<dividendBits).map { _ in
      StreamRegister {
        DivisionStep($0, dividendBits: dividendBits, divisorBits: divisorBits)
      }
    }
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
    let first = input.map { given in
      DivisionStep(
        remainder: Signal(0, .unsigned(divisorBits)), digits: given.dividend.asBits,
        divisor: given.divisor)
    }
    let last = stages.enumerated().reduce(first) { steps, stage in
      stage.element(steps.map { $0.next("step\(stage.offset)") })
    }
    output <== last.map { Quotient(quotient: $0.digits.asUnsigned, remainder: $0.remainder) }
    assume("DivisorIsNotZero", !input.valid || input.payload.divisor != 0)
    for (index, stage) in stages.enumerated() {
      let step = stage.output.payload
      claim("RemainderFits_\(index)", !stage.output.valid || step.remainder < step.divisor)
    }
  }
}
