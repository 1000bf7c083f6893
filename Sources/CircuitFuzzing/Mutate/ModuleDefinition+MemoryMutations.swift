import HardwareIR

extension ModuleDefinition {
  /// Bugs of memories.
  static let memoryMutations: [Mutation] = [
    .module("a read under write gives the new word") { module in
      for memory in module.memories { module.bypass(memory) }
    },
    memory("a read is always enabled", \.readEnable) { _ in truth },
    memory("a write is always enabled", \.writeEnable) { _ in truth },
    memory("a read takes the neighbouring word", \.readAddress) { $0.withLowestBitFlipped },
    memory("a write goes to the neighbouring word", \.writeAddress) { $0.withLowestBitFlipped },
    memory("a written word has its lowest bit wrong", \.writeData) { $0.withLowestBitFlipped },
  ]

  private static let truth = Expression.literal(BitPattern(1, width: 1), .bit)

  /// What drives one of the wires of every memory is changed.
  private static func memory(
    _ name: String, _ wire: @escaping @Sendable (MemoryDefinition) -> String,
    _ change: @escaping @Sendable (Expression) -> Expression
  ) -> Mutation {
    .module(name) { module in
      let wires = Set(module.memories.map(wire))
      module.statements = module.statements.map { statement in
        statement.rewritten { inner in
          guard case .assign(let target, let value, let location) = inner, wires.contains(target)
          else { return nil }
          return .assign(target: target, value: change(value), location: location)
        }
      }
    }
  }

  /// Puts the written word in the place of the word read, where both had one address.
  private mutating func bypass(_ memory: MemoryDefinition) {
    let name = memory.name + "_bypassed"
    let read = Expression.reference(memory.readData, memory.word)
    mapExpressions { $0.rewritten { $0 == read ? .reference(name, memory.word) : nil } }
    func bit(_ name: String) -> Expression { .reference(name, .bit) }
    let address = HardwareType.unsigned(memory.addressWidth)
    let isSame = Expression.binary(
      .equal, .reference(memory.readAddress, address), .reference(memory.writeAddress, address))
    let (isTaken, word) = (name + "_flag_q", name + "_word_q")
    registers += [
      Register(name: isTaken, type: .bit, reset: nil),
      Register(name: word, type: memory.word, reset: nil),
    ]
    wires.append(Wire(name: name, type: memory.word))
    statements += [
      .when(
        condition: bit(memory.readEnable),
        then: [
          .assign(
            target: isTaken, value: .binary(.and, bit(memory.writeEnable), isSame), location: nil),
          .assign(
            target: word, value: .reference(memory.writeData, memory.word), location: nil),
        ], otherwise: [], location: nil),
      .assign(
        target: name,
        value: .select(
          condition: bit(isTaken), then: .reference(word, memory.word), otherwise: read),
        location: nil),
    ]
  }
}

extension Expression {
  fileprivate var withLowestBitFlipped: Expression {
    .binary(.xor, self, .literal(BitPattern(1, width: type.width), type))
  }
}
