import HardwareIR

extension ModuleDefinition {
  /// Bugs of instances.
  static let structureMutations: [Mutation] = [
    connections("two inputs of an instance are swapped") { instance in
      instance.swapAlike { connection in
        if case .input(let value) = connection { value.type } else { nil }
      }
    },
    connections("an input of an instance is left at zero") { instance in
      for index in instance.connections.indices {
        guard case .input(let value) = instance.connections[index].connection else { continue }
        let zero = BitPattern(0, width: value.type.width)
        instance.connections[index].connection = .input(.literal(zero, value.type))
      }
    },
    .module("two outputs of an instance are swapped") { module in
      let types = Dictionary(
        module.wires.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
      for index in module.instances.indices {
        module.instances[index].swapAlike { connection in
          if case .output(let wire) = connection { types[wire] } else { nil }
        }
      }
    },
    .module("two instances of one module are one") { module in
      module.mergeInstances()
    },
  ]

  private static func connections(
    _ name: String, _ change: @escaping @Sendable (inout InstanceDefinition) -> Void
  ) -> Mutation {
    .module(name) { module in
      for index in module.instances.indices { change(&module.instances[index]) }
    }
  }

  /// Gives the second of two instances the inputs of the first.
  private mutating func mergeInstances() {
    for index in instances.indices.dropFirst()
    where instances[index].module == instances[index - 1].module {
      for pin in instances[index].connections.indices {
        if case .input = instances[index].connections[pin].connection {
          instances[index].connections[pin] = instances[index - 1].connections[pin]
        }
      }
    }
  }
}

extension InstanceDefinition {
  /// Swaps the first two connections for which `type` gives the same.
  fileprivate mutating func swapAlike(_ type: (Connection) -> HardwareType?) {
    for first in connections.indices {
      guard let wanted = type(connections[first].connection) else { continue }
      for second in connections.indices.dropFirst(first + 1)
      where type(connections[second].connection) == wanted {
        let connection = connections[first].connection
        connections[first].connection = connections[second].connection
        connections[second].connection = connection
        return
      }
    }
  }
}
