import HardwareIR

/// The names of the ports of a clock and of its reset, and the level at which the reset acts:
///
///     final class Registers: Module {
///       var clockPorts: [ClockDomain: ClockPorts] {
///         [.default: .clock("aclk", reset: .activeLow("aresetn"))]
///       }
///
/// They are the module's, not the domain's: a domain passes through modules that other people
/// wrote, each with ports of its own.
public struct ClockPorts {
  /// A reset, by the level that asserts it.
  public enum Reset {
    case activeLow(String)
    case activeHigh(String)

    var port: String {
      switch self {
      case .activeLow(let port), .activeHigh(let port): port
      }
    }

    var level: ResetLevel {
      switch self {
      case .activeLow: .low
      case .activeHigh: .high
      }
    }
  }

  let clock: String
  let reset: Reset?
  let location: SourceLocation

  public static func clock(
    _ name: String, reset: Reset? = nil, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> ClockPorts {
    ClockPorts(
      clock: name, reset: reset,
      location: SourceLocation(file: file, line: line, column: column))
  }
}

/// What the clocks and resets of a module are called.
struct ClockNames {
  private var given: [ClockDomain: ClockPorts]

  init(_ given: [ClockDomain: ClockPorts]) { self.given = given }

  /// Takes names that go before those that are there.
  mutating func take(_ names: [ClockDomain: ClockPorts]) {
    given.merge(names) { _, new in new }
  }

  var givenNames: Set<String> {
    Set(given.values.map(\.clock) + given.values.compactMap { $0.reset?.port })
  }

  func clock(of domain: ClockDomain) -> Port {
    var port = Port.clock(of: domain)
    if let given = given[domain] {
      port.name = given.clock
      port.location = given.location
    }
    return port
  }

  func reset(of domain: ClockDomain) -> Port {
    var port = Port.reset(of: domain)
    if let given = given[domain], let reset = given.reset {
      port.name = reset.port
      port.resetLevel = reset.level
      port.location = given.location
    }
    return port
  }

  /// What is wrong with the names.
  ///
  /// - Parameter clocking: the clocks and resets that the module has.
  func mistakes(_ clocking: [Port], of reflection: Reflection) -> [Diagnostic] {
    let name = reflection.scope.moduleName
    return given.sorted { $0.key < $1.key }.compactMap { domain, ports in
      if let box = reflection.blackBox {
        return Diagnostic(
          .definition,
          "clockPorts name '\(ports.clock)' of black box '\(box.moduleName)', whose clocking does; "
            + "leave clockPorts out", at: ports.location)
      }
      // A generator may leave out all that is clocked.
      guard clocking.isEmpty || clocking.contains(where: { $0.domain == domain }) else {
        return Diagnostic(
          .clockDomain,
          "clockPorts of \(name) name '\(ports.clock)' in \(domain), in which nothing is clocked; "
            + "leave it out, or declare what it clocks", at: ports.location)
      }
      guard
        ports.reset != nil
          || !clocking.contains(where: { $0.domain == domain && $0.role == .reset })
      else {
        return Diagnostic(
          .definition,
          "clockPorts of \(name) name '\(ports.clock)' and no reset, but \(domain) has one; "
            + "write .clock(\"\(ports.clock)\", reset: .activeLow(_))", at: ports.location)
      }
      return nil
    }
  }

  /// Declares a wire that is active at the other level than a reset, for children.
  static func invert(
    _ reset: Port, in definition: inout ModuleDefinition, _ lowering: Lowering
  ) -> String {
    let suffix = reset.resetLevel == .high ? "_n" : ""
    let name = lowering.freeName("rst" + reset.domain.infix + suffix)
    definition.wires.append(Wire(name: name, type: .bit, role: .temporary))
    // Before what the designer wrote, under no heading.
    definition.statements.insert(
      .assign(
        target: Target(name), value: .unary(.not, .reference(reset.name, .bit)), location: nil),
      at: 0)
    return name
  }
}
