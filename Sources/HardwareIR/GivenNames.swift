extension ModuleDefinition {
  /// The names that the designer gave and the language made for the module's signals and claims,
  /// with their places. One that stands here twice is declared twice. What else the text names
  /// gives way: `PrintedNames`, `EnumerationNames`.
  public var givenNames: [(name: String, location: SourceLocation?)] {
    var names = ports.map { ($0.name, $0.location) } + wires.map { ($0.name, $0.location) }
    names += registers.map { ($0.name, $0.location) }
    for case .property(let property) in statements {
      names.append((property.label, property.location))
    }
    return names
  }

  /// Every name of the module's text but those of enumerations. No signal has the module's name:
  /// Verilator takes none.
  public func namesInText(_ printed: PrintedNames) -> Set<String> {
    var names = printed.all
    for (name, _) in givenNames { names.insert(name) }
    names.insert(printedName)
    return names
  }

  /// The enumerations in use, each with the place of the first signal that holds it.
  var enumerationPlaces: [(type: EnumerationType, location: SourceLocation?)] {
    enumerations.map { type in
      let holds = HardwareType.enumeration(type)
      let place =
        registers.first { $0.type == holds }?.location
        ?? wires.first { $0.type == holds }?.location
        ?? ports.first { $0.type == holds }?.location
      return (type, place)
    }
  }
}
