extension ModuleDefinition {
  /// The names that are illegal, reserved or not unique in the module.
  public func nameProblems() -> [Diagnostic] { NameCheck.check(self) }
}

/// Names are legal, unique in their module and not reserved by SystemVerilog.
enum NameCheck {
  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    var found: [Diagnostic] = []
    if MemoryDefinition.commonCellNames.contains(module.printedName) {
      found.append(
        Diagnostic(
          .name, "'\(module.printedName)' is the name of a memory cell; rename the module",
          at: module.location))
    }
    found += problem(with: module.printedName, in: module, at: module.location)
    var seen: Set<String> = []
    var repeated: Set<String> = []
    module.forEachGivenName { name, location in
      found += problem(with: name, in: module, at: location)
      if name == module.printedName {
        found.append(
          Diagnostic(
            .name, "'\(name)' is the name of a module and of a signal in it; rename one",
            at: location))
      } else if !seen.insert(name).inserted {
        repeated.insert(name)
      }
    }
    if !repeated.isEmpty { found += repetitions(of: repeated, in: module) }
    // What the text calls them gives way, but their own names are parts of paths.
    var places: [String: SourceLocation?] = [:]
    let instances =
      module.instances.map { ($0.name, $0.location) }
      + module.memories.map { ($0.name, $0.location) }
    for (own, location) in instances {
      let name = PrintedNames.usualInstance(own)
      found += problem(with: name, in: module, at: location)
      if let earlier = places.updateValue(location, forKey: name) {
        found.append(repetition(name, in: module, at: location, after: earlier))
      }
    }
    let enumerations = module.enumerationPlaces
    let names = EnumerationNames(enumerations.map(\.type), besides: [])
    for (type, location) in enumerations {
      let own = [names.typeName(type)] + type.cases.indices.map { names.caseName(type, $0) }
      for name in own { found += problem(with: name, in: module, at: location) }
    }
    return found
  }

  /// Each place of a name but the first.
  private static func repetitions(
    of names: Set<String>, in module: ModuleDefinition
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var places: [String: SourceLocation?] = [:]
    module.forEachGivenName { name, location in
      guard names.contains(name), let earlier = places.updateValue(location, forKey: name) else {
        return
      }
      found.append(repetition(name, in: module, at: location, after: earlier))
    }
    return found
  }

  private static func repetition(
    _ name: String, in module: ModuleDefinition, at location: SourceLocation?,
    after earlier: SourceLocation?
  ) -> Diagnostic {
    let clocking = module.clocking.first { $0.name == name }
    let problem =
      clocking.map {
        "is the \($0.role == .clock ? "clock" : "reset") of \($0.domain) of \(module.name), "
          + "and declared again; rename the signal"
      }
      ?? "is declared twice in \(module.name)"
      + (location != nil && earlier == location
        ? ", in one place; put what differs, such as a loop's index, into the name"
        : "; rename one")
    return Diagnostic(.name, "'\(name)' \(problem)", at: location)
  }

  private static func problem(
    with name: String, in module: ModuleDefinition, at location: SourceLocation?,
    remedy: String = "rename it"
  ) -> [Diagnostic] {
    guard let problem = problem(with: name) else { return [] }
    let sentence = "'\(name)' in \(module.printedName) \(problem); \(remedy)"
    return [Diagnostic(.name, sentence, at: location)]
  }

  /// What keeps `name` from being one of SystemVerilog.
  static func problem(with name: String) -> String? {
    guard let first = name.utf8.first, first.isLetter || first == UInt8(ascii: "_"),
      name.utf8.allSatisfy({ $0.isWord || $0 == UInt8(ascii: "$") })
    else { return "is not an identifier" }
    if name.utf8.count > lengthMax {
      return "has \(name.utf8.count) characters, of which Verilator keeps \(lengthMax)"
    }
    return ReservedWords.contains(name) ? "is a reserved word of SystemVerilog" : nil
  }

  /// Longer names get another end in Verilator, by which nobody finds them.
  private static let lengthMax = 127
}
