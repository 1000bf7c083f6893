import HardwareIR

/// Finds what the turns of a loop have in common: of things that are equal up to the place in
/// arrays and to numbers that grow evenly, the one thing that stands for all of them.
struct Unifier {
  let families: SignalFamilies
  let symbols: SymbolTable
  /// The variable of the loop.
  var variable = 0
  /// Its first value.
  var start = 0
  /// The place of the first element in the first turn: what the variable best counts from.
  private(set) var firstIndex: Int?

  init(families: SignalFamilies, symbols: SymbolTable) {
    self.families = families
    self.symbols = symbols
  }

  private mutating func through(_ values: [Affine], isIndex: Bool = false) -> Affine? {
    guard let number = Affine(through: values, variable) else { return nil }
    if isIndex, firstIndex == nil, number.coefficient(of: variable) == 1, number.terms.count == 1 {
      firstIndex = number.constant
    }
    return number.counted(variable, from: start)
  }

  /// The place in arrays that is `places[i]` in turn i.
  mutating func indices(_ places: [[Affine]]) -> [Affine]? {
    var indices: [Affine] = []
    for axis in places[0].indices {
      guard let index = through(places.map { $0[axis] }, isIndex: true) else { return nil }
      indices.append(index)
    }
    return indices
  }

  // MARK: Names

  /// The name of the signal that is `names[i]` in turn i.
  mutating func name(_ names: [String]) -> String? {
    if names.dropFirst().allSatisfy({ $0 == names[0] }) { return names[0] }
    var elements: [(family: Int, indices: [Affine], count: Int)] = []
    var lows: [Affine] = []
    var signals: [String] = []
    var numbers: [Affine] = []
    var width = 0
    var type = HardwareType.bit
    for name in names {
      switch symbols[name] {
      case .element(let family, let indices): elements.append((family, indices, 1))
      case .elements(let family, let indices, let count):
        elements.append((family, indices, count))
      case .bits(let signal, let low, let bits):
        guard signals.isEmpty || bits == width else { return nil }
        width = bits
        signals.append(signal)
        lows.append(low)
      case .number(let number, let its):
        guard numbers.isEmpty || type == its else { return nil }
        type = its
        numbers.append(number)
      case nil:
        guard let place = families.place(of: name) else { return nil }
        elements.append((place.family, place.indices.map(Affine.init), 1))
      }
    }
    if elements.count == names.count { return element(elements) }
    if signals.count == names.count {
      guard let signal = self.name(signals), let low = through(lows) else { return nil }
      return symbols.name(of: .bits(of: signal, low: low, width: width))
    }
    guard numbers.count == names.count, let number = through(numbers) else { return nil }
    return symbols.name(of: .number(number, type))
  }

  private mutating func element(
    _ elements: [(family: Int, indices: [Affine], count: Int)]
  ) -> String? {
    let (family, _, count) = elements[0]
    guard elements.allSatisfy({ $0.family == family && $0.count == count }),
      let indices = indices(elements.map(\.indices))
    else { return nil }
    return symbols.name(
      of: count == 1
        ? .element(family: family, indices) : .elements(family: family, indices, count: count))
  }

  // MARK: Expressions

  mutating func expression(_ items: [Expression]) -> Expression? {
    let first = items[0]
    if items.dropFirst().allSatisfy({ $0 == first }) { return first }
    switch first {
    case .literal(_, let type): return number(items, type)
    case .reference(_, let type):
      var names: [String] = []
      for case .reference(let name, let its) in items where its == type { names.append(name) }
      guard names.count == items.count else { return nil }
      return name(names).map { .reference($0, type) }
    case .slice(_, _, let width): return slice(items, width)
    default: break
    }
    guard items.dropFirst().allSatisfy({ $0.isNode(like: first) }) else { return nil }
    let columns = items.map(\.operands)
    var operands: [Expression] = []
    for index in columns[0].indices {
      guard let operand = expression(columns.map { $0[index] }) else { return nil }
      operands.append(operand)
    }
    var iterator = operands.makeIterator()
    return first.mapOperands { iterator.next() ?? $0 }
  }

  private mutating func number(_ items: [Expression], _ type: HardwareType) -> Expression? {
    switch type {
    case .bits, .unsigned: break
    default: return nil
    }
    var values: [Affine] = []
    for case .literal(let pattern, let its) in items where its == type {
      guard let value = BitPattern.unsignedValue(pattern) else { return nil }
      values.append(Affine(value))
    }
    guard values.count == items.count, let value = through(values) else { return nil }
    return .reference(symbols.name(of: .number(value, type)), type)
  }

  private mutating func slice(_ items: [Expression], _ width: Int) -> Expression? {
    var operands: [Expression] = []
    var lows: [Affine] = []
    for case .slice(let operand, let low, let bits) in items where bits == width {
      operands.append(operand)
      lows.append(Affine(low))
    }
    guard operands.count == items.count, let operand = expression(operands),
      let low = through(lows)
    else { return nil }
    if case .reference(let name, _) = operand, case .number = symbols[name] { return nil }
    if low.isConstant { return .slice(operand, low: low.constant, width: width) }
    guard let signal = operand.referenceName else { return nil }
    let bits = symbols.name(of: .bits(of: signal, low: low, width: width))
    return .reference(bits, HardwareType.bit.withWidth(width))
  }

  // MARK: Targets

  mutating func target(_ items: [Target]) -> Target? {
    guard let name = name(items.map(\.name)) else { return nil }
    let bits = items.map(\.bits)
    if bits.dropFirst().allSatisfy({ $0 == bits[0] }) { return Target(name, bits: bits[0]) }
    let ranges = bits.compactMap { $0 }
    guard ranges.count == items.count, ranges.allSatisfy({ $0.count == ranges[0].count }),
      let low = through(ranges.map { Affine($0.lowerBound) })
    else { return nil }
    return Target(symbols.name(of: .bits(of: name, low: low, width: ranges[0].count)))
  }
}

extension Expression {
  /// The signal, if this is one under whatever type.
  var referenceName: String? {
    switch self {
    case .reference(let name, _): name
    case .reinterpret(let operand, _): operand.referenceName
    default: nil
    }
  }

  /// Whether both are the same operation over operands that may differ.
  fileprivate func isNode(like other: Expression) -> Bool {
    switch (self, other) {
    case (.unary(let left, _), .unary(let right, _)): left == right
    case (.binary(let left, _, _), .binary(let right, _, _)): left == right
    case (.select, .select): true
    case (.concatenation(let left), .concatenation(let right)): left.count == right.count
    case (.extend(_, let left), .extend(_, let right)): left == right
    case (.reinterpret(_, let left), .reinterpret(_, let right)): left == right
    default: false
    }
  }
}
