import HardwareIR

/// A part of a module as it is printed.
indirect enum ModulePart {
  case process(BlockProcess)
  case cell(Cell)
  case loop(PartLoop)
}

/// A process whose statements may be loops.
struct BlockProcess {
  var kind: Process.Kind
  var statements: [BlockStatement]
  /// The signals that it assigns, in order of first assignment.
  var targets: [String]
}

extension BlockProcess {
  init(_ process: Process) {
    self.init(
      kind: process.kind, statements: process.statements.map(BlockStatement.init),
      targets: process.targets)
  }

  /// What is said about the module, of a process that says it.
  var properties: [Property] {
    statements.compactMap { if case .property(let property) = $0 { property } else { nil } }
  }
}

/// An instance or a memory.
struct Cell {
  struct Pin {
    enum Value {
      case input(Expression)
      /// The signal that the cell drives, or a clock or reset.
      case signal(String)
    }

    let name: String
    var value: Value
    /// The elements of one array, which connect to one pin, the first in the lowest bits.
    var elements: [Value] = []
  }

  /// The module with its parameters, up to the instance's name.
  let head: [String]
  /// The name, without the places in arrays.
  let stem: String
  /// The place in arrays.
  var place: [Affine]
  /// How many cells of its array stand before it in each turn of its loop.
  var number = 0
  var pins: [Pin]
  let note: String?
  let location: SourceLocation?

  /// The name, in the loops that give it its place.
  var name: String {
    let name = place.filter(\.isConstant).reduce(stem) { "\($0)_\($1.constant)" }
    // Numbers are places in the array.
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    if number == 0 { return name }
    return number < letters.count ? "\(name)_\(letters[number])" : "\(name)_z\(number)"
  }
}

/// Parts once for each value of a variable: `for (genvar i = 0; i < 8; i++)`.
struct PartLoop {
  var range: LoopRange
  /// The name of its block.
  var label = ""
  /// The arrays that nothing outside knows: each turn declares its element.
  var locals: [Int] = []
  /// What is declared in each turn beside them.
  var wires: [Wire] = []
  /// Tells the loop from the others of its module.
  var number = 0
  var body: [ModulePart]
}

extension ModulePart: Rollable {
  var height: Int {
    switch self {
    case .process(let process): process.statements.map(\.height).max() ?? 0
    case .cell: 0
    case .loop(let loop): loop.range.variable + 1
    }
  }

  // Headings stand between parts.
  var hasHeading: Bool { false }

  var isLoop: Bool { if case .loop = self { true } else { false } }
  var isCell: Bool { if case .cell = self { true } else { false } }

  /// Whether this is an assignment that stands with others.
  var isContinuous: Bool {
    if case .process(let process) = self { process.kind == .continuous } else { false }
  }

  var isLong: Bool {
    switch self {
    case .process(let process): process.kind != .continuous
    case .cell, .loop: true
    }
  }

  func hashShape(into hasher: inout Hasher, _ families: SignalFamilies, _ symbols: SymbolTable) {
    switch self {
    case .process(let process):
      hasher.combine(process.kind)
      var shape = ShapeHasher(hasher: hasher, families: families, symbols: symbols)
      shape.add(process.statements)
      hasher = shape.hasher
    case .cell(let cell):
      hasher.combine(cell.head)
      hasher.combine(cell.stem)
      hasher.combine(cell.place.count)
      var shape = ShapeHasher(hasher: hasher, families: families, symbols: symbols)
      for value in cell.pins.flatMap({ [$0.value] + $0.elements }) {
        switch value {
        case .input(let expression): shape.add(expression)
        case .signal(let name): shape.add(name)
        }
      }
      hasher = shape.hasher
    case .loop(let loop):
      hasher.combine(loop.range)
      for part in loop.body { part.hashShape(into: &hasher, families, symbols) }
    }
  }

  static func unified(_ items: [ModulePart], _ unifier: inout Unifier) -> ModulePart? {
    switch items[0] {
    case .process(let first): process(items, first, &unifier)
    case .cell(let first): cell(items, first, &unifier)
    case .loop(let first): loop(items, first, &unifier)
    }
  }

  private static func process(
    _ items: [ModulePart], _ first: BlockProcess, _ unifier: inout Unifier
  ) -> ModulePart? {
    var processes: [BlockProcess] = []
    for case .process(let process) in items
    where process.kind == first.kind && process.targets.count == first.targets.count {
      processes.append(process)
    }
    guard processes.count == items.count,
      let statements = unifier.list(processes.map(\.statements))
    else { return nil }
    var result = first
    result.statements = statements
    for index in first.targets.indices {
      guard let name = unifier.name(processes.map { $0.targets[index] }) else { return nil }
      result.targets[index] = name
    }
    return .process(result)
  }

  private static func cell(
    _ items: [ModulePart], _ first: Cell, _ unifier: inout Unifier
  ) -> ModulePart? {
    guard !first.place.isEmpty else { return nil }
    var cells: [Cell] = []
    for case .cell(let cell) in items
    where cell.stem == first.stem && cell.place.count == first.place.count
      && cell.pins.count == first.pins.count && cell.head == first.head
    {
      cells.append(cell)
    }
    guard cells.count == items.count, let place = unifier.indices(cells.map(\.place)) else {
      return nil
    }
    var result = first
    result.place = place
    for index in first.pins.indices {
      let pins = cells.map { $0.pins[index] }
      guard pins.allSatisfy({ $0.elements.count == pins[0].elements.count }),
        let value = value(pins.map(\.value), &unifier)
      else { return nil }
      result.pins[index].value = value
      for number in pins[0].elements.indices {
        guard let value = Self.value(pins.map { $0.elements[number] }, &unifier) else { return nil }
        result.pins[index].elements[number] = value
      }
    }
    return .cell(result)
  }

  private static func value(
    _ items: [Cell.Pin.Value], _ unifier: inout Unifier
  ) -> Cell.Pin.Value? {
    var names: [String] = []
    var expressions: [Expression] = []
    for item in items {
      switch item {
      case .input(let expression): expressions.append(expression)
      case .signal(let name): names.append(name)
      }
    }
    if names.count == items.count { return unifier.name(names).map { .signal($0) } }
    guard expressions.count == items.count else { return nil }
    return unifier.expression(expressions).map { .input($0) }
  }

  private static func loop(
    _ items: [ModulePart], _ first: PartLoop, _ unifier: inout Unifier
  ) -> ModulePart? {
    var bodies: [[ModulePart]] = []
    for case .loop(let loop) in items where loop.range == first.range { bodies.append(loop.body) }
    guard bodies.count == items.count, let body = unifier.list(bodies) else { return nil }
    var result = first
    result.body = body
    return .loop(result)
  }

  static func loop(
    _ range: LoopRange, _ body: [ModulePart], _ roller: Roller
  ) -> ModulePart {
    // Copies of neighbours to neighbours are one copy.
    if body.count == 1, case .process(var process) = body[0], process.kind == .continuous,
      process.statements.count == 1, let wide = roller.wideAssignment(range, process.statements)
    {
      process.statements = [wide]
      return .process(process)
    }
    return .loop(PartLoop(range: range, body: body))
  }
}
