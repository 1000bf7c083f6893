import HardwareIR

/// Finds under which heading each memory and each instance stands: that of the instance, and else
/// where the designer uses it first.
enum CellSections {
  /// - Returns: for each name, one of the module's `headings`.
  static func find(in module: ModuleDefinition) -> [String: Int] {
    var cellOfSignal: [String: String] = [:]
    for memory in module.memories {
      for signal in memory.inputs + memory.readData { cellOfSignal[signal] = memory.name }
    }
    var sections: [String: Int] = [:]
    for instance in module.instances {
      sections[instance.name] = instance.section
      guard instance.section == nil else { continue }
      for case .output(let wire) in instance.connections.map(\.connection) {
        cellOfSignal[wire] = instance.name
      }
    }
    var section = 0
    func use(_ signal: String) {
      guard let cell = cellOfSignal[signal], sections[cell] == nil else { return }
      sections[cell] = section
    }
    if !cellOfSignal.isEmpty {
      for statement in module.statements {
        if case .section = statement { section += 1 }
        if case .property = statement { continue }
        statement.forEachAssignment { target, _, _ in use(target.name) }
        statement.forEachExpression { $0.forEachReference(use) }
      }
    }
    return sections
  }
}
