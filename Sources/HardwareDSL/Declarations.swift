import HardwareIR

// Ports and state are stored properties of a module and take their names from it. What is declared
// inside a body is given its name.

/// An input port.
public func input(
  _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #fileID, line: Int = #line
) -> Signal {
  .declared(.port(.input), type, in: domain, note, SourceLocation(file: file, line: line))
}

/// An output port.
public func output(
  _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #fileID, line: Int = #line
) -> Signal {
  .declared(.port(.output), type, in: domain, note, SourceLocation(file: file, line: line))
}

/// A register with a reset value.
public func register(
  _ type: HardwareType, reset: Int, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #fileID, line: Int = #line
) -> Signal {
  let location = SourceLocation(file: file, line: line)
  if let range = type.range, !range.contains(reset) {
    return Signal(
      .mistake(.literalRange, literalSentence(reset, type)), type: type, location: location)
  }
  let pattern = BitPattern(reset, width: max(1, type.width))
  return .declared(.register(reset: pattern), type, in: domain, note, location)
}

/// A register without reset, for data that a valid bit accompanies.
public func dataRegister(
  _ type: HardwareType, in domain: ClockDomain = .default, _ note: String? = nil,
  file: String = #fileID, line: Int = #line
) -> Signal {
  .declared(.register(reset: nil), type, in: domain, note, SourceLocation(file: file, line: line))
}

/// A wire of a module, driven in its body.
public func wire(
  _ type: HardwareType, _ note: String? = nil, file: String = #fileID, line: Int = #line
) -> Signal {
  .declared(.wire, type, note, SourceLocation(file: file, line: line))
}

/// Names an expression inside a body.
public func wire(
  _ name: String, _ value: Signal, _ note: String? = nil, file: String = #fileID,
  line: Int = #line
) -> Signal {
  let recorder = recording("wire")
  let location = SourceLocation(file: file, line: line)
  let signal = wire(name, value.type, note, file: file, line: line)
  let statement = RecordedStatement(.assign(target: signal, value: value), at: location)
  recorder.add(statement)
  return signal
}

/// A wire declared inside a body.
public func wire(
  _ name: String, _ type: HardwareType, _ note: String? = nil, file: String = #fileID,
  line: Int = #line
) -> Signal {
  let recorder = recording("wire")
  let signal = wire(type, note, file: file, line: line)
  recorder.declare(signal, named: snakeCase(name))
  return signal
}

/// A register with a reset value, declared inside a body.
public func register(
  _ name: String, _ type: HardwareType, reset: Int, in domain: ClockDomain = .default,
  _ note: String? = nil, file: String = #fileID, line: Int = #line
) -> Signal {
  let recorder = recording("register")
  let signal = register(type, reset: reset, in: domain, note, file: file, line: line)
  recorder.declare(signal, named: snakeCase(name) + "_q")
  return signal
}

/// `value` delayed by one clock cycle, declared inside a body; `reset` nil means data.
public func delayed(
  _ name: String, _ value: Signal, reset: Int?, in domain: ClockDomain = .default,
  file: String = #fileID, line: Int = #line
) -> Signal {
  let recorder = recording("delayed")
  let signal =
    reset.map { register(value.type, reset: $0, in: domain, file: file, line: line) }
    ?? dataRegister(value.type, in: domain, file: file, line: line)
  recorder.declare(signal, named: snakeCase(name) + "_q")
  recorder.add(
    RecordedStatement(
      .assign(target: signal, value: value), at: SourceLocation(file: file, line: line)))
  return signal
}

/// States that nothing reads `signals`, so that no tool warns about them.
public func unused(_ name: String, _ signals: Signal..., file: String = #fileID, line: Int = #line)
{
  let bits = concatenate(signals.map(\.asBits))
  _ = wire("unused_" + name, bits.isAnySet, file: file, line: line)
}

/// `indexWord` as `index_word`, the form of names in the emitted text.
func snakeCase(_ name: String) -> String {
  guard name.utf8.contains(where: { isUpper($0) || $0 >= 0x80 }) else { return name }
  var result = ""
  var previousWasLower = false
  for character in name {
    if character.isUppercase {
      if previousWasLower { result.append("_") }
      result.append(character.lowercased())
      previousWasLower = false
    } else {
      result.append(character)
      previousWasLower = character.isLowercase || character.isNumber
    }
  }
  return result
}

private func isUpper(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
}
