/// An enumeration of states or modes, as a type of hardware.
public struct EnumerationType: Hashable, Sendable {
  /// The name in Swift, for example `RunState`.
  public var name: String
  /// The cases in Swift's order; a case is encoded by its position.
  public var cases: [String]

  public init(name: String, cases: [String]) {
    self.name = name
    self.cases = cases
  }

  public var width: Int { max(1, bitsToHold(max(1, cases.count) - 1)) }
}

/// The type of a signal. Sign is part of the type, so no conversion is ever silent.
///
/// A width may be 0: such a value is 0, takes no wire, and is printed nowhere. A generator need not
/// treat the case apart that a number has one value only.
public enum HardwareType: Hashable, Sendable {
  /// One truth value, or one bit of anything.
  case bit
  /// Uninterpreted bits: no arithmetic. A signal of one is a `bit`.
  case bits(Int)
  /// A number from 0 to 2^n - 1.
  case unsigned(Int)
  /// A number from -2^(n-1) to 2^(n-1) - 1, in two's complement.
  case signed(Int)
  case enumeration(EnumerationType)

  public var width: Int {
    switch self {
    case .bit: 1
    case .bits(let width), .unsigned(let width), .signed(let width): width
    case .enumeration(let type): type.width
    }
  }

  public var isSigned: Bool {
    if case .signed = self { true } else { false }
  }

  public var isNumber: Bool {
    switch self {
    case .unsigned, .signed: true
    default: false
    }
  }

  public var isEnumeration: Bool {
    if case .enumeration = self { true } else { false }
  }

  /// The names of an enumeration's cases, by their encoding; none for other types.
  public var caseNames: [String] {
    if case .enumeration(let type) = self { type.cases } else { [] }
  }

  /// The same kind at another width, one bit of no number being a `bit`; an enumeration has only
  /// its own.
  public func withWidth(_ width: Int) -> HardwareType {
    switch self {
    case .bit, .bits: width == 1 ? .bit : .bits(width)
    case .unsigned: .unsigned(width)
    case .signed: .signed(width)
    case .enumeration: self
    }
  }

  /// The same type, but `bit` where it is one bit of no number.
  public var oneBitAsBit: HardwareType {
    if case .bits(1) = self { .bit } else { self }
  }

  /// Whether a signal can have this type: no negative width, not too many bits, and at least one
  /// case.
  public var isPossible: Bool {
    switch self {
    case .bit: true
    case .bits(let width), .unsigned(let width), .signed(let width):
      width >= 0 && width <= Limits.widthMax
    case .enumeration(let type): !type.cases.isEmpty
    }
  }

  /// The numbers that a value of this type can be, as far as they fit a Swift `Int`; nil for an
  /// impossible type.
  public var range: ClosedRange<Int>? {
    guard isPossible else { return nil }
    return switch self {
    case .bit: 0...1
    case .bits(let width), .unsigned(let width): 0...(width < 63 ? (1 << width) - 1 : Int.max)
    case .signed(0): 0...0
    case .signed(let width):
      width < 64 ? -(1 << (width - 1))...((1 << (width - 1)) - 1) : Int.min...Int.max
    case .enumeration(let type): 0...(type.cases.count - 1)
    }
  }
}

extension HardwareType: CustomStringConvertible {
  public var description: String {
    switch self {
    case .bit: "bit"
    case .bits(let width): "bits(\(width))"
    case .unsigned(let width): "unsigned(\(width))"
    case .signed(let width): "signed(\(width))"
    case .enumeration(let type): type.name
    }
  }
}
