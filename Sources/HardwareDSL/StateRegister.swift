import HardwareIR

/// A register that holds a case of `State`, as `register(_:reset:)` makes it.
public typealias StateRegister<State: HardwareEnum> = Enumerated<State>

extension Enumerated {
  /// A register that holds `reset` after reset.
  public init(
    reset: State, in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    self = register(
      State.self, reset: reset, in: domain, note, file: file, line: line, column: column)
  }
}
