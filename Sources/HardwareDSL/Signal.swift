import HardwareIR

/// A value in the circuit being described: a port, wire or register, or an expression over them.
///
/// Types are checked when an expression is built. A mistake is remembered in the expression and
/// reported, with the place of the statement that uses it, when the module is elaborated.
public final class Signal {
  enum Node {
    /// A literal that takes the type of what it meets.
    case integer(Int)
    case constant(BitPattern)
    case port(Port.Direction)
    case wire
    case register(reset: BitPattern?)
    case operation(Operation, [Signal])
    case mistake(Diagnostic.Rule, String)
  }

  /// How an expression is made from its operands; mirrors `Expression`.
  enum Operation {
    case unary(UnaryOperator)
    case binary(BinaryOperator)
    case select
    case slice(low: Int, width: Int)
    case concatenation
    case extend
    case reinterpret
    /// The value so many cycles before, and in the first cycles after reset.
    case past(cycles: Int, reset: BitPattern?)
  }

  /// How another clock domain's signal arrives. Indirect, since hardly a signal has one.
  indirect enum Arrival {
    /// At a stage of a synchronizer.
    case synchronizer
    case crossing(Crossing)
  }

  public let type: HardwareType
  let node: Node
  /// Of a port or a register.
  let domain: ClockDomain
  /// The name in the emitted text, once known.
  var name: String?
  /// Its place, if it is an element of an array, whose name is without the suffix of its kind.
  var element: ElementName?
  /// For a field of a bundle: how often its way was turned round, seen from the whole bundle.
  var flips: Int8 = 0
  /// The bundle that it was made for.
  var origin: FieldOrigin?
  /// For a port whose name is not its property's with a suffix.
  var given: GivenName?
  /// The module that the signal belongs to, once known.
  weak var owner: ModuleScope?
  /// What mistakes call it, if not by its name.
  package var title: PortTitle?
  var note: String?
  let location: SourceLocation?
  /// Whether no warning tells that nothing reads it.
  var isIgnorable = false
  /// Whether only claims, and other ghosts, may read it.
  var isGhost = false
  /// A statement about the signal that no body holds.
  var stray: StrayStatement?
  /// For an element chosen by an index: what can be driven in its place.
  var indexed: IndexedSignals?
  /// For a register or a wire by which another clock domain's signal arrives.
  var arrival: Arrival?
  /// The operations above each other, so that what walks an expression never runs out of stack.
  private let levels: UInt16
  /// In how many cycles after reset the value is not known, since it is of a cycle before reset.
  var unknownCycles: UInt16

  /// One bit of no number is a `bit`, however wide its type was written.
  init(
    _ node: Node, type: HardwareType, domain: ClockDomain = .default, note: String? = nil,
    location: SourceLocation? = nil, levels: UInt16 = 0, unknownCycles: UInt16 = 0
  ) {
    self.node = node
    self.type = type.oneBitAsBit
    self.domain = domain
    self.note = note
    self.location = location
    self.levels = levels
    self.unknownCycles = unknownCycles
  }

  /// A literal of a given type: `Signal(5, .unsigned(8))`.
  public convenience init(_ value: Int, _ type: HardwareType) {
    if !type.isPossible {
      self.init(.mistake(.definition, impossibleSentence(type)), type: .bit)
    } else if let range = type.range, !range.contains(value) {
      self.init(.mistake(.literalRange, literalSentence(value, type)), type: type)
    } else {
      self.init(.constant(BitPattern(value, width: type.width)), type: type)
    }
  }

  /// A literal of any width, by its bits: `Signal(hexadecimal: "dead_beef", .bits(128))`. The bits
  /// of a signed number are its two's complement.
  public convenience init(hexadecimal digits: String, _ type: HardwareType) {
    guard type.isPossible else {
      self.init(.mistake(.definition, impossibleSentence(type)), type: .bit)
      return
    }
    do {
      self.init(.constant(try BitPattern(hexadecimal: digits, width: type.width)), type: type)
    } catch {
      self.init(
        .mistake(.literalRange, hexadecimalSentence(digits, type, error)), type: type)
    }
  }

  public var width: Int { type.width }

  /// The name without the suffix of its kind.
  var stem: String { given?.stem ?? name.map(signalStem) ?? "" }

  /// Its place in an array, by the name that the array has in the emitted text.
  var elementName: ElementName? {
    switch node {
    case .port(.input): element?.appending("_i")
    case .port(.output): element?.appending("_o")
    case .register: element?.appending("_q")
    default: element
    }
  }

  var isLiteral: Bool {
    if case .integer = node { true } else { false }
  }

  var isConstant: Bool {
    switch node {
    case .integer, .constant: true
    default: false
    }
  }

  var mistake: (Diagnostic.Rule, String)? {
    if case .mistake(let rule, let message) = node { (rule, message) } else { nil }
  }

  package static func mistaken(
    _ rule: Diagnostic.Rule, _ message: String, type: HardwareType
  ) -> Signal {
    Signal(.mistake(rule, message), type: type)
  }

  static func operation(
    _ operation: Operation, _ operands: [Signal], type: HardwareType
  ) -> Signal {
    var levels: UInt16 = 0
    var unknownCycles: UInt16 = 0
    for operand in operands {
      if let (rule, message) = operand.mistake { return mistaken(rule, message, type: type) }
      levels = max(levels, operand.levels)
      unknownCycles = max(unknownCycles, operand.unknownCycles)
    }
    if case .past(let cycles, let reset) = operation, reset == nil || unknownCycles > 0 {
      unknownCycles += UInt16(cycles)
    }
    guard type.width <= Limits.widthMax else { return tooWide(type.width) }
    guard levels < Limits.expressionLevelsMax else {
      return mistaken(
        .definition,
        "an expression has more than \(Limits.expressionLevelsMax) operations above each other, "
          + "too many for tools; name a part with wire(\"name\", _), or join a long list with "
          + "sum(of:), anyOf(_:) or allOf(_:)", type: type)
    }
    return Signal(
      .operation(operation, operands), type: type, levels: levels + 1, unknownCycles: unknownCycles)
  }

  /// The mistake of an operation whose result has too many bits.
  static func tooWide(_ width: Int) -> Signal {
    mistaken(
      .definition,
      "an operation gives \(width) bits, but a width must be at most \(Limits.widthMax); "
        + "divide the value", type: .bit)
  }
}

/// How a port is called whose name is not its property's with a suffix.
final class GivenName {
  /// The name that it was declared with; nil for one that is made of its property's.
  let name: String?
  /// What stands before the name, one for each bundle that has a prefix, from the outermost.
  let prefixes: [String]
  /// What wires to the port are named after, once known.
  var stem: String?

  init(_ name: String?, prefixes: [String] = []) {
    self.name = name
    self.prefixes = prefixes
  }
}

extension Signal: ExpressibleByIntegerLiteral {
  public convenience init(integerLiteral value: Int) {
    self.init(.integer(value), type: value < 0 ? .signed(64) : .unsigned(64))
  }

  /// A number computed by the generator, used like a literal.
  public static func number(_ value: Int) -> Signal { Signal(integerLiteral: value) }
}

extension Signal {
  /// A port, wire or register; a mistake where nothing can have the type.
  static func declared(
    _ node: Node, _ type: HardwareType, in domain: ClockDomain = .default, _ note: String?,
    _ location: SourceLocation
  ) -> Signal {
    guard type.isPossible else {
      return Signal(
        .mistake(.definition, impossibleSentence(type)), type: .bit, location: location)
    }
    var needsClock = false
    if case .register = node { needsClock = true }
    if let mistake = domain.mistake(needsClock ? .clocked : .any) {
      return Signal(.mistake(.clockDomain, mistake), type: type, location: location)
    }
    let signal = Signal(node, type: type, domain: domain, note: note, location: location)
    if case .port = node { PortLog.current?.add(signal) }
    return signal
  }

  /// The mistake of an operation on a literal, which has no width of its own.
  func untyped(_ operation: String) -> Signal? {
    guard isLiteral else { return nil }
    return .mistaken(
      .typeMismatch,
      "\(operation) needs a typed operand, not the literal \(self); "
        + "give it a type with Signal(_, _)", type: type)
  }
}

func impossibleSentence(_ type: HardwareType) -> String {
  if case .enumeration = type { return "the enumeration \(type) has no case" }
  let problem =
    type.width < 0
    ? "at least 0" : "at most \(Limits.widthMax); divide the value, or keep it in a Memory"
  return "\(type) is not a type: a width must be \(problem)"
}

private func hexadecimalSentence(
  _ digits: String, _ type: HardwareType, _ error: BitPattern.HexadecimalError
) -> String {
  let subject = "hexadecimal literal \"\(digits)\""
  return switch error {
  case .noDigit: "\(subject) has no digit; write 0 to 9 and a to f"
  case .notADigit(let character):
    "\(subject) has '\(character)', which is no digit; write 0 to 9 and a to f"
  case .tooWide(let bits): "\(subject) takes \(bits) bits, more than \(type); use a wider type"
  }
}

func literalSentence(_ value: Int, _ type: HardwareType) -> String {
  "literal \(value) does not fit \(type) (\(rangeText(type))); "
    + (value < 0 && !type.isSigned
      ? "use a signed type, or Signal(hexadecimal: _, _) for its bits" : "use a wider type")
}

/// The numbers that a type holds, also of one that is wider than an `Int`.
private func rangeText(_ type: HardwareType) -> String {
  switch type {
  case .bits(let width) where width > 62, .unsigned(let width) where width > 62:
    "0...2^\(width) - 1"
  default: type.range.map { "\($0.lowerBound)...\($0.upperBound)" } ?? "its range"
  }
}
