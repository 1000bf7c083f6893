import HardwareIR

/// Reads, under a name that lint knows, signals that nothing reads, and the bits of a signal of
/// which only other bits are read; and finds what only claims, their like and ghosts read, which
/// nothing reads where `SYNTHESIS` leaves them out.
struct UnusedBits {
  /// What stands in place of the claims where they are left out: the name of a wire, and all that
  /// only they read.
  struct Stand: Equatable {
    var name: String
    var value: Expression
  }

  let definitions: [String: ModuleDefinition]
  let memoryPins: [String: Expression]
  /// The arrays that are vectors, each of which has one reader of what nothing else reads.
  let families: SignalFamilies

  /// Adds a section for what nothing reads, in which also stands what the designer says so of.
  ///
  /// - Returns: what stands in place of the claims, if something does.
  func run(_ module: inout ModuleDefinition, names: inout Set<String>) -> Stand? {
    let count = module.statements.count
    let stand = addReaders(to: &module, names: &names)
    let stated = Set(module.wires.filter { $0.role == .unused }.map(\.name))
    guard module.statements.count > count || !stated.isEmpty else { return stand }
    var others: [Statement] = []
    var readers: [Statement] = []
    for (index, statement) in module.statements.enumerated() {
      if case .assign(let target, _, _) = statement, index >= count || stated.contains(target.name)
      {
        readers.append(statement)
      } else {
        others.append(statement)
      }
    }
    module.statements = others + [.section("Bits that nothing reads")] + readers
    return stand
  }

  private func addReaders(
    to module: inout ModuleDefinition, names: inout Set<String>
  ) -> Stand? {
    let ghosts = module.ghosts
    let usage = usage(in: module, without: ghosts)
    let withClaims = usage.adding(claims: module, ghosts)
    let inputs = module.ports.filter { $0.direction == .input }.map { ($0.name, $0.type) }
    let registers = module.registers.map { ($0.name, $0.type) }
    var ofClaims: [Expression] = []
    func unread(_ name: String, _ type: HardwareType) -> [Expression] {
      let bits = usage.parts[name] ?? []
      let all = withClaims.whole.contains(name) ? Set(0..<type.width) : withClaims.parts[name] ?? []
      if !ghosts.contains(name) {
        ofClaims += Self.parts(of: name, type, all.subtracting(bits))
      }
      return Self.parts(of: name, type, Set(0..<type.width).subtracting(all))
    }
    func read(_ parts: [Expression], of signal: String, by wanted: String) {
      let sink = names.insertFree(wanted)
      var wire = Wire(name: sink, type: .bit)
      wire.isGhost = ghosts.contains(signal)
      module.wires.append(wire)
      let value = Self.joined(parts)
      module.statements.append(.assign(target: Target(sink), value: value, location: nil))
    }
    for family in families.all where family.isRead && !family.name.hasPrefix("unused_") {
      let parts = family.members.filter { !usage.whole.contains($0) }.flatMap {
        unread($0, family.type)
      }
      if !parts.isEmpty {
        read(parts, of: family.members[0], by: "unused_" + signalStem(family.name))
      }
    }
    let others = inputs + module.wires.map({ ($0.name, $0.type) }) + registers
    let readers: [(name: String, parts: [Expression])] = others.compactMap { name, type in
      guard !usage.whole.contains(name), !name.hasPrefix("unused_"), !families.contains(name) else {
        return nil
      }
      let parts = unread(name, type)
      return parts.isEmpty ? nil : (name, parts)
    }
    // `x_i` and `x_q` share their stem.
    let counts = Dictionary(readers.map { (signalStem($0.name), 1) }, uniquingKeysWith: +)
    for (name, parts) in readers {
      let short = "unused_" + signalStem(name)
      let isAlone = counts[signalStem(name)] == 1 && !names.contains(short)
      read(parts, of: name, by: isAlone ? short : "unused_" + name)
    }
    return ofClaims.isEmpty
      ? nil : Stand(name: names.insertFree("unused_claims"), value: Self.joined(ofClaims))
  }

  /// One bit that depends on all parts.
  private static func joined(_ parts: [Expression]) -> Expression {
    let whole = parts.count == 1 ? parts[0] : .concatenation(parts.reversed())
    return whole.type == .bit ? whole : .unary(.allBits, whole)
  }

  /// Some bits of a signal as parts of it.
  private static func parts(
    of name: String, _ type: HardwareType, _ bits: Set<Int>
  ) -> [Expression] {
    let whole = Expression.reference(name, type)
    return ranges(bits, width: type.width).map { range in
      range.count == type.width
        ? whole : .slice(whole, low: range.lowerBound, width: range.count)
    }
  }

  /// What the module reads without its claims and ghosts.
  private func usage(in module: ModuleDefinition, without ghosts: Set<String>) -> Usage {
    var usage = Usage()
    usage.whole.formUnion(module.memories.flatMap(\.inputs))
    usage.whole.formUnion(clocking(of: module))
    for value in memoryPins.values { usage.add(value) }
    for statement in module.statements {
      if case .property = statement { continue }
      if statement.assigns(oneOf: ghosts) { continue }
      statement.forEachExpression { usage.add($0) }
    }
    for instance in module.instances {
      for connection in instance.connections {
        if case .input(let expression) = connection.connection { usage.add(expression) }
      }
    }
    return usage
  }

  /// The clocks and the resets, as far as something in the module is clocked or reset.
  private func clocking(of module: ModuleDefinition) -> Set<String> {
    var names = Set(module.memories.map { module.clockName(of: $0.domain) })
    for register in module.registers where !register.isGhost {
      names.insert(module.clockName(of: register.domain))
      if register.reset != nil { names.insert(module.resetName(of: register.domain)) }
    }
    for instance in module.instances {
      // A black box is connected by expressions.
      guard let child = definitions[instance.module], child.blackBox == nil else { continue }
      names.formUnion(child.clocking.map { instance.driver(of: $0) })
    }
    return names
  }

  private static func ranges(_ bits: Set<Int>, width: Int) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for bit in 0..<width where bits.contains(bit) {
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
    var parts: [String: Set<Int>] = [:]

    func adding(claims module: ModuleDefinition, _ ghosts: Set<String>) -> Usage {
      var usage = self
      for register in module.registers where register.isGhost {
        usage.whole.insert(module.clockName(of: register.domain))
        if register.reset != nil { usage.whole.insert(module.resetName(of: register.domain)) }
      }
      for statement in module.statements where statement.assigns(oneOf: ghosts) {
        statement.forEachExpression { usage.add($0) }
      }
      for case .property(let property) in module.statements {
        let domain = property.domain
        usage.whole.formUnion([module.clockName(of: domain), module.resetName(of: domain)])
        usage.add(property.condition)
      }
      return usage
    }

    mutating func add(_ expression: Expression) {
      switch expression {
      case .reference(let name, _): whole.insert(name)
      case .slice(.reference(let name, _), let low, let width):
        parts[name, default: []].formUnion(low..<(low + width))
      default: expression.forEachOperand { add($0) }
      }
    }
  }
}

extension Statement {
  /// Whether the statement assigns a signal of a set.
  fileprivate func assigns(oneOf names: Set<String>) -> Bool {
    var found = false
    if !names.isEmpty {
      forEachAssignment { target, _, _ in if names.contains(target.name) { found = true } }
    }
    return found
  }
}
