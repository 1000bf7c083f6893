import HardwareIR

// Ports and state are stored properties of a module and take their names from it. What is declared
// inside a body is given its name.

/// An input port.
public func input(
  _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  .declared(
    .port(.input), type, in: domain, note, SourceLocation(file: file, line: line, column: column))
}

/// An output port.
public func output(
  _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  .declared(
    .port(.output), type, in: domain, note, SourceLocation(file: file, line: line, column: column))
}

/// An input port with exactly this name: of a black box, or where a standard names the port.
public func input(
  _ name: String, _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let port = input(type, in: domain, note, file: file, line: line, column: column)
  port.given = GivenName(name)
  return port
}

/// An output port with exactly this name: of a black box, or where a standard names the port.
public func output(
  _ name: String, _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let port = output(type, in: domain, note, file: file, line: line, column: column)
  port.given = GivenName(name)
  return port
}

/// A register with a reset value.
public func register(
  _ type: HardwareType, reset: Int, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  if let range = type.range, !range.contains(reset) {
    return Signal(
      .mistake(.literalRange, literalSentence(reset, type)), type: type, location: location)
  }
  let pattern = BitPattern(reset, width: type.isPossible ? type.width : 1)
  return .declared(.register(reset: pattern), type, in: domain, note, location)
}

/// A register with a reset value that may be wider than an `Int`: a constant of its type, as
/// `Signal(hexadecimal: "ffff_ffff_ffff_ffff", .bits(64))`.
@_disfavoredOverload
public func register(
  _ type: HardwareType, reset: Signal, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  func mistaken(_ rule: Diagnostic.Rule, _ sentence: String) -> Signal {
    Signal(.mistake(rule, sentence), type: type, location: location)
  }
  if let (rule, sentence) = reset.mistake { return mistaken(rule, sentence) }
  switch reset.node {
  case .integer(let number):
    return register(type, reset: number, in: domain, note, file: file, line: line, column: column)
  case .constant(let pattern) where reset.type == type:
    return .declared(.register(reset: pattern), type, in: domain, note, location)
  case .constant:
    return mistaken(
      .typeMismatch, "the reset value of a register of \(type) is \(reset.type); give it that type")
  default:
    return mistaken(
      .definition, "the reset value of a register is \(reset), which is no constant; assign it")
  }
}

/// A register without reset, for data that a valid bit accompanies.
public func dataRegister(
  _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  .declared(
    .register(reset: nil), type, in: domain, note,
    SourceLocation(file: file, line: line, column: column))
}

/// A wire of a module, driven in its body.
public func wire(
  _ type: HardwareType, _ note: String? = nil, file: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Signal {
  .declared(.wire, type, note, SourceLocation(file: file, line: line, column: column))
}

/// Names an expression inside a body. The name has its value everywhere, also where it is given
/// under a condition.
public func wire(
  _ name: IndexedName, _ value: Signal, _ note: String? = nil, file: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Signal {
  named(name, value, .declared, note, SourceLocation(file: file, line: line, column: column))
}

/// A wire declared inside a body.
public func wire(
  _ name: IndexedName, _ type: HardwareType, _ note: String? = nil, file: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  guard let recorder = Recorder.current else { return .declaredOutside("wire", type, location) }
  let signal = wire(type, note, file: file, line: line, column: column)
  recorder.declare(signal, named: name)
  return signal
}

/// A register with a reset value, declared inside a body.
public func register(
  _ name: IndexedName, _ type: HardwareType, reset: Int, in domain: ClockDomain = .default,
  _ note: String? = nil, file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  guard let recorder = Recorder.current else { return .declaredOutside("register", type, location) }
  let signal = register(
    type, reset: reset, in: domain, note, file: file, line: line, column: column)
  recorder.declare(signal, named: name, suffix: "_q")
  return signal
}

/// A register without reset, declared inside a body.
public func dataRegister(
  _ name: IndexedName, _ type: HardwareType, in domain: ClockDomain = .default,
  _ note: String? = nil, file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  guard let recorder = Recorder.current else {
    return .declaredOutside("dataRegister", type, location)
  }
  let signal = dataRegister(type, in: domain, note, file: file, line: line, column: column)
  recorder.declare(signal, named: name, suffix: "_q")
  return signal
}

/// `value` delayed by one clock cycle, declared inside a body; `reset` nil means data.
public func delayed(
  _ name: IndexedName, _ value: Signal, reset: Int?, in domain: ClockDomain = .default,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  if let mistake = value.untyped("delayed") { return mistake }
  guard let recorder = Recorder.current else {
    return .declaredOutside("delayed", value.type, location)
  }
  let signal =
    reset.map {
      register(value.type, reset: $0, in: domain, file: file, line: line, column: column)
    }
    ?? dataRegister(value.type, in: domain, file: file, line: line, column: column)
  recorder.declare(signal, named: name, suffix: "_q")
  recorder.add(RecordedStatement(.assign(target: signal, value: value), at: location))
  return signal
}

/// States inside a body that nothing reads `signals`, and that this is meant: neither the language
/// nor a tool that reads the emitted text warns of them.
public func unused(
  _ name: IndexedName, _ signals: Signal..., file: String = #filePath, line: Int = #line,
  column: Int = #column
) {
  let bits = concatenate(signals.map(\.asBits))
  _ = named(
    "unused_\(name)", bits.isAnySet, .unused, nil,
    SourceLocation(file: file, line: line, column: column))
}

/// Names, inside a body, a value that may always be the same, and states that this is meant: what
/// depends on it is not warned of. For generators, as in
/// `when(possiblyConstant("hasRoom", level < .number(depth))) { ... }`. A literal in `value` may be
/// wider than the number that it meets.
public func possiblyConstant(
  _ name: IndexedName, _ value: @autoclosure () -> Signal, _ note: String? = nil,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let recorder = Recorder.current
  recorder?.isPossiblyConstant = true
  let value = value()
  recorder?.isPossiblyConstant = false
  return named(
    name, value, .possiblyConstant, note, SourceLocation(file: file, line: line, column: column))
}

/// A wire for `value`, declared inside a body.
private func named(
  _ name: IndexedName, _ value: Signal, _ role: Wire.Role, _ note: String?,
  _ location: SourceLocation
) -> Signal {
  if let mistake = value.untyped("a wire") { return mistake }
  guard let recorder = Recorder.current else {
    return .declaredOutside("wire", value.type, location)
  }
  let signal = wire(
    value.type, note, file: location.file, line: location.line, column: location.column)
  signal.unknownCycles = value.unknownCycles
  if role != .declared { recorder.roles[ObjectIdentifier(signal)] = role }
  recorder.declare(signal, named: name)
  recorder.addOutsideConditions(
    RecordedStatement(.assign(target: signal, value: value), at: location))
  return signal
}
