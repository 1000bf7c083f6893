import HardwareIR

// Ports, and what a child or a memory drives, are vectors: a type would have to be that of both
// modules, from a package that every flow had to read first. Icarus 11 and Yosys 0.23 read no cast
// to an enumeration, so whatever takes the value of a vector is a vector too, and so is what takes
// a choice, which Icarus refuses in a block. Wherever a vector is compared or driven, cases stand
// by their names.

extension ModulePrinter {
  mutating func printEnumerations() {
    for enumeration in enumerations {
      let width = enumeration.width
      out.indented { out in
        out.line("typedef enum logic [\(width - 1):0] {")
        out.indented { out in
          for (index, _) in enumeration.cases.enumerated() {
            let comma = index + 1 < enumeration.cases.count ? "," : ""
            let name = expressions.enumerationCase(enumeration, index)
            out.line("\(name) = \(width)'d\(index)\(comma)")
          }
        }
        out.line("} \(enumerationNames.typeName(enumeration));")
        out.line()
      }
    }
  }

  /// The type that a wire or register is declared with.
  func typeText(_ type: HardwareType, of signal: String) -> String {
    guard case .enumeration(let enumeration) = type, enumerated.contains(signal) else {
      return type.vectorText
    }
    return enumerationNames.typeName(enumeration)
  }

  /// The note of a declaration, which names the enumeration that a vector holds:
  /// `phase_e: what is asked for`.
  func note(
    of signal: String, _ type: HardwareType, _ note: String?, at location: SourceLocation?
  ) -> String? {
    guard case .enumeration(let enumeration) = type, !enumerated.contains(signal) else {
      return self.note(note, at: location)
    }
    let name = enumerationNames.typeName(enumeration)
    return self.note(note.map { "\(name): \($0)" } ?? name, at: location)
  }
}

extension ModuleDefinition {
  /// The wires and registers to which nothing is assigned but cases, and others of their kind.
  var enumeratedSignals: Set<String> {
    let declared = wires.map { ($0.name, $0.type) } + registers.map { ($0.name, $0.type) }
    var names = Set(declared.filter { $0.1.isEnumeration }.map(\.0))
    if names.isEmpty { return [] }
    names.subtract(externallyDriven)
    var sources: [String: [Expression]] = [:]
    for statement in statements {
      statement.forEachAssignment { target, value, _ in
        if names.contains(target.name) { sources[target.name, default: []].append(value) }
      }
    }
    // A signal that does not belong here may take others along.
    var count: Int
    repeat {
      count = names.count
      names = names.filter { sources[$0, default: []].allSatisfy { $0.isCase(or: names) } }
    } while names.count < count
    return names
  }
}

extension Expression {
  /// Whether this is a case of an enumeration, or one of some signals.
  fileprivate func isCase(or signals: Set<String>) -> Bool {
    switch self {
    case .literal(let pattern, .enumeration(let type)): pattern.words[0] < type.cases.count
    case .reference(let name, _): signals.contains(name)
    default: false
    }
  }
}
