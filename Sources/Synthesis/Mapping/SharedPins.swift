import HardwareIR
import SystemVerilog

/// The inputs of children that several children share: a net of no gate, which mapping by modules
/// would neither see nor buffer.
struct SharedPins {
  /// Names of ports by the module, or the macro, that has them.
  private(set) var ports: [String: Set<String>] = [:]

  init(_ module: ModuleDefinition, macros: [String: MemoryMacro]) {
    var values: [String: Expression] = [:]
    for case .assign(let target, let value, _) in module.statements {
      if target.bits == nil { values[target.name] = value }
    }
    /// What a signal is a copy of.
    func source(_ value: Expression) -> Expression {
      var value = value
      for _ in 0..<values.count {
        guard case .reference(let name, _) = value, let next = values[name] else { break }
        value = next
      }
      return value
    }
    var pins: [(value: Expression, owner: String, port: String)] = []
    for instance in module.instances {
      for connection in instance.connections {
        guard case .input(let value) = connection.connection else { continue }
        pins.append((source(value), instance.module, connection.port))
      }
    }
    for memory in module.memories {
      guard let macro = macros[memory.name] else { continue }
      for (pin, wire) in zip(macro.box.inputs, memory.inputs) {
        pins.append((source(values[wire] ?? .reference(wire, .bit)), macro.name, pin.name))
      }
    }
    var uses: [Expression: Int] = [:]
    for pin in pins { uses[pin.value, default: 0] += 1 }
    for pin in pins where uses[pin.value, default: 0] > 1 {
      if case .literal = pin.value { continue }
      ports[pin.owner, default: []].insert(pin.port)
    }
  }
}

extension MemoryBox {
  /// The inputs in the order in which a memory lists its wires; the clock is none of them.
  fileprivate var inputs: [Pin] { pins.dropFirst().filter(\.isInput) }
}
