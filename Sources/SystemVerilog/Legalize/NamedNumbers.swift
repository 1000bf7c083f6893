import HardwareIR

/// Takes the values of constants from the statements, since the text gives them where it declares
/// their names.
enum NamedNumbers {
  /// - Returns: the value of each name.
  static func take(from module: inout ModuleDefinition) -> [String: Expression] {
    let names = Set(module.wires.lazy.filter { $0.role == .constant }.map(\.name))
    if names.isEmpty { return [:] }
    var values: [String: Expression] = [:]
    module.statements.removeAll { statement in
      guard case .assign(let target, let value, _) = statement, names.contains(target.name) else {
        return false
      }
      values[target.name] = value
      return true
    }
    return values
  }
}
