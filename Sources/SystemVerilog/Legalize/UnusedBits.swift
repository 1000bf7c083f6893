import HardwareIR

/// Reads, under a name that lint knows, signals that nothing reads, and the bits of a signal of
/// which only other bits are read.
enum UnusedBits {
  static func run(
    _ module: inout ModuleDefinition, definitions: [String: ModuleDefinition],
    memoryPins: [String: Expression], families: SignalFamilies, names: inout Set<String>
  ) {
    var usage = Usage()
    usage.whole.formUnion(module.memories.flatMap(\.inputs))
    usage.whole.formUnion(clocking(of: module, definitions))
    for value in memoryPins.values { usage.add(value) }
    for statement in module.statements { statement.forEachExpression { usage.add($0) } }
    for instance in module.instances {
      for connection in instance.connections {
        if case .input(let expression) = connection.connection { usage.add(expression) }
      }
    }
    let registers = module.registers.map { ($0.name, $0.type) }
    let inputs = module.ports.filter { $0.direction == .input }.map { ($0.name, $0.type) }
    for family in families.all {
      if let unread = unread(family, usage) {
        add(unread, "unused_" + signalStem(family.name), to: &module, &names)
      }
    }
    for (name, type) in inputs + module.wires.map({ ($0.name, $0.type) }) + registers
    where !families.contains(name) {
      let bits = usage.bits[name] ?? []
      guard !usage.whole.contains(name), bits.count < type.width, !name.hasPrefix("unused_")
      else { continue }
      let whole = Expression.reference(name, type)
      let parts = unreadRanges(bits, width: type.width).map { range in
        range.count == type.width
          ? whole : .slice(whole, low: range.lowerBound, width: range.count)
      }
      // `x_i` and `x_q` share their stem.
      let short = "unused_" + signalStem(name)
      add(parts, names.contains(short) ? "unused_" + name : short, to: &module, &names)
    }
  }

  /// Adds a wire that reads `parts`, the lowest first.
  private static func add(
    _ parts: [Expression], _ wanted: String, to module: inout ModuleDefinition,
    _ names: inout Set<String>
  ) {
    let sink = freeName(wanted, &names)
    module.wires.append(Wire(name: sink, type: .bit))
    let unread = parts.count == 1 ? parts[0] : .concatenation(parts.reversed())
    let value: Expression = unread.type == .bit ? unread : .unary(.allBits, unread)
    module.statements.append(.assign(target: Target(sink), value: value, location: nil))
  }

  /// What nothing reads of an array; nil if everything is read, or the name says that nothing is.
  private static func unread(_ family: SignalFamily, _ usage: Usage) -> [Expression]? {
    if case .output = family.kind { return nil }
    guard !family.name.hasPrefix("unused_") else { return nil }
    var parts: [Expression] = []
    for name in family.members where !usage.whole.contains(name) {
      let whole = Expression.reference(name, family.type)
      for range in unreadRanges(usage.bits[name] ?? [], width: family.type.width) {
        parts.append(
          range.count == family.type.width
            ? whole : .slice(whole, low: range.lowerBound, width: range.count))
      }
    }
    return parts.isEmpty ? nil : parts
  }

  private static func freeName(_ wanted: String, _ names: inout Set<String>) -> String {
    var name = wanted
    while !names.insert(name).inserted { name += "_too" }
    return name
  }

  /// The clocks and the resets, as far as something in the module is clocked or reset.
  private static func clocking(
    of module: ModuleDefinition, _ definitions: [String: ModuleDefinition]
  ) -> Set<String> {
    var names = Set(module.memories.map(\.domain.clockName))
    for register in module.registers {
      names.insert(register.domain.clockName)
      if register.reset != nil { names.insert(register.domain.resetName) }
    }
    for case .property(let property) in module.statements {
      names.formUnion([property.domain.clockName, property.domain.resetName])
    }
    for instance in module.instances {
      // A black box is connected by expressions.
      guard let child = definitions[instance.module], child.blackBox == nil else { continue }
      names.formUnion(child.clocking.map { instance.driver(of: $0) })
    }
    return names
  }

  private static func unreadRanges(_ read: Set<Int>, width: Int) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for bit in 0..<width where !read.contains(bit) {
      if let last = ranges.last, last.upperBound == bit - 1 {
        ranges[ranges.count - 1] = last.lowerBound...bit
      } else {
        ranges.append(bit...bit)
      }
    }
    return ranges
  }

  private struct Usage {
    var whole: Set<String> = []
    var bits: [String: Set<Int>] = [:]

    mutating func add(_ expression: Expression) {
      switch expression {
      case .reference(let name, _): whole.insert(name)
      case .slice(.reference(let name, _), let low, let width):
        bits[name, default: []].formUnion(low..<(low + width))
      default: for operand in expression.operands { add(operand) }
      }
    }
  }
}
