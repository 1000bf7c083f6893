import HardwareIR

enum Access { case read, written }

extension ModulePart {
  /// Calls `visit` for each name that the part mentions. The pins of cells count as read.
  func forEachName(_ visit: (String, Access) -> Void) {
    switch self {
    case .process(let process):
      for statement in process.statements { statement.forEachName(visit) }
    case .cell(let cell):
      for value in cell.pins.flatMap({ $0.elements.isEmpty ? [$0.value] : $0.elements }) {
        switch value {
        case .input(let expression): expression.forEachReference { visit($0, .read) }
        case .signal(let name): visit(name, .read)
        }
      }
    case .loop(let loop): for part in loop.body { part.forEachName(visit) }
    }
  }
}

extension BlockStatement {
  func forEachName(_ visit: (String, Access) -> Void) {
    func read(_ expression: Expression) { expression.forEachReference { visit($0, .read) } }
    switch self {
    case .assign(let target, let value, _):
      visit(target.name, .written)
      read(value)
    case .when(let condition, let then, let otherwise, _):
      read(condition)
      for statement in then + otherwise { statement.forEachName(visit) }
    case .decode(let subject, let arms, _):
      read(subject)
      for statement in arms.flatMap(\.statements) { statement.forEachName(visit) }
    case .property(let property): read(property.condition)
    case .section: break
    case .loop(let loop): for statement in loop.body { statement.forEachName(visit) }
    }
  }
}
