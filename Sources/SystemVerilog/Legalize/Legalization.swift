import HardwareIR

/// Rewrites a module so that every expression can be written down as it is: what SystemVerilog or
/// its tools cannot do inside an expression gets a wire of its own, named after its target and
/// role. What its tools can do is the profile's; the portable one does the following.
///
/// - A product is its own signed or unsigned wire of exact width: its operands are never extended
///   (in Yosys 0.23 extended operands cost 844 cells for one PE, an own wire 697).
/// - Only named signals are sliced or sign-extended.
/// - A signed shift to the right stands alone, where no unsigned operand can change its meaning.
/// - In an `always_comb` block no value selects bits: Icarus 11 would wake up for the whole signal
///   and print a note for each.
/// - Bits that nothing reads are read by a wire named `unused_...`, so that lint stays silent; bits
///   that only claims read are so where `SYNTHESIS` leaves the claims out.
struct Legalization {
  let profile: TargetProfile
  let arrays: ArrayForm
  private(set) var module: ModuleDefinition
  let printedNames: PrintedNames
  /// What the pins of memories are connected to, by the wire that they would have.
  private(set) var memoryPins: [String: Expression] = [:]
  /// Under which of the module's headings each memory and instance stands.
  let sectionOfCell: [String: Int]
  /// The instance whose input a wire is that legalization made for one.
  private(set) var instanceOfInput: [String: String] = [:]
  /// The numbers that have names.
  private(set) var constants: [String: Expression] = [:]
  /// What reads all that only claims read, where these are left out.
  private(set) var claimStand: UnusedBits.Stand?
  private var added: [Statement] = []
  /// All names that the text of the module declares.
  private(set) var names: Set<String>
  /// The arrays that are vectors.
  private(set) var families: SignalFamilies
  var sink = ""
  /// The places in arrays of what temporaries are called after.
  private var elements: [String: ElementName] = [:]
  /// The statement that is being rewritten: wires that it needs are of the same place.
  private var place: SourceLocation?
  private var known: [Expression: Expression] = [:]
  /// Of a tree of sums, the place of the addend at hand, and the whole with its name.
  var addend: Int?
  var wholeSum: (sum: Expression, name: String)?
  /// What `always_comb` blocks assign.
  private let combinationalTargets: Set<String>
  private let registers: Set<String>
  private var isCombinational = false

  init(
    _ module: ModuleDefinition, _ printedNames: PrintedNames,
    definitions: [String: ModuleDefinition], profile: TargetProfile,
    arrays: ArrayForm = .unrolled, paths: [String: ModulePaths] = [:]
  ) {
    var module = module.separatingGhosts()
    var names = module.namesInText(printedNames)
    names.formUnion(EnumerationNames(module.enumerations, besides: names).all)
    if arrays == .rolled {
      let ports = SignalFamilies(portsOf: definitions[module.name] ?? module)
      module = ChosenOutputs.separated(module, families: ports, names: &names)
    }
    self.names = names
    self.module = module
    self.printedNames = printedNames
    self.profile = profile
    self.arrays = arrays
    families = SignalFamilies()
    sectionOfCell = CellSections.find(in: module)
    combinationalTargets = Set(
      module.processes().filter { $0.kind == .combinational }.flatMap(\.targets))
    registers = Set(module.registers.map(\.name))
    if arrays == .rolled { takeArrayNames(definitions) }
    var order = BlockOrder()
    for statement in module.statements {
      isCombinational = false
      statement.forEachAssignment { target, _, _ in
        if combinationalTargets.contains(target.name) { isCombinational = true }
      }
      let legal = legalize(statement)
      order.append(legal, reading: added)
      added = []
    }
    isCombinational = false
    var inputs: [Statement] = []
    for instance in module.instances.indices {
      let name = module.instances[instance].name
      for connection in module.instances[instance].connections.indices {
        let port = self.module.instances[instance].connections[connection].port
        guard
          case .input(let expression) = self.module.instances[instance].connections[connection]
            .connection
        else { continue }
        sink = name + "_" + signalStem(port)
        place = nil
        self.module.instances[instance].connections[connection].connection =
          .input(connectable(expression))
        for statement in added {
          statement.forEachAssignment { target, _, _ in instanceOfInput[target.name] = name }
        }
        inputs += added
        added = []
      }
    }
    self.module.statements = order.ordered + inputs
    self.module = self.module.markingGhosts()
    AliasElimination.run(&self.module, arrays: arrays)
    memoryPins = MemoryPins.connect(&self.module)
    if arrays == .rolled { findArrays(definitions, paths) }
    constants = NamedNumbers.take(from: &self.module)
    let unused = UnusedBits(
      definitions: definitions, memoryPins: memoryPins, families: families)
    claimStand = unused.run(&self.module, names: &names)
  }

  // MARK: Arrays

  /// Keeps the names of arrays from temporaries, and finds what their places are called after.
  private mutating func takeArrayNames(_ definitions: [String: ModuleDefinition]) {
    func take(_ name: String, _ element: ElementName?) {
      guard let element else { return }
      names.insert(element.stem)
      elements[signalStem(name)] = element.withoutSuffix
    }
    for port in module.ports { take(port.name, port.element) }
    for wire in module.wires { take(wire.name, wire.element) }
    for register in module.registers { take(register.name, register.element) }
    for instance in module.instances {
      for port in definitions[instance.module]?.ports ?? [] {
        let stem = signalStem(port.name)
        elements["\(instance.name)_\(stem)"] = .wire(
          to: stem, port.element?.withoutSuffix, of: instance.name, instance.element)
      }
    }
  }

  /// The arrays of the module. What an `always_comb` block assigns stays apart (`ChosenOutputs`
  /// says why), and so does what depends on another element of its array in the same cycle, which
  /// as a vector would look like a loop.
  private mutating func findArrays(
    _ definitions: [String: ModuleDefinition], _ paths: [String: ModulePaths]
  ) {
    let processes = module.processes()
    var excluded = Set(processes.filter { $0.kind == .combinational }.flatMap(\.targets))
    excluded.formUnion(ElementLoops.signals(of: module, paths))
    families = SignalFamilies(portsOf: definitions[module.name] ?? module)
    families.addInternal(
      of: module, taken: module.namesInText(printedNames), excluding: excluded)
  }

  // MARK: Statements

  private mutating func legalize(_ statement: Statement) -> [Statement] {
    place = statement.location
    switch statement {
    case .assign(let target, let value, let location):
      sink = signalStem(target.name)
      if let choice = choice(value) { return decode(choice, to: target) }
      let isWire = !registers.contains(target.name)
      let legal = legalize(value, isRoot: isWire && !isCombinational)
      return [.assign(target: target, value: withoutSelects(legal), location: location)]
    case .when(let condition, let then, let otherwise, let location):
      sink = firstTarget(then + otherwise)
      let legal = withoutSelects(legalize(condition, isRoot: false))
      return [
        .when(
          condition: legal, then: legalizeAll(then), otherwise: legalizeAll(otherwise),
          location: location)
      ]
    case .decode(let subject, let arms, let location):
      sink = firstTarget(arms.flatMap(\.statements))
      let subject = withoutSelects(legalize(subject, isRoot: false))
      let arms = arms.map {
        DecodeArm(value: $0.value, statements: legalizeAll($0.statements))
      }
      return [.decode(subject: subject, arms: arms, location: location)]
    case .property(var property):
      sink = property.label.lowercased()
      property.condition = legalize(property.condition, isRoot: false)
      return [.property(property)]
    case .section: return [statement]
    }
  }

  private mutating func legalizeAll(_ statements: [Statement]) -> [Statement] {
    var result: [Statement] = []
    for statement in statements { result += legalize(statement) }
    return result
  }

  private func firstTarget(_ statements: [Statement]) -> String {
    var name: String?
    for statement in statements {
      statement.forEachAssignment { target, _, _ in if name == nil { name = target.name } }
    }
    return name.map(signalStem) ?? "condition"
  }

  // MARK: Choices

  private func choice(_ value: Expression) -> IndexedChoice? {
    profile.choices == .decode ? IndexedChoice(value) : nil
  }

  /// The choice as a `case`. What it assigns has the default's value where no arm holds.
  private mutating func decode(_ choice: IndexedChoice, to target: Target) -> [Statement] {
    let location = place
    var arms: [DecodeArm] = []
    let isRegister = registers.contains(target.name)
    let isInBlock = isCombinational
    // The values stand in a block, whatever the statement was.
    isCombinational = isCombinational || !isRegister
    for (number, value) in choice.arms {
      let legal = withoutSelects(legalize(value, isRoot: false))
      let statement = Statement.assign(target: target, value: legal, location: location)
      arms.append(DecodeArm(value: number, statements: [statement]))
    }
    let subject = withoutSelects(legalize(choice.subject, isRoot: false))
    isCombinational = isInBlock
    let decode = Statement.decode(subject: subject, arms: arms, location: location)
    if isRegister && choice.isComplete { return [decode] }
    return [.assign(target: target, value: choice.otherwise, location: location), decode]
  }

  // MARK: Expressions

  /// In a combinational block, a value that selects bits gets a wire.
  private mutating func withoutSelects(_ expression: Expression) -> Expression {
    profile.selections == .outsideBlocks && isCombinational && selectsBits(expression)
      ? named(expression) : expression
  }

  private func selectsBits(_ expression: Expression) -> Bool {
    switch expression {
    case .slice: true
    case .extend(let operand, _):
      operand.type.isSigned && profile.resizing == .concatenation || selectsBits(operand)
    default: expression.operands.contains { selectsBits($0) }
    }
  }

  /// An instance input takes a signal, a part of one, a literal or a concatenation of such.
  private mutating func connectable(_ expression: Expression) -> Expression {
    // A product may stand alone in the wire of the connection.
    let legal = legalize(expression, isRoot: true)
    return isSimple(legal) ? legal : named(legal, as: sink)
  }

  private func isSimple(_ expression: Expression) -> Bool {
    switch expression {
    // Icarus 11 takes the name of a case, at an instance, for an undeclared wire.
    case .literal(_, let type): !type.isEnumeration
    case .reference: true
    case .slice(let operand, _, _), .extend(let operand, _), .reinterpret(let operand, _):
      isSimple(operand)
    case .concatenation(let parts): parts.count <= 4 && parts.allSatisfy { isSimple($0) }
    default: false
    }
  }

  mutating func legalize(_ expression: Expression, isRoot: Bool) -> Expression {
    if case .binary(.multiply, let left, let right) = expression {
      let product = Expression.binary(
        .multiply, nameable(left), nameable(right))
      return isRoot || profile.isolation == .cast ? product : named(product)
    }
    if expression.isSumOfMore { return legalizeSum(expression) }
    if case .binary(.shiftRight, let left, let right) = expression, left.type.isSigned {
      let shifted = Expression.binary(
        .shiftRight, legalize(left, isRoot: false), legalize(right, isRoot: false))
      return isRoot || profile.isolation == .cast ? shifted : named(shifted)
    }
    if let choice = choice(expression) { return named(choice) }
    // An extension of an extension is one extension.
    if case .extend(.extend(let inner, _), let type) = expression {
      return legalize(.extend(inner, to: type), isRoot: isRoot)
    }
    var operands: [Expression] = []
    for operand in expression.operands { operands.append(legalize(operand, isRoot: false)) }
    var iterator = operands.makeIterator()
    let legal = expression.mapOperands { iterator.next() ?? $0 }
    switch legal {
    case .slice(let operand, let low, let width): return slice(operand, low, width)
    case .extend(let operand, let type) where operand.type.width == type.width:
      return operand.type == type ? operand : .reinterpret(operand, as: type)
    case .extend(let operand, let type):
      if case .literal(let pattern, let from) = operand,
        let value = from.isSigned
          ? pattern.signedValue : BitPattern.unsignedValue(pattern)
      {
        return .literal(BitPattern(value, width: type.width), type)
      }
      guard operand.type.isSigned, !profile.casts(operand) else { return legal }
      return .extend(selectable(operand), to: type)
    case .concatenation(let parts):
      let flat = parts.flatMap(Self.parts)
      return flat.count == 1 ? .reinterpret(flat[0], as: legal.type) : .concatenation(flat)
    default: return legal
    }
  }

  /// The parts of a part that is a concatenation itself.
  private static func parts(_ expression: Expression) -> [Expression] {
    switch expression {
    case .concatenation(let parts): parts.flatMap(Self.parts)
    case .reinterpret(let operand, _): Self.parts(operand)
    default: [expression]
    }
  }

  private mutating func nameable(_ expression: Expression) -> Expression {
    let legal = legalize(expression, isRoot: false)
    switch legal {
    case .reference: return legal
    case .reinterpret(.reference, _): return legal
    default: return profile.isolation == .cast && profile.casts(legal) ? legal : named(legal)
    }
  }

  private mutating func slice(_ operand: Expression, _ low: Int, _ width: Int) -> Expression {
    if operand.type.width == width { return .reinterpret(operand, as: bitsType(width)) }
    switch operand {
    case .slice(let inner, let innerLow, _): return slice(inner, innerLow + low, width)
    case .reinterpret(let inner, _): return slice(inner, low, width)
    case .extend(let inner, _) where low + width <= inner.type.width:
      return slice(inner, low, width)
    case .reference: return .slice(operand, low: low, width: width)
    default:
      if low == 0, profile.resizing == .cast { return .slice(operand, low: 0, width: width) }
      return .slice(selectable(operand), low: low, width: width)
    }
  }

  /// Something whose bits can be selected: a reference, or a part of one.
  private mutating func selectable(_ expression: Expression) -> Expression {
    switch expression {
    case .reference: return expression
    case .reinterpret(let inner, let type):
      if case .reference = inner { return expression }
      if case .slice(.reference, _, _) = inner { return expression }
      return .reinterpret(selectable(inner), as: type)
    case .slice(.reference, _, _): return expression
    default: return named(expression)
    }
  }

  private func bitsType(_ width: Int) -> HardwareType { width == 1 ? .bit : .bits(width) }

  // MARK: Names

  /// A wire for `expression`; equal expressions of the module share it.
  mutating func named(
    _ expression: Expression, as wanted: String? = nil
  ) -> Expression {
    if let reference = known[expression] { return reference }
    let name = newWire(wanted, for: expression)
    added.append(.assign(target: Target(name), value: expression, location: place))
    let reference = Expression.reference(name, expression.type)
    known[expression] = reference
    return reference
  }

  /// A wire for a choice, which takes several statements.
  private mutating func named(_ choice: IndexedChoice) -> Expression {
    if let reference = known[choice.expression] { return reference }
    let type = choice.expression.type
    let name = newWire(nil, for: choice.expression)
    // Temporaries of the arms are added first.
    added += decode(choice, to: Target(name))
    let reference = Expression.reference(name, type)
    known[choice.expression] = reference
    return reference
  }

  /// A wire for a value: part of a signal is called after the signal, since it may have several
  /// readers, and all else after what it feeds.
  private mutating func newWire(_ wanted: String?, for value: Expression) -> String {
    let part = value.namedPart
    let owner = part?.signal ?? sink
    let usual = wanted ?? part.map { owner + $0.suffix } ?? self.wanted(for: value)
    // Those of an array are alike but for their place.
    let name = names.insertFree(usual, or: elements[owner] == nil ? value.operandsName : nil)
    var wire = Wire(name: name, type: value.type, location: place, role: .temporary)
    if let element = elements[owner], name.hasPrefix(owner) {
      wire.element = element.appending(String(name.dropFirst(owner.count)))
    }
    module.wires.append(wire)
    return name
  }
}

extension BitPattern {
  static func unsignedValue(_ pattern: BitPattern) -> Int? {
    pattern.width < 63 ? pattern.signedValue.map { $0 & ((1 << pattern.width) - 1) } : nil
  }
}
