import HardwareIR

/// Slips in declarations and at instances.
extension MutantWalk {
  mutating func mutate(_ register: inout Register) {
    guard !register.isGhost, let reset = register.reset, let value = reset.unsignedValue else {
      return
    }
    enter("reset of \(register.name)")
    let count = register.type.isEnumeration ? register.type.caseNames.count : 2
    guard count > 1, makes("a reset value is its neighbour") else { return }
    let next = register.type.isEnumeration ? (value + 1) % count : value ^ 1
    register.reset = BitPattern(next, width: register.type.width)
  }

  mutating func mutate(_ memory: inout MemoryDefinition) {
    enter("memory \(memory.name)")
    if memory.kind != .rom, makes("a read under write gives the other word") {
      memory.readUnderWrite = memory.readUnderWrite == .readFirst ? .writeFirst : .readFirst
    }
    for index in memory.initial.indices where makes("a word of the contents has a bit wrong") {
      memory.initial[index] = memory.initial[index].withLowestBitFlipped
    }
  }

  mutating func mutate(_ instance: inout InstanceDefinition) {
    for index in instance.connections.indices {
      let pin = instance.connections[index]
      enter("pin \(pin.port) of \(instance.name)")
      guard case .input(let value) = pin.connection else {
        if let other = instance.next(alike: index, signalType), makes("pins are swapped") {
          instance.swap(index, other)
        }
        continue
      }
      if makes("an input is left at 0") {
        instance.connections[index].connection = .input(
          .literal(BitPattern(0, width: value.type.width), value.type))
        continue
      }
      if let other = instance.next(alike: index, signalType), makes("pins are swapped") {
        instance.swap(index, other)
        continue
      }
      instance.connections[index].connection = .input(mutated(value))
    }
  }

  private func signalType(_ name: String) -> HardwareType? {
    module.wires.first { $0.name == name }?.type ?? module.ports.first { $0.name == name }?.type
  }
}

extension InstanceDefinition {
  /// The next pin of the same direction and type that is connected to something else.
  fileprivate func next(alike index: Int, _ type: (String) -> HardwareType?) -> Int? {
    connections.indices.dropFirst(index + 1).first { other in
      switch (connections[index].connection, connections[other].connection) {
      case (.input(let value), .input(let next)): value.type == next.type && value != next
      case (.output(let wire), .output(let next)): type(wire) == type(next)
      default: false
      }
    }
  }

  fileprivate mutating func swap(_ index: Int, _ other: Int) {
    let connection = connections[index].connection
    connections[index].connection = connections[other].connection
    connections[other].connection = connection
  }
}
