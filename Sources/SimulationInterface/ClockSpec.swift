import HardwareIR

/// A clock of the design, and the reset of what it clocks.
public struct ClockSpec: Hashable, Sendable {
  public var domain: ClockDomain
  public var clock: String
  /// Nil for a domain without reset.
  public var reset: String?
  /// When the reset acts.
  public var resetLevel: ResetLevel

  public init(
    domain: ClockDomain, clock: String, reset: String?, resetLevel: ResetLevel = .low
  ) {
    self.domain = domain
    self.clock = clock
    self.reset = reset
    self.resetLevel = resetLevel
  }
}

extension ClockSpec {
  /// Whether the reset acts at this value.
  func isActive(_ value: PortValue) -> Bool { value == (resetLevel == .high ? 1 : 0) }
}

extension DesignInterface {
  /// All clocks, that of the default domain first; none for a combinational design.
  public var clocks: [ClockSpec] {
    let standard = clock.map {
      ClockSpec(domain: .default, clock: $0, reset: reset, resetLevel: resetLevel)
    }
    return (standard.map { [$0] } ?? []) + namedClocks
  }

  /// The number of a domain's clock.
  public func clockIndex(of domain: ClockDomain) -> Int? {
    clocks.firstIndex { $0.domain == domain }
  }
}
