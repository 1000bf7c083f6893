import HardwareIR

extension ModuleDefinition {
  /// Bugs of memories.
  static let memoryMutations: [Mutation] = [
    memory("a read under write gives the other word") { memory in
      memory.readUnderWrite = memory.readUnderWrite == .readFirst ? .writeFirst : .readFirst
    },
    memory("contents have a bit wrong") { memory in
      memory.initial = memory.initial.map(\.withLowestBitFlipped)
    },
    memory("what both ports write comes from the other") { memory in
      guard memory.kind == .twoReadWrite else { return }
      memory.ports.swapAt(0, 1)
      for index in memory.ports.indices { memory.ports[index].label = ["a", "b"][index] }
    },
    inputs("a read is always enabled", \.readEnable) { _ in truth },
    inputs("a write is always enabled", \.writeEnable) { _ in truth },
    inputs("a read takes the neighbouring word", \.readAddress) { $0.withLowestBitFlipped },
    inputs("a write goes to the neighbouring word", \.writeAddress) { $0.withLowestBitFlipped },
    inputs("a written word has its lowest bit wrong", \.writeData) { $0.withLowestBitFlipped },
    inputs("a mask is not heeded", \.writeMask) { mask in
      .literal(BitPattern(-1, width: mask.type.width), mask.type)
    },
    inputs("a mask begins at the other end", \.writeMask) { mask in
      let width = mask.type.width
      guard width > 1 else { return mask }
      return .concatenation((0..<width).map { .slice(mask, low: $0, width: 1) })
    },
  ]

  private static let truth = Expression.literal(BitPattern(1, width: 1), .bit)

  /// Every memory is changed.
  private static func memory(
    _ name: String, _ change: @escaping @Sendable (inout MemoryDefinition) -> Void
  ) -> Mutation {
    .module(name) { module in
      for index in module.memories.indices { change(&module.memories[index]) }
    }
  }

  /// What drives one of the wires of every port is changed.
  private static func inputs(
    _ name: String, _ wire: any KeyPath<MemoryPort, String?> & Sendable,
    _ change: @escaping @Sendable (Expression) -> Expression
  ) -> Mutation {
    .module(name) { module in
      let wires = Set(module.memories.flatMap(\.ports).compactMap { $0[keyPath: wire] })
      module.statements = module.statements.map { statement in
        statement.rewritten { inner in
          guard case .assign(let target, let value, let location) = inner,
            wires.contains(target.name)
          else { return nil }
          return .assign(target: target, value: change(value), location: location)
        }
      }
    }
  }
}

extension MemoryPort {
  fileprivate var readEnable: String? { readData == nil ? nil : enable }
  fileprivate var writeEnable: String? { write ?? (readData == nil ? enable : nil) }
  fileprivate var readAddress: String? { readData == nil ? nil : address }
  fileprivate var writeAddress: String? { writeData == nil ? nil : address }
}

extension Expression {
  fileprivate var withLowestBitFlipped: Expression {
    .binary(.xor, self, .literal(BitPattern(1, width: type.width), type))
  }
}
