import HardwareIR

// Operators that signals do not have, with the remedy. Those of expressions are warned of and
// refused by elaboration, as wrong operands are. Those of statements do not compile: the compiler
// finds these overloads last, which takes too long inside an expression.

extension Signal {
  private static func missing(_ symbol: String, _ remedy: String, _ operand: Any) -> Signal {
    let type = (operand as? Signal)?.type ?? .bit
    return .mistaken(.typeMismatch, "signals have no '\(symbol)'; \(remedy)", type: type)
  }

  private static let remainder =
    "n % 4 is n.truncated(to: 2), and other divisors take a SerialDivider"
  private static let quotient =
    "n / 4 is n.shiftedRight(by: 2), and other divisors take a SerialDivider"
  private static let product = "'*' is exact, so write (a * b).truncated(to: _) to wrap"

  @available(*, deprecated, message: "an error: signals have no '%'; n % 4 is n.truncated(to: 2)")
  @_disfavoredOverload
  public static func % <Other>(left: Signal, right: Other) -> Signal {
    missing("%", remainder, left)
  }

  @available(
    *, deprecated, message: "an error: signals have no '/'; n / 4 is n.shiftedRight(by: 2)"
  )
  @_disfavoredOverload
  public static func / <Other>(left: Signal, right: Other) -> Signal {
    missing("/", quotient, left)
  }

  @available(*, deprecated, message: "an error: signals have no '<<'; write .shiftedLeft(by: _)")
  @_disfavoredOverload
  public static func << <Other>(left: Signal, right: Other) -> Signal {
    missing("<<", "write .shiftedLeft(by: _)", left)
  }

  @available(*, deprecated, message: "an error: signals have no '>>'; write .shiftedRight(by: _)")
  @_disfavoredOverload
  public static func >> <Other>(left: Signal, right: Other) -> Signal {
    missing(">>", "write .shiftedRight(by: _)", left)
  }

  @available(*, deprecated, message: "an error: signals have no '&*'; truncate a * b")
  @_disfavoredOverload
  public static func &* <Other>(left: Signal, right: Other) -> Signal {
    missing("&*", product, left)
  }

  @available(*, deprecated, message: "an error: signals have no '&*'; truncate a * b")
  @_disfavoredOverload
  public static func &* (left: Signal, right: Signal) -> Signal { missing("&*", product, right) }

  @available(*, deprecated, message: "an error: a signal counts bits as n.bits[index]")
  @_disfavoredOverload
  public subscript(index: Signal) -> Signal {
    .mistaken(
      .typeMismatch, "\(self)[_] takes an Int; write .bits[_] to choose a bit by a signal",
      type: .bit)
  }
}

// In `if`, `guard` and `while`, which are Swift's own.

extension Signal {
  @available(*, unavailable, message: "Swift decides by no signal; write when(a == b) { } or mux")
  public static func == (left: Signal, right: Signal) -> Bool { false }

  @available(*, unavailable, message: "Swift decides by no signal; write when(a != b) { } or mux")
  public static func != (left: Signal, right: Signal) -> Bool { false }

  @available(*, unavailable, message: "Swift decides by no signal; write when(a < b) { } or mux")
  public static func < (left: Signal, right: Signal) -> Bool { false }

  @available(*, unavailable, message: "Swift decides by no signal; write when(a <= b) { } or mux")
  public static func <= (left: Signal, right: Signal) -> Bool { false }

  @available(*, unavailable, message: "Swift decides by no signal; write when(a > b) { } or mux")
  public static func > (left: Signal, right: Signal) -> Bool { false }

  @available(*, unavailable, message: "Swift decides by no signal; write when(a >= b) { } or mux")
  public static func >= (left: Signal, right: Signal) -> Bool { false }

  @available(*, unavailable, message: "Swift decides by no signal; write when(a && b) { } or mux")
  public static func && (left: Signal, right: Signal) -> Bool { false }

  @available(*, unavailable, message: "Swift decides by no signal; write when(a || b) { } or mux")
  public static func || (left: Signal, right: Signal) -> Bool { false }
}

// As statements.

extension Signal {
  @available(*, unavailable, message: "a signal is driven with <==; write r <== r &+ 1")
  public static func += <Other>(left: Signal, right: Other) -> RecordedStatement { left <== left }

  @available(*, unavailable, message: "a signal is driven with <==; write r <== r &- 1")
  public static func -= <Other>(left: Signal, right: Other) -> RecordedStatement { left <== left }

  @available(*, unavailable, message: "a signal is driven with <==; write r <== r &+ 1")
  public static func &+= <Other>(left: Signal, right: Other) -> RecordedStatement { left <== left }

  @available(*, unavailable, message: "a signal is driven with <==; write r <== r &- 1")
  public static func &-= <Other>(left: Signal, right: Other) -> RecordedStatement { left <== left }

  @available(*, unavailable, message: "a signal is driven with <==; write r <== r & mask")
  public static func &= <Other>(left: Signal, right: Other) -> RecordedStatement { left <== left }

  @available(*, unavailable, message: "a signal is driven with <==; write r <== r | mask")
  public static func |= <Other>(left: Signal, right: Other) -> RecordedStatement { left <== left }

  @available(*, unavailable, message: "a signal is driven with <==; write r <== r ^ mask")
  public static func ^= <Other>(left: Signal, right: Other) -> RecordedStatement { left <== left }
}

@available(*, unavailable, message: "'<==' takes signals; write .number(_) for an Int")
@_disfavoredOverload
@discardableResult
public func <== <Number: BinaryInteger>(target: Signal, value: Number) -> RecordedStatement {
  target <== 0
}

@available(*, unavailable, message: "'<==' takes signals; write .number(_ ? 1 : 0) for a Bool")
@_disfavoredOverload
@discardableResult
public func <== (target: Signal, value: Bool) -> RecordedStatement { target <== 0 }

@available(
  *, unavailable,
  message: "an array takes as many values; for one value: for word in words { word <== value }"
)
@_disfavoredOverload
@discardableResult
public func <== <Element: Connectable, Value: Connectable>(
  targets: [Element], value: Value
) -> Behavior { Behavior() }

@available(
  *, unavailable,
  message: "an array takes as many values; for one value: for word in words { word <== value }"
)
@_disfavoredOverload
@discardableResult
public func <== (targets: [Signal], value: Signal) -> Behavior { Behavior() }

@available(
  *, unavailable,
  message: "both arrays are to hold the same: signals, bundles of one type, or arrays of such"
)
@_disfavoredOverload
@discardableResult
public func <== <Element: Connectable, Other: Connectable>(
  targets: [Element], values: [Other]
) -> Behavior { Behavior() }

@available(
  *, unavailable, message: "one target takes one value; choose one of the array, as in words[0]"
)
@_disfavoredOverload
@discardableResult
public func <== <Target: Connectable, Element: Connectable>(
  target: Target, values: [Element]
) -> Behavior { Behavior() }
