import HardwareIR

extension Circuit {
  /// The circuit with every assignment of one signal changed; nil takes it away.
  public func changing(_ name: String, _ change: (Expression) -> Expression?) -> Circuit {
    func changed(_ statement: Statement) -> Statement? {
      switch statement {
      case .assign(let target, let value, let location) where target.name == name:
        return change(value).map { .assign(target: target, value: $0, location: location) }
      case .when(let condition, let then, let otherwise, let location):
        return .when(
          condition: condition, then: then.compactMap(changed),
          otherwise: otherwise.compactMap(changed), location: location)
      default: return statement
      }
    }
    var result = self
    for index in modules.indices {
      result.modules[index].statements = modules[index].statements.compactMap(changed)
    }
    return result
  }

  /// The circuit in which a signal has always the same value.
  public func sticking(_ name: String, at value: Int, _ type: HardwareType = .bit) -> Circuit {
    changing(name) { _ in .literal(BitPattern(value, width: type.width), type) }
  }
}
