import HardwareIR

extension ModuleDefinition {
  /// Bugs of memories.
  static let memoryMutations: [Mutation] = [
    .module("a read under write gives the new word") { module in
      for memory in module.memories { module.bypass(memory) }
    },
    memory("a read is always enabled", \.readPort.enable) { _ in truth },
    memory("a write is always enabled", \.writePort.enable) { _ in truth },
    memory("a read takes the neighbouring word", \.readPort.address) { $0.withLowestBitFlipped },
    memory("a write goes to the neighbouring word", \.writePort.address) {
      $0.withLowestBitFlipped
    },
    memory("a written word has its lowest bit wrong", \.wordToWrite) { $0.withLowestBitFlipped },
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
          guard case .assign(let target, let value, let location) = inner,
            wires.contains(target.name)
          else { return nil }
          return .assign(target: target, value: change(value), location: location)
        }
      }
    }
  }

  /// Puts the written word in the place of the word read, where both had one address.
  private mutating func bypass(_ memory: MemoryDefinition) {
    let name = memory.name + "_bypassed"
    let read = Expression.reference(memory.wordRead, memory.word)
    mapExpressions { $0.rewritten { $0 == read ? .reference(name, memory.word) : nil } }
    func bit(_ name: String) -> Expression { .reference(name, .bit) }
    let address = HardwareType.unsigned(memory.addressWidth)
    let isSame = Expression.binary(
      .equal, .reference(memory.readPort.address, address),
      .reference(memory.writePort.address, address))
    let (isTaken, word) = (name + "_flag_q", name + "_word_q")
    registers += [
      Register(name: isTaken, type: .bit, reset: nil),
      Register(name: word, type: memory.word, reset: nil),
    ]
    wires.append(Wire(name: name, type: memory.word))
    statements += [
      .when(
        condition: bit(memory.readPort.enable),
        then: [
          .assign(
            target: Target(isTaken), value: .binary(.and, bit(memory.writePort.enable), isSame),
            location: nil),
          .assign(
            target: Target(word), value: .reference(memory.wordToWrite, memory.word),
            location: nil),
        ], otherwise: [], location: nil),
      .assign(
        target: Target(name),
        value: .select(
          condition: bit(isTaken), then: .reference(word, memory.word), otherwise: read),
        location: nil),
    ]
  }
}

/// The ports of a memory that has one to write and one to read, as the memories here do.
extension MemoryDefinition {
  var writePort: MemoryPort { ports[0] }
  var readPort: MemoryPort { ports[ports.count - 1] }
  var wordToWrite: String { writePort.writeData ?? "" }
  var wordRead: String { readPort.readData ?? "" }
}

extension Expression {
  fileprivate var withLowestBitFlipped: Expression {
    .binary(.xor, self, .literal(BitPattern(1, width: type.width), type))
  }
}
