/// Names are legal, unique in their module and not reserved by SystemVerilog.
enum NameCheck {
  static func check(_ module: ModuleDefinition) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var seen: [String: SourceLocation?] = [:]
    let named = module.declaredNames(module.processes())
    let enumerated = Set(module.enumerationNames.map(\.name))
    if MemoryDefinition.commonCellNames.contains(module.printedName) {
      found.append(
        Diagnostic(
          .name, "'\(module.printedName)' is the name of a memory cell; rename the module",
          at: module.location))
    }
    for (name, location) in [(module.printedName, module.location)] + named {
      if let problem = problem(with: name) {
        let isGeneric = name == module.printedName && name.contains("<")
        found.append(
          Diagnostic(
            .name,
            "'\(name)' in \(module.printedName) \(problem); "
              + (isGeneric ? "give the generic class a moduleName" : "rename it"), at: location))
      } else if let earlier = seen.updateValue(location, forKey: name) {
        let clocking = module.clocking.first { $0.name == name }
        let problem =
          clocking.map {
            "is the \($0.role == .clock ? "clock" : "reset") of \($0.domain) of \(module.name), "
              + "and declared again; rename the signal"
          }
          ?? "is declared twice in \(module.name); "
          + (location != nil && earlier == location && !enumerated.contains(name)
            ? "put the loop's index into the name" : "rename one")
        found.append(Diagnostic(.name, "'\(name)' \(problem)", at: location))
      }
    }
    return found
  }

  static func problem(with name: String) -> String? {
    guard let first = name.utf8.first, isLetter(first),
      name.utf8.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") })
    else { return "is not an identifier" }
    return ReservedWords.contains(name) ? "is a reserved word of SystemVerilog" : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
