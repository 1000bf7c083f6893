import HardwareIR

// An enumeration where a signal is wanted, and a signal where a case is wanted. The compiler says
// what to write instead; see WrongOperands.swift for why comparisons are refused by elaboration.

@available(*, unavailable, message: "bits take an enumeration by its encoding: write .asBits")
@discardableResult
public func <== <State>(target: Signal, value: Enumerated<State>) -> RecordedStatement {
  target <== value.asBits
}

@available(
  *, unavailable,
  message: "an enumeration takes a case; make one of bits with decoded(from: _, otherwise: _)"
)
@discardableResult
public func <== <State>(target: Enumerated<State>, value: Signal) -> RecordedStatement {
  target.signal <== value
}

@available(*, unavailable, message: "an enumeration is no condition; compare it with a case")
@discardableResult
public func when<State>(
  _ condition: Enumerated<State>, file: String = #filePath, line: Int = #line,
  column: Int = #column,
  @HardwareBuilder _ block: () -> Behavior
) -> WhenStatement {
  when(condition.signal, file: file, line: line, column: column, block)
}

extension Enumerated {
  private static func comparison(_ symbol: String, _ value: Enumerated, _ other: Signal) -> Signal {
    .mistaken(
      .typeMismatch,
      "'\(symbol)' compares \(value) (\(State.self)) with \(other), which is no case; "
        + "give a case, or compare .asBits", type: .bit)
  }

  @available(*, deprecated, message: "'==' takes a case; compare bits with .asBits")
  public static func == (value: Enumerated, other: Signal) -> Signal {
    comparison("==", value, other)
  }

  @available(*, deprecated, message: "'==' takes a case; compare bits with .asBits")
  public static func == (other: Signal, value: Enumerated) -> Signal {
    comparison("==", value, other)
  }

  @available(*, deprecated, message: "'!=' takes a case; compare bits with .asBits")
  public static func != (value: Enumerated, other: Signal) -> Signal {
    comparison("!=", value, other)
  }

  @available(*, deprecated, message: "'!=' takes a case; compare bits with .asBits")
  public static func != (other: Signal, value: Enumerated) -> Signal {
    comparison("!=", value, other)
  }
}
