import HardwareIR
import SystemVerilog

/// The bits of children's inputs whose source drives other pins of children too: nets of no gate,
/// which mapping by modules would neither see nor buffer.
struct SharedPins {
  /// Bits of ports, by the module, or the macro, that has them.
  private(set) var bits: [String: [String: Set<Int>]] = [:]

  private struct Pin {
    var owner: String
    var port: String
    var bit: Int
    var source: BitSource
  }

  init(_ module: ModuleDefinition, macros: [String: MemoryMacro]) {
    let sources = BitSources(module)
    var pins: [Pin] = []
    func add(_ value: Expression, owner: String, port: String) {
      for (bit, source) in sources.of(value).enumerated() {
        if let source { pins.append(Pin(owner: owner, port: port, bit: bit, source: source)) }
      }
    }
    for instance in module.instances {
      for connection in instance.connections {
        guard case .input(let value) = connection.connection else { continue }
        add(value, owner: instance.module, port: connection.port)
      }
    }
    for memory in module.memories {
      guard let macro = macros[memory.name] else { continue }
      for (pin, wire) in zip(macro.box.inputs, memory.inputs) {
        let type = HardwareType.bit.withWidth(pin.width)
        add(.reference(wire, type), owner: macro.name, port: pin.name)
      }
    }
    var uses: [BitSource: Int] = [:]
    for pin in pins { uses[pin.source, default: 0] += 1 }
    for pin in pins where uses[pin.source, default: 0] > 1 {
      bits[pin.owner, default: [:]][pin.port, default: []].insert(pin.bit)
    }
  }
}

extension MemoryBox {
  /// The inputs in the order in which a memory lists its wires; the clock is none of them.
  fileprivate var inputs: [Pin] { pins.dropFirst().filter(\.isInput) }
}
