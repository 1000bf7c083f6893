extension ModuleDefinition {
  /// Every name that the text of the module declares, with the place of what it stands for. A name
  /// that stands here twice is declared twice.
  ///
  /// - Parameter processes: those of the module.
  public func declaredNames(
    _ processes: [Process]
  ) -> [(name: String, location: SourceLocation?)] {
    var names = ports.map { ($0.name, $0.location) } + wires.map { ($0.name, $0.location) }
    names += registers.map { ($0.name, $0.location) }
    names += instances.map { ("u_" + $0.name, $0.location) }
    names += memories.map { ("u_" + $0.name, $0.location) }
    for case .property(let property) in statements {
      names.append((property.label, property.location))
    }
    return names + nextValueNames(processes) + enumerationNames
  }

  /// The names `..._d` of the next values of registers, as far as a register has one.
  private func nextValueNames(_ processes: [Process]) -> [(String, SourceLocation?)] {
    let mixed = Set(processes.filter { $0.kind == .combinational }.flatMap(\.targets))
    if mixed.isEmpty { return [] }
    return registers.filter { mixed.contains($0.name) && $0.name.hasSuffix("_q") }
      .map { ($0.name.dropLast(2) + "_d", $0.location) }
  }

  /// The types and the cases of enumerations; of types of one name, only that name.
  var enumerationNames: [(name: String, location: SourceLocation?)] {
    let types = enumerations
    guard !types.isEmpty else { return [] }
    let places = types.map { type -> SourceLocation? in
      let holds = HardwareType.enumeration(type)
      return registers.first { $0.type == holds }?.location
        ?? wires.first { $0.type == holds }?.location
        ?? ports.first { $0.type == holds }?.location
    }
    if Set(types.map(\.name)).count < types.count {
      return zip(types, places).map { ($0.name, $1) }
    }
    let names = EnumerationNames(types)
    return zip(types, places).flatMap { type, place in
      [(EnumerationNames.typeName(type), place)]
        + type.cases.indices.map { (names.caseName(type, $0), place) }
    }
  }
}
