import HardwareIR

/// The reset of a domain as it is written.
struct ResetText {
  private let name: String
  private let level: ResetLevel

  init(_ module: ModuleDefinition, _ domain: ClockDomain) {
    name = module.resetName(of: domain)
    level = module.reset(of: domain)?.resetLevel ?? .low
  }

  /// The edge at which it begins.
  var edge: String { (level == .low ? "negedge " : "posedge ") + name }

  var isActive: String { level == .low ? "!\(name)" : name }
  var isInactive: String { level == .low ? name : "!\(name)" }
}
