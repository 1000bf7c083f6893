import HardwareIR

/// A clock of the design, and the reset of what it clocks.
public struct ClockSpec: Hashable, Sendable {
  public var domain: ClockDomain
  public var clock: String
  /// Active low, asserted asynchronously; nil for a domain without reset.
  public var reset: String?

  public init(domain: ClockDomain, clock: String, reset: String?) {
    self.domain = domain
    self.clock = clock
    self.reset = reset
  }
}

extension DesignInterface {
  /// All clocks, that of the default domain first; none for a combinational design.
  public var clocks: [ClockSpec] {
    (clock.map { [ClockSpec(domain: .default, clock: $0, reset: reset)] } ?? []) + namedClocks
  }

  /// The number of a domain's clock.
  public func clockIndex(of domain: ClockDomain) -> Int? {
    clocks.firstIndex { $0.domain == domain }
  }
}
