import HardwareIR

// Statements record themselves in the body that is running. One that is written anywhere else, as
// in an initialiser, would be lost. It is remembered by a signal that it is about, and reported
// once the module of that signal is elaborated.

/// A statement that no body holds.
final class StrayStatement {
  /// As in `is assigned`.
  let verb: String
  let location: SourceLocation?

  init(_ verb: String, at location: SourceLocation?) {
    self.verb = verb
    self.location = location
  }
}

extension Signal {
  /// Remembers a statement about this signal, or about what it is made of.
  func markStray(_ verb: String, at location: SourceLocation?) {
    if let indexed {
      for element in indexed.elements { element.markStray(verb, at: location) }
      return
    }
    switch node {
    case .operation(_, let operands):
      for operand in operands { operand.markStray(verb, at: location) }
    case .port, .wire, .register: stray = stray ?? StrayStatement(verb, at: location)
    case .integer, .constant, .mistake: break
    }
  }

  /// The mistake of declaring a signal by name where no body runs.
  static func declaredOutside(
    _ call: String, _ type: HardwareType, _ location: SourceLocation
  ) -> Signal {
    Signal(
      .mistake(
        .definition,
        "\(call)(_, _) with a name is called outside a body; leave the name out in a stored "
          + "property, or move the call into a body"), type: type, location: location)
  }
}

/// The recorder of the body that is running. A heading, or the clock of a child, that stands
/// elsewhere belongs to nothing that could report it.
func recording(_ what: String) -> Recorder {
  guard let recorder = Recorder.current else {
    fatalError("\(what) is written outside the body of a Module; move it into a body")
  }
  return recorder
}
