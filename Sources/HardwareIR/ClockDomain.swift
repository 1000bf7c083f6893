/// A clock, and the reset of what it clocks.
///
/// A register or a memory belongs to one domain, and so does every port of a module; a wire takes
/// the domain of what it depends on. What belongs to one domain is sampled in that domain only,
/// unless it crosses on purpose.
public enum ClockDomain: Hashable, Sendable {
  /// Usually clock `clk_i`, reset `rst_ni`.
  case `default`
  /// Usually clock `clk_pixel_i`, reset `rst_pixel_ni` for the name `pixel`.
  case named(String)
  /// No clock: a signal that may change at any time.
  case asynchronous

  /// The port of the clock, where there is one and the module does not give it another name.
  public var clockName: String { "clk\(infix)_i" }

  /// The port of the reset, where there is one and the module does not give it another name: active
  /// low.
  public var resetName: String { "rst\(infix)_ni" }

  /// Whether a clock or a reset may have this name.
  public static func isClockOrReset(_ name: String) -> Bool {
    // Elaboration asks for many names, of which hardly one begins so.
    guard let first = name.utf8.first, first == UInt8(ascii: "c") || first == UInt8(ascii: "r")
    else { return false }
    return (name.hasPrefix("clk_") && name.hasSuffix("_i"))
      || (name.hasPrefix("rst_") && name.hasSuffix("_ni"))
  }

  /// What stands behind `clk` and `rst` in names.
  public var infix: String {
    switch self {
    case .default: ""
    case .named(let name): "_" + name
    case .asynchronous: "_asynchronous"
    }
  }
}

extension ClockDomain: CustomStringConvertible {
  public var description: String {
    switch self {
    case .default: "the default clock domain"
    case .named(let name): "clock domain '\(name)'"
    case .asynchronous: "no clock domain"
    }
  }
}

extension ClockDomain: Comparable {
  /// The default domain comes first, then those with names.
  public static func < (left: ClockDomain, right: ClockDomain) -> Bool {
    (left.rank, left.infix) < (right.rank, right.infix)
  }

  private var rank: Int {
    switch self {
    case .default: 0
    case .named: 1
    case .asynchronous: 2
    }
  }
}

/// A wire on which a signal passes from one clock domain to another without a synchronizer.
public struct Crossing: Hashable, Sendable {
  /// Where the signal arrives.
  public var domain: ClockDomain
  /// Why that is safe, in the designer's words.
  public var reason: String

  public init(into domain: ClockDomain, because reason: String) {
    self.domain = domain
    self.reason = reason
  }
}
