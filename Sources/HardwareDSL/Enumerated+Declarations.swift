import HardwareIR

// Ports, wires and registers of an enumeration, declared as those of other types are.

extension HardwareEnum {
  fileprivate static var type: HardwareType { .enumeration(enumeration) }
}

/// An input port. Its bits may encode no case.
public func input<State: HardwareEnum>(
  _ type: State.Type, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(input(State.type, in: domain, note, file: file, line: line, column: column))
}

/// An output port.
public func output<State: HardwareEnum>(
  _ type: State.Type, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(output(State.type, in: domain, note, file: file, line: line, column: column))
}

/// An input port with exactly this name.
public func input<State: HardwareEnum>(
  _ name: String, _ type: State.Type, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(input(name, State.type, in: domain, note, file: file, line: line, column: column))
}

/// An output port with exactly this name.
public func output<State: HardwareEnum>(
  _ name: String, _ type: State.Type, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(output(name, State.type, in: domain, note, file: file, line: line, column: column))
}

/// A register with a reset value.
public func register<State: HardwareEnum>(
  _ type: State.Type, reset: State, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(
    register(
      State.type, reset: reset.encoding, in: domain, note, file: file, line: line, column: column))
}

/// A register without reset, for data that a valid bit accompanies.
public func dataRegister<State: HardwareEnum>(
  _ type: State.Type, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(dataRegister(State.type, in: domain, note, file: file, line: line, column: column))
}

/// A wire of a module, driven in its body.
public func wire<State: HardwareEnum>(
  _ type: State.Type, _ note: String? = nil, file: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Enumerated<State> {
  Enumerated(wire(State.type, note, file: file, line: line, column: column))
}

/// A wire declared inside a body.
public func wire<State: HardwareEnum>(
  _ name: IndexedName, _ type: State.Type, _ note: String? = nil, file: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(wire(name, State.type, note, file: file, line: line, column: column))
}

/// Names a value inside a body.
public func wire<State>(
  _ name: IndexedName, _ value: Enumerated<State>, _ note: String? = nil, file: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(wire(name, value.signal, note, file: file, line: line, column: column))
}

/// A register with a reset value, declared inside a body.
public func register<State: HardwareEnum>(
  _ name: IndexedName, _ type: State.Type, reset: State, in domain: ClockDomain = .default,
  _ note: String? = nil, file: String = #filePath, line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(
    register(
      name, State.type, reset: reset.encoding, in: domain, note, file: file, line: line,
      column: column))
}

/// `value` delayed by one clock cycle, declared inside a body; `reset` nil means data.
public func delayed<State>(
  _ name: IndexedName, _ value: Enumerated<State>, reset: State?, in domain: ClockDomain = .default,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(
    delayed(
      name, value.signal, reset: reset?.encoding, in: domain, file: file, line: line, column: column
    ))
}

extension FieldMaker {
  /// A field that goes the way of this maker. Of `register(reset:)` it takes the case of that
  /// encoding.
  public func callAsFunction<State: HardwareEnum>(
    _ type: State.Type, _ note: String? = nil
  ) -> Enumerated<State> {
    Enumerated(self(State.type, note))
  }
  /// A field whose port has exactly this name, behind the prefixes that it stands under.
  public func callAsFunction<State: HardwareEnum>(
    _ name: String, _ type: State.Type, _ note: String? = nil
  ) -> Enumerated<State> {
    Enumerated(self(name, State.type, note))
  }
}
