import HardwareIR

/// Where the elements of arrays are used, as far as loops of parts matter.
struct ElementUses {
  private let selects: SignalSelects
  /// For each array, the loops whose variables are its first indices wherever it is used.
  private var common: [Int: [Loop]] = [:]

  private struct Loop: Equatable {
    let number: Int
    let range: LoopRange
  }

  init(_ selects: SignalSelects) { self.selects = selects }

  /// The numbers of the loops in which an array's elements can be declared, the outermost first.
  func loops(of family: Int, _ shape: [Int]) -> [Int]? {
    guard let loops = common[family] else { return nil }
    let fitting = zip(loops, shape).prefix { $0.range.values == 0..<$1 }
    return fitting.isEmpty ? nil : fitting.map(\.0.number)
  }

  mutating func add(_ part: ModulePart, _ loops: [(number: Int, range: LoopRange)]) {
    switch part {
    case .process(let process):
      for statement in process.statements { add(statement, loops) }
    case .cell(let cell):
      for value in cell.pins.flatMap({ $0.elements.isEmpty ? [$0.value] : $0.elements }) {
        switch value {
        case .input(let expression): add(expression, loops)
        case .signal(let name): add(name, loops)
        }
      }
    case .loop(let loop):
      for part in loop.body { add(part, loops + [(loop.number, loop.range)]) }
    }
  }

  mutating func add(
    _ statement: BlockStatement, _ loops: [(number: Int, range: LoopRange)]
  ) {
    switch statement {
    case .assign(let target, let value, _):
      add(target.name, loops)
      add(value, loops)
    case .when(let condition, let then, let otherwise, _):
      add(condition, loops)
      for statement in then + otherwise { add(statement, loops) }
    case .decode(let subject, let arms, _):
      add(subject, loops)
      for statement in arms.flatMap(\.statements) { add(statement, loops) }
    case .property(let property): add(property.condition, loops)
    case .section: break
    case .loop(let loop): for statement in loop.body { add(statement, loops) }
    }
  }

  private mutating func add(
    _ expression: Expression, _ loops: [(number: Int, range: LoopRange)]
  ) {
    expression.forEachReference { add($0, loops) }
  }

  private mutating func add(_ name: String, _ loops: [(number: Int, range: LoopRange)]) {
    var name = name
    while case .bits(let signal, _, _) = selects.symbols[name] { name = signal }
    guard let (family, indices) = element(name) else { return }
    let own = zip(loops, indices)
      .prefix { $0.range.variable >= 0 && $1.isVariable($0.range.variable) }
      .map { Loop(number: $0.0.number, range: $0.0.range) }
    if let before = common[family] {
      common[family] = zip(before, own).prefix { $0 == $1 }.map(\.0)
    } else {
      common[family] = own
    }
  }

  private func element(_ name: String) -> (family: Int, indices: [Affine])? {
    switch selects.symbols[name] {
    case .element(let family, let indices): (family, indices)
    case .elements(let family, _, _): (family, [])
    case .bits, .number: nil
    case nil:
      selects.families.place(of: name).map { ($0.family, $0.indices.map(Affine.init)) }
    }
  }
}
