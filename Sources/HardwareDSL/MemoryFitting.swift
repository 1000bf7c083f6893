import HardwareIR

extension ModuleDefinition {
  /// Fits memories to what the module does with them: one with contents that is never written is a
  /// ROM, and read data of two ports that nothing reads get a name that lint knows.
  mutating func fitMemoriesToTheirUse() {
    if memories.isEmpty { return }
    let uses = MemoryUses(self)
    var newNames: [String: String] = [:]
    var removed: Set<String> = []
    for index in memories.indices {
      let memory = memories[index]
      switch memory.kind {
      case .rom: break
      case .oneReadOneWrite:
        guard memory.hasContents, !uses.isWritten(memory) else { continue }
        memories[index] = MemoryDefinition(
          name: memory.name, kind: .rom, depth: memory.depth, word: memory.word,
          initial: memory.initial, domain: memory.domain, note: memory.note,
          location: memory.location)
        memories[index].element = memory.element
        memories[index].ports = memory.ports.filter { $0.readData != nil }
        removed.formUnion(memory.ports.filter { $0.readData == nil }.flatMap(\.inputs))
      case .twoReadWrite:
        for port in memory.ports.indices where !uses.isRead(memory.ports[port]) {
          guard let name = memory.ports[port].readData else { continue }
          newNames[name] = unusedName(name)
          memories[index].ports[port].readData = newNames[name]
        }
      }
    }
    wires.removeAll { removed.contains($0.name) }
    for index in wires.indices {
      if let name = newNames[wires[index].name] { wires[index].name = name }
    }
  }

  /// A name that lint knows and no signal has.
  private func unusedName(_ name: String) -> String {
    var names: Set<String> = []
    forEachGivenName { name, _ in names.insert(name) }
    return numberedName("unused_" + name, while: names.contains)
  }
}
