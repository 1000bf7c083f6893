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
