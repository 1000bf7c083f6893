/// The level at which a reset acts.
public enum ResetLevel: Hashable, Sendable {
  case low
  case high
}

// A module has its clocks and resets under names of its own; domains say which are the same.
extension ModuleDefinition {
  /// The port of a domain's clock.
  public func clockName(of domain: ClockDomain) -> String {
    clocking.first { $0.role == .clock && $0.domain == domain }?.name ?? domain.clockName
  }

  /// The port of a domain's reset, where there is one.
  public func reset(of domain: ClockDomain) -> Port? {
    clocking.first { $0.role == .reset && $0.domain == domain }
  }

  /// The name of the port of a domain's reset.
  public func resetName(of domain: ClockDomain) -> String {
    reset(of: domain)?.name ?? domain.resetName
  }
}

extension InstanceDefinition {
  /// What drives a clock or a reset of the module in the parent.
  public func driver(of port: Port) -> String {
    drivers[port.name]
      ?? (port.role == .clock ? outer(port.domain).clockName : outer(port.domain).resetName)
  }
}
