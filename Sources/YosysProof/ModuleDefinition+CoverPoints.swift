import HardwareIR

extension ModuleDefinition {
  /// Puts in the place of each cover point a register that is 1 in the cycle after one in which it
  /// was reached outside of reset, and drops what is claimed.
  ///
  /// - Returns: The names of the registers by the labels of the cover points.
  mutating func watchCoverPoints() -> [String: String] {
    var names = namesInText(PrintedNames(self))
    func name(_ stem: String, behind suffix: String = "") -> String {
      numberedName(stem, behind: suffix) { !names.insert($0).inserted }
    }
    var watchers: [String: String] = [:]
    var added: [Register] = []
    statements = statements.flatMap { statement -> [Statement] in
      guard case .property(let property) = statement else { return [statement] }
      if property.kind == .claim { return [] }
      guard property.kind == .cover else { return [statement] }
      var register = Register(
        name: name("cover_point", behind: "_q"), type: .bit, reset: BitPattern(0, width: 1),
        domain: property.domain)
      register.isGhost = true
      added.append(register)
      watchers[property.label] = register.name
      // What nothing claims of would be left out of the text.
      let claim = Property(
        .claim, name("NoCoverPoint"), .unary(.not, .reference(register.name, .bit)),
        in: property.domain)
      return [
        .assign(target: Target(register.name), value: property.condition, location: nil),
        .property(claim),
      ]
    }
    registers += added
    return watchers
  }
}
