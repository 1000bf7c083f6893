import HardwareIR

extension ModulePrinter {
  /// A wire, a register or a vector of such, as it is declared.
  struct Declaration {
    var type: String
    var names: String
    var note: String?
    var attributes: [Attribute] = []
  }

  /// What a section declares outside of loops: wires, then registers.
  func declarations(of section: ModuleSection) -> [Declaration] {
    var declarations: [Declaration] = []
    var seen: Set<Int> = []
    func add(_ name: String, _ own: () -> [Declaration]) {
      guard let place = signals.families.place(of: name) else {
        if section.declared.contains(name) { declarations += own() }
        return
      }
      guard section.declared.contains(signals.families.all[place.family].name) else { return }
      guard seen.insert(place.family).inserted, signals.localIndices[place.family] == nil else {
        return
      }
      declarations.append(self.declaration(place.family))
    }
    for wire in module.wires where wire.role != .constant {
      add(wire.name) { [declaration(of: wire)] }
    }
    for register in module.registers {
      add(register.name) { self.declarations(of: register) }
    }
    return declarations
  }

  /// The numbers with names that a section uses first.
  mutating func printConstants(of section: ModuleSection) {
    let wires = module.wires.filter {
      $0.role == .constant && section.declared.contains($0.name)
    }
    if wires.isEmpty { return }
    let typeWidth = wires.map(\.type.vectorText.count).max() ?? 0
    let nameWidth = wires.map(\.name.count).max() ?? 0
    for wire in wires {
      guard case .literal(let pattern, let type)? = arrangement.constants[wire.name] else {
        continue
      }
      // Numbers, also of bits.
      let isShort = !type.isSigned && type.width <= 32
      let value = expressions.print(.literal(pattern, isShort ? .unsigned(type.width) : type))
      let declared = wire.type.vectorText.padded(to: typeWidth)
      indented {
        $0.line("localparam \(declared) \(wire.name.padded(to: nameWidth)) = \(value);")
      }
    }
    out.line()
  }

  func declaration(of wire: Wire) -> Declaration {
    Declaration(
      type: typeText(wire.type, of: wire.name), names: wire.name,
      note: note(of: wire.name, wire.type, wire.note, at: wire.location),
      attributes: wire.attributes)
  }

  /// The next value stands apart where attributes are about the register alone.
  private func declarations(of register: Register) -> [Declaration] {
    let type = typeText(register.type, of: register.name)
    let attributes =
      (register.isSynchronizer ? [.asynchronousRegister] : []) + register.attributes
    let next =
      arrangement.nextValues.contains(register.name) ? names.nextValue(of: register.name) : nil
    let own = Declaration(
      type: type, names: next.map { "\($0), \(register.name)" } ?? register.name,
      note: note(of: register.name, register.type, register.note, at: register.location),
      attributes: attributes)
    guard let next, !attributes.isEmpty else { return [own] }
    var alone = own
    alone.names = register.name
    return [Declaration(type: type, names: next), alone]
  }

  /// An array, or what a loop declares of it.
  func declaration(_ family: Int) -> Declaration {
    let array = signals.families.all[family]
    let isLocal = signals.localIndices[family] != nil
    return Declaration(
      type: signals.declaredType(family).vectorText, names: array.name,
      note: isLocal ? array.note : array.declarationNote,
      attributes: attributes(of: array.members.first ?? ""))
  }

  /// The attributes of a signal, which all elements of an array share.
  private func attributes(of name: String) -> [Attribute] {
    registerByName[name]?.attributes
      ?? module.wires.first { $0.name == name }?.attributes ?? []
  }

  mutating func printDeclarations(_ declarations: [Declaration]) {
    let typeWidth = declarations.map(\.type.count).max() ?? 0
    let nameWidth = declarations.filter { $0.note != nil }.map(\.names.count).max() ?? 0
    for declaration in declarations {
      for line in AttributeText.lines(declaration.attributes, room: room(1)) {
        indented { $0.line(line) }
      }
      let text = declaration.type.padded(to: typeWidth) + " " + declaration.names + ";"
      indented { $0.line(text, note: declaration.note, at: typeWidth + nameWidth + 2) }
    }
    if !declarations.isEmpty { out.line() }
  }
}
