import HardwareIR

/// A Swift enumeration as a hardware type. Cases are encoded by their position.
public protocol HardwareEnum: CaseIterable, Hashable {}

extension HardwareEnum {
  static var enumeration: EnumerationType {
    EnumerationType(
      name: String(describing: Self.self), cases: allCases.map { String(describing: $0) })
  }

  var encoding: Int { Array(Self.allCases).firstIndex(of: self) ?? 0 }
}

/// A register that holds a case of `State`.
public struct StateRegister<State: HardwareEnum> {
  let signal: Signal

  public init(
    reset: State, in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #fileID, line: Int = #line
  ) {
    signal = .declared(
      .register(reset: BitPattern(reset.encoding, width: State.enumeration.width)),
      .enumeration(State.enumeration), in: domain, note, SourceLocation(file: file, line: line))
  }

  /// Whether the register holds `state`.
  public static func == (register: StateRegister, state: State) -> Signal {
    register.signal == Signal(state.encoding, register.signal.type)
  }

  public static func != (register: StateRegister, state: State) -> Signal {
    register.signal != Signal(state.encoding, register.signal.type)
  }

  @discardableResult
  public static func <== (register: StateRegister, state: State) -> RecordedStatement {
    register.signal <== Signal(state.encoding, register.signal.type)
  }

  /// Describes each state. `block` runs once per case, so Swift's own `switch` proves that no case
  /// is missing.
  @discardableResult
  public func decode(
    file: String = #fileID, line: Int = #line, @HardwareBuilder _ block: (State) -> Behavior
  ) -> RecordedStatement {
    let place = SourceLocation(file: file, line: line)
    let arms = State.allCases.map { state in
      (value: state.encoding, block: Recorder.recordBlock(at: place) { block(state) } ?? [])
    }
    let statement = RecordedStatement(.decode(subject: signal, arms: arms), at: place)
    Recorder.current?.add(statement)
    return statement
  }
}
