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
  /// - Returns: what is wrong with the box.
  func complete(
    _ definition: inout ModuleDefinition, needsClock: Bool, needsReset: Bool
  ) -> [Diagnostic] {
    let clocking = box.clocking
    var found: [Diagnostic] = []
    func report(_ message: String) {
      found.append(Diagnostic(.definition, message, at: definition.location))
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
    let names = [clocking?.clock, clocking?.reset?.port].compactMap { $0 }
    definition.ports =
      names.map { HardwareIR.Port(name: $0, direction: .input, type: .bit, group: "clocking") }
      + definition.ports
    definition.blackBox = BlackBoxDefinition(
      cell: box.moduleName,
      parameters: box.parameters.map { .init(name: $0, value: $1.value) },
      sources: sources, inputsOfOutput: inputsOfOutput, clock: clocking?.clock,
      reset: clocking?.reset?.port)
    guard definition.hasBehaviour else {
      // Without a model, what it would hold means nothing.
      definition.wires = []
      definition.registers = []
      definition.memories = []
      definition.instances = []
      return found
    }
    let subject = "the model of black box '\(box.moduleName)'"
    if needsClock, clocking == nil {
      report("\(subject) has state, but the box has no clock; give the box its clocking")
    } else if needsReset, clocking?.reset == nil {
      report("\(subject) has a reset, but the box has none; give its clocking the reset")
    }
    return found
  }

  private var inputsOfOutput: [String: Set<String>] {
    func names(_ direction: HardwareIR.Port.Direction) -> [String] {
      reflection.ports.compactMap { signal, _ in
        guard case .port(direction) = signal.node else { return nil }
        return signal.name
      }
    }
    switch box.combinationalPaths {
    case .none: return [:]
    case .all:
      let inputs = Set(names(.input))
      return Dictionary(
        names(.output).map { ($0, inputs) }, uniquingKeysWith: { first, _ in first })
    case .only(let paths):
      var result: [String: Set<String>] = [:]
      for path in paths {
        let inputs = path.from.compactMap(\.name)
        for output in path.to.compactMap(\.name) { result[output, default: []].formUnion(inputs) }
      }
      return result
    }
  }

  /// The connections of the clock and the reset of a parent in one domain.
  static func connections(_ box: any BlackBox) -> [PortConnection] {
    guard let clocking = box.clocking else { return [] }
    let clock = Expression.reference(ModuleDefinition.clockName, .bit)
    let reset = Expression.reference(ModuleDefinition.resetName, .bit)
    var connections = [PortConnection(port: clocking.clock, connection: .input(clock))]
    switch clocking.reset {
    case .activeLow(let port): connections.append(.init(port: port, connection: .input(reset)))
    case .activeHigh(let port):
      connections.append(.init(port: port, connection: .input(.unary(.not, reset))))
    case nil: break
    }
    return connections
  }
}
