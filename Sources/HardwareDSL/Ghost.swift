import HardwareIR

// Ghosts remember for claims what the hardware has no use for:
//
//     let sent = ghost(register(.unsigned(8), reset: 0))
//     let isLate = ghost(wire("isLate", age > 9))
//
// They are assigned and run as any register or wire, in both simulators and in proofs. Only claims,
// assumptions, cover points and other ghosts may read them, and the emitted text keeps them from
// synthesis.

/// `signal`, a register or a wire, as a ghost.
public func ghost(
  _ signal: Signal, file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  switch signal.node {
  case .register, .wire:
    signal.isGhost = true
    return signal
  case .mistake: return signal
  case .port, .integer, .constant, .operation:
    let what = if case .port = signal.node { "a port" } else { "\(signal)" }
    return Signal(
      .mistake(.ghost, ghostSentence(what)), type: signal.type,
      location: SourceLocation(file: file, line: line, column: column))
  }
}

/// Why something is no ghost.
func ghostSentence(_ what: String) -> String {
  "ghost(_) takes a register or a wire, not \(what); name a value with ghost(wire(\"name\", _))"
}

/// A register or a wire of an enumeration as a ghost.
public func ghost<State: HardwareEnum>(
  _ value: Enumerated<State>, file: String = #filePath, line: Int = #line, column: Int = #column
) -> Enumerated<State> {
  Enumerated(ghost(value.signal, file: file, line: line, column: column))
}

/// The registers or wires of a bundle as ghosts.
public func ghost<Bundle: SignalBundle>(
  _ bundle: Bundle, file: String = #filePath, line: Int = #line, column: Int = #column
) -> Bundle {
  for field in fields(of: bundle) {
    // Of ports that the module itself holds, the reflection says what is wrong.
    field.signal.isGhost = true
    if case .port = field.signal.node, let recorder = Recorder.current {
      recorder.add(
        RecordedStatement(
          .mistake(.ghost, ghostSentence("a port")),
          at: SourceLocation(file: file, line: line, column: column)))
    }
  }
  return bundle
}
