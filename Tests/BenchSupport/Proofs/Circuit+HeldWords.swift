import HardwareIR

extension Circuit {
  /// The circuit in which the words of a memory are registers, so that claims can say what they
  /// hold. Of the top's memories, one that is written whole, and where a read gives the old word.
  ///
  /// - Parameters:
  ///   - memory: The memory's name.
  ///   - words: The registers that the claims read, one for each word. Each is assigned itself.
  public func holdingWords(of memory: String, in words: [String]) -> Circuit {
    var circuit = self
    for index in modules.indices where modules[index].name == top.name {
      circuit.modules[index].holdWords(of: memory, in: words)
    }
    return circuit
  }
}

extension ModuleDefinition {
  fileprivate mutating func holdWords(of name: String, in words: [String]) {
    guard let memory = memories.first(where: { $0.name == name }),
      let write = memory.ports.first(where: { $0.writeData != nil }),
      let read = memory.ports.first(where: { $0.readData != nil }),
      let readData = read.readData
    else { return }
    memories.removeAll { $0.name == name }
    wires.removeAll { $0.name == readData }
    registers.append(
      Register(name: readData, type: memory.word, reset: nil, domain: memory.domain))
    for index in registers.indices where words.contains(registers[index].name) {
      registers[index].isGhost = false
    }
    let address = HardwareType.unsigned(memory.addressWidth).oneBitAsBit
    func reference(_ name: String?, _ type: HardwareType) -> Expression {
      .reference(name ?? "", type)
    }
    func isAt(_ port: MemoryPort, _ word: Int) -> Expression {
      let bits = HardwareType.unsigned(memory.addressWidth)
      return .binary(
        .equal, .reference(port.address, bits),
        .literal(BitPattern(word, width: address.width), bits))
    }
    func assignment(_ name: String, _ value: Expression) -> Statement {
      .assign(target: Target(name), value: value, location: nil)
    }
    var word = Expression.literal(BitPattern(0, width: memory.word.width), memory.word)
    for (index, held) in words.enumerated() {
      word = .select(
        condition: isAt(read, index), then: .reference(held, memory.word), otherwise: word)
      statements.append(
        .when(
          condition: .binary(.and, .reference(write.enable, .bit), isAt(write, index)),
          then: [assignment(held, reference(write.writeData, memory.word))], otherwise: [],
          location: nil))
    }
    statements.append(
      .when(
        condition: .reference(read.enable, .bit), then: [assignment(readData, word)],
        otherwise: [], location: nil))
  }
}
