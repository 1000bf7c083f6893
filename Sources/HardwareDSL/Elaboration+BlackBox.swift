import Foundation
import HardwareIR

extension BlackBox {
  /// The name of the definition, which no generated module has. Boxes with other parameters may
  /// have other ports.
  var definitionName: String {
    if parameters.isEmpty { return "black box \(moduleName)" }
    let values = parameters.map { name, parameter in
      switch parameter {
      case .integer(let value): "\(name)=\(value)"
      case .text(let value): "\(name)=\"\(value)\""
      case .bits(let value): "\(name)=\(value.width)'h\(value.hexadecimal)"
      }
    }
    return "black box \(moduleName) #(\(values.joined(separator: ", ")))"
  }
}

/// Makes the definition of a black box out of its class.
struct BlackBoxElaboration {
  let box: any BlackBox
  let reflection: Reflection

  /// Completes the definition of the model, which has neither clock nor reset yet.
  ///
  /// - Parameter needed: the clocks and resets of what the model holds.
  /// - Returns: what is wrong with the box.
  func complete(
    _ definition: inout ModuleDefinition, needs needed: [HardwareIR.Port]
  ) -> [Diagnostic] {
    let clocking = box.clocking
    var found: [Diagnostic] = []
    let location = definition.location
    func report(_ message: String) {
      found.append(Diagnostic(.definition, message, at: location))
    }
    func refuse(_ subject: String, in domain: ClockDomain, at place: SourceLocation?) {
      found.append(
        Diagnostic(
          .clockDomain,
          "\(subject) in \(domain), but a box has one clock, its default domain; "
            + "leave in: out and place the box with clock(_, in:)", at: place))
    }
    var sources: [BlackBoxDefinition.Source] = []
    for source in box.sources {
      switch source {
      case .text(let text, let fileName):
        sources.append(.init(name: fileName ?? box.moduleName + ".sv", text: text))
      case .file(let file):
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
          report(
            "source \(file.path) of black box '\(box.moduleName)' cannot be read; "
              + "give a file of UTF-8 text")
          continue
        }
        sources.append(.init(name: file.lastPathComponent, text: text))
      }
    }
    for port in definition.ports {
      guard case .named = port.domain else { continue }
      refuse(
        "'\(port.name)' of black box '\(box.moduleName)' is declared", in: port.domain,
        at: port.location)
    }
    definition.ports = clockingPorts + definition.ports
    definition.blackBox = BlackBoxDefinition(
      cell: box.moduleName,
      parameters: box.parameters.map { .init(name: $0, value: $1.value) },
      sources: sources,
      inputsOfOutput: definition.contract.inputsOfOutput(of: definition.ports))
    guard definition.hasBehaviour else {
      // Without a model, what it would hold means nothing.
      definition.wires = []
      definition.registers = []
      definition.memories = []
      definition.instances = []
      return found
    }
    let subject = "the model of black box '\(box.moduleName)'"
    if let other = needed.first(where: { $0.domain != .default }) {
      refuse("\(subject) has state", in: other.domain, at: location)
    } else if !needed.isEmpty, clocking == nil {
      report("\(subject) has state, but the box has no clock; give the box its clocking")
    } else if needed.contains(where: { $0.role == .reset }), clocking?.reset == nil {
      report("\(subject) has a reset, but the box has none; give its clocking the reset")
    }
    return found
  }

  private var clockingPorts: [HardwareIR.Port] {
    guard let clocking = box.clocking else { return [] }
    func port(_ name: String, _ role: HardwareIR.Port.Role) -> HardwareIR.Port {
      var port = HardwareIR.Port(name: name, direction: .input, type: .bit, group: "clocking")
      port.role = role
      return port
    }
    var ports = [port(clocking.clock, .clock)]
    if let reset = clocking.reset {
      ports.append(port(reset.port, .reset))
      ports[1].resetLevel = reset.level
    }
    return ports
  }

  /// What clocks and resets the box in a domain of its parent.
  static func connections(
    _ box: any BlackBox, in domain: ClockDomain, of parent: ClockNames
  ) -> [PortConnection] {
    guard let clocking = box.clocking else { return [] }
    let clock = Expression.reference(parent.clock(of: domain).name, .bit)
    var connections = [PortConnection(port: clocking.clock, connection: .input(clock))]
    if let reset = clocking.reset {
      let driver = parent.reset(of: domain)
      let value = Expression.reference(driver.name, .bit)
      connections.append(
        PortConnection(
          port: reset.port,
          connection: .input(
            driver.resetLevel == reset.level ? value : .unary(.not, value))))
    }
    return connections
  }
}
