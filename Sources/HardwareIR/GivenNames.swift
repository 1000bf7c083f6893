extension ModuleDefinition {
  /// The names that the designer gave and the language made for the module's signals and claims,
  /// with their places. One that stands here twice is declared twice. What else the text names
  /// gives way: `PrintedNames`, `EnumerationNames`.
  ///
  /// Visits rather than collects: the top of a large array has some hundred thousand.
  public func forEachGivenName(_ visit: (_ name: String, _ location: SourceLocation?) -> Void) {
    for port in ports { visit(port.name, port.location) }
    for wire in wires { visit(wire.name, wire.location) }
    for register in registers { visit(register.name, register.location) }
    for case .property(let property) in statements { visit(property.label, property.location) }
  }

  /// Every name of the module's text but those of enumerations. No signal has the module's name:
  /// Verilator takes none.
  public func namesInText(_ printed: PrintedNames) -> Set<String> {
    var names = printed.names(in: self)
    forEachGivenName { name, _ in names.insert(name) }
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
