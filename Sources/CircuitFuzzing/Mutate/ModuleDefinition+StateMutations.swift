import HardwareIR

extension ModuleDefinition {
  /// Bugs of registers and states.
  static let stateMutations: [Mutation] = [
    .expression("a case of an enumeration is the one before") { expression in
      guard case .literal(let pattern, let type) = expression, type.isEnumeration,
        let code = pattern.signedValue, code != 0
      else { return nil }
      return .literal(BitPattern(code - 1, width: type.width), type)
    },
    Mutation("a reset acts at another time") { fuzzCase in
      fuzzCase.emitter.reset =
        fuzzCase.emitter.reset == .asynchronous ? .synchronous : .asynchronous
    },
    .module("a reset value has its lowest bit wrong") { module in
      module.mapResets { $0.map { $0.withLowestBitFlipped } }
    },
    .module("a constant has its lowest bit wrong") { module in
      let names = Set(module.wires.filter { $0.role == .constant }.map(\.name))
      module.statements = module.statements.map { statement in
        guard case .assign(let target, .literal(let pattern, let type), let location) = statement,
          names.contains(target.name)
        else { return statement }
        return .assign(
          target: target, value: .literal(pattern.withLowestBitFlipped, type), location: location)
      }
    },
    .module("a reset is not heeded") { module in
      // An enumeration without reset could hold what is none of its cases.
      for index in module.registers.indices {
        if case .enumeration = module.registers[index].type { continue }
        module.registers[index].reset = nil
      }
    },
    .module("registers without reset have one") { module in
      for index in module.registers.indices where module.registers[index].reset == nil {
        module.registers[index].reset = BitPattern(0, width: module.registers[index].type.width)
      }
      module.addReset()
    },
    .module("a register does not hold its value") { module in
      for register in module.registers {
        let zero = BitPattern(0, width: register.type.width)
        module.statements.insert(
          .assign(
            target: Target(register.name), value: .literal(zero, register.type), location: nil),
          at: 0)
      }
    },
  ]

  private mutating func mapResets(_ change: (BitPattern?) -> BitPattern?) {
    for index in registers.indices {
      let count =
        if case .enumeration(let type) = registers[index].type { type.cases.count } else { 2 }
      if count > 1 { registers[index].reset = change(registers[index].reset) }
    }
  }

  /// A port for the reset where a clock is; whoever holds the module connects it of itself.
  private mutating func addReset() {
    guard isClocked, !hasReset else { return }
    ports.insert(.reset(of: .default), at: 1)
  }
}

extension BitPattern {
  var withLowestBitFlipped: BitPattern {
    var flipped = words
    flipped[0] ^= 1
    return BitPattern(words: flipped, width: width) ?? self
  }
}
