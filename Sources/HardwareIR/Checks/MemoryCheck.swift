/// Memories are read and written, by one call for each port and cycle.
enum MemoryCheck {
  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    guard !module.memories.isEmpty else { return [] }
    let uses = MemoryUses(module)
    return module.memories.flatMap { check($0, module, uses) }
  }

  private static func check(
    _ memory: MemoryDefinition, _ module: ModuleDefinition, _ uses: MemoryUses
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    func report(_ what: String, _ remedy: String) {
      found.append(
        Diagnostic(
          .undriven, "\(what) of \(module.name) is never \(remedy)", at: memory.location))
    }
    let name = "memory '\(memory.name)'"
    switch memory.kind {
    case .rom, .oneReadOneWrite:
      if !uses.isRead(memory) { report(name, "read; call its read(at:enable:)") }
      if !uses.isWritten(memory), !memory.hasContents {
        report(name, "written; call its write(_:at:enable:) or give it initial contents")
      }
    case .twoReadWrite:
      let idle = memory.ports.filter { !uses.isUsed($0) }
      for port in idle {
        report("port '\(port.label)' of \(name)", "used; use it, or declare a Memory instead")
      }
      guard idle.isEmpty else { break }
      if !uses.isRead(memory) { report(name, "read; use the readData of one of its ports") }
      if !uses.isWritten(memory), !memory.hasContents {
        report(name, "written; write at one of its ports or give it initial contents")
      }
    }
    return found
  }

  /// What to say of an input of a memory that is assigned again: once for each call, so of the
  /// port's enable only.
  static func usedTwice(
    _ input: String, _ module: ModuleDefinition, _ location: SourceLocation?,
    after earlier: SourceLocation?
  ) -> [Diagnostic] {
    for memory in module.memories {
      guard let port = memory.ports.first(where: { $0.enable == input }) else { continue }
      let name = "memory '\(memory.name)' of \(module.name)"
      let subject =
        switch memory.kind {
        case .rom, .oneReadOneWrite: name + (port.readData == nil ? " is written" : " is read")
        case .twoReadWrite: "port '\(port.label)' of \(name) is used"
        }
      let remedy = memory.kind == .twoReadWrite ? "use the other port" : "use a DualPortMemory"
      return [
        Diagnostic(
          .drivenTwice,
          "\(subject) twice in a cycle: this call makes "
            + "\(earlier.map { "that of \($0)" } ?? "an earlier one") void; "
            + "put the calls under conditions that exclude each other, or \(remedy)", at: location)
      ]
    }
    return []
  }
}

/// What a module does with its memories.
public struct MemoryUses {
  /// What each port's enable and its choice to write are assigned.
  private var values: [String: [Expression]] = [:]
  private var references: Set<String> = []

  public init(_ module: ModuleDefinition) {
    let watched = Set(module.memories.flatMap { $0.ports.flatMap { [$0.enable, $0.write ?? ""] } })
    for statement in module.statements {
      statement.forEachAssignment { target, value, _ in
        if watched.contains(target.name) { values[target.name, default: []].append(value) }
      }
      statement.forEachExpression { addReferences(of: $0) }
    }
    for instance in module.instances {
      for connection in instance.connections {
        if case .input(let expression) = connection.connection { addReferences(of: expression) }
      }
    }
  }

  private mutating func addReferences(of expression: Expression) {
    expression.forEachReference { references.insert($0) }
  }

  /// Whether the module ever enables the port.
  public func isUsed(_ port: MemoryPort) -> Bool { values[port.enable] != nil }

  /// Whether anything looks at what the port reads.
  public func isRead(_ port: MemoryPort) -> Bool {
    port.readData.map { references.contains($0) } ?? false
  }

  func isWritten(_ port: MemoryPort) -> Bool {
    guard isUsed(port), port.writeData != nil else { return false }
    guard let write = port.write else { return true }
    return (values[write] ?? []).contains { $0 != .literal(BitPattern(0, width: 1), .bit) }
  }

  /// A memory with a read port is read by a call, one whose ports do both by looking at the word.
  func isRead(_ memory: MemoryDefinition) -> Bool {
    memory.ports.contains { port in
      port.write == nil ? port.readData != nil && isUsed(port) : isRead(port)
    }
  }

  public func isWritten(_ memory: MemoryDefinition) -> Bool {
    memory.ports.contains { isWritten($0) }
  }
}
