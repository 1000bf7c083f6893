import HardwareIR

/// Whether what is described as an array stays one in the text.
public enum ArrayForm: Hashable, Sendable, CaseIterable {
  /// An array of signals is one vector, and neighbours that are equal up to the index stand in a
  /// loop.
  case rolled
  /// Every element is written down.
  case unrolled
}

/// A module in the order of its text: what is declared, and the parts that follow.
struct Arrangement {
  private(set) var module: ModuleDefinition
  private(set) var selects: SignalSelects
  private(set) var sections: [ModuleSection]
  /// What only claims read.
  private(set) var ghosts: ModuleSection
  /// What is said about the module, in groups that stand together.
  private(set) var properties: [[ModulePart]]
  let printedNames: PrintedNames
  /// The numbers that have names.
  let constants: [String: Expression]
  /// What reads, where claims are left out, all that only they read.
  let claimStand: UnusedBits.Stand?
  /// The registers whose next values have names.
  let nextValues: Set<String>
  private(set) var names: Set<String>
  /// Where children and claims stand, in loops or not.
  private(set) var scopes = PrintedScopes()

  /// The types of what is no array, for the pins of instances.
  let types: [String: HardwareType]

  init(_ legal: Legalization, definitions: [String: ModuleDefinition]) {
    module = legal.module
    claimStand = legal.claimStand
    constants = legal.constants
    printedNames = legal.printedNames
    names = legal.names
    types = Dictionary(
      (module.ports.map { ($0.name, $0.type) } + module.wires.map { ($0.name, $0.type) }),
      uniquingKeysWith: { first, _ in first })
    selects = SignalSelects(families: legal.families, symbols: SymbolTable())
    if legal.arrays == .rolled { selects.widths = module.widths }
    let all = module.processes()
    nextValues = Set(
      all.filter { $0.kind == .combinational }.flatMap(\.targets)
        .filter(Set(module.registers.map(\.name)).contains))
    let builder = PartBuilder(legal, definitions: definitions)
    (sections, ghosts) = builder.sections(all)
    properties = Self.grouped(builder.properties(all), legal.profile)
    var blocks = builder.cells(all)
    let unrolled = properties
    if legal.arrays == .rolled {
      let roller = Roller(families: legal.families, symbols: selects.symbols)
      for index in sections.indices { sections[index].roll(roller) }
      ghosts.roll(roller)
      for index in blocks.indices { blocks[index].roll(roller) }
      properties = properties.map { roller.rolled($0) }
    }
    for (index, blocks) in Dictionary(grouping: blocks, by: \.section) {
      sections[min(index, sections.count - 1)].insert(blocks, selects)
    }
    if legal.arrays == .rolled {
      nameLoops()
      scopes = scopes(of: unrolled)
      localize()
      if legal.profile.selections == .outsideBlocks { nameSelects() }
    } else {
      scopes = PrintedScopes(instances: printedNames.renamedInstances)
    }
    declare()
  }

  // MARK: Declarations

  /// Declares each wire and register in the section that mentions it first.
  private mutating func declare() {
    var pending = Set((module.wires.map(\.name) + module.registers.map(\.name)).map(declaredName))
    for index in sections.indices {
      sections[index].declared = mentioned(in: sections[index], &pending)
    }
    ghosts.declared = mentioned(in: ghosts, &pending)
    let others = Set(module.ghosts.map(declaredName)).intersection(pending)
    ghosts.declared.formUnion(others)
    sections[0].declared.formUnion(pending.subtracting(others))
    sections.removeAll { $0.parts.isEmpty && $0.declared.isEmpty }
  }

  private func mentioned(
    in section: ModuleSection, _ pending: inout Set<String>
  ) -> Set<String> {
    var found: Set<String> = []
    for part in section.parts {
      part.forEachName { name, _ in
        if let name = pending.remove(selects.declaredName(of: name)) { found.insert(name) }
      }
    }
    return found
  }

  private func declaredName(_ name: String) -> String {
    selects.families.place(of: name).map { selects.families.all[$0.family].name } ?? name
  }

  /// Names for the variables of loops, which nothing else has.
  var variableNames: [String] {
    ["i", "j", "k", "l", "m", "n"].filter { !names.contains($0) } + [
      "index_0", "index_1", "index_2",
    ]
  }

  /// Immediate properties stand in a block for each domain, and so a loop is one of one domain.
  private static func grouped(
    _ properties: [ModulePart], _ profile: TargetProfile
  ) -> [[ModulePart]] {
    guard profile.properties == .immediate else { return [properties] }
    var groups: [ClockDomain: [ModulePart]] = [:]
    for case .process(let process) in properties {
      for domain in Set(process.properties.map(\.domain)) {
        groups[domain, default: []].append(.process(process))
      }
    }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }

  // MARK: Loops

  /// Gives every loop of parts a number and a name.
  private mutating func nameLoops() {
    var number = 0
    for index in sections.indices {
      let parts = sections[index].parts
      sections[index].parts = named(parts, &number)
    }
    ghosts.parts = named(ghosts.parts, &number)
    for group in properties.indices {
      let parts = properties[group]
      properties[group] = named(parts, &number)
    }
  }

  private mutating func named(_ parts: [ModulePart], _ number: inout Int) -> [ModulePart] {
    var result: [ModulePart] = []
    for part in parts {
      guard case .loop(var loop) = part else {
        result.append(part)
        continue
      }
      loop.number = number
      number += 1
      loop.label = names.insertFree("gen_" + (stem(of: part) ?? "parts"))
      loop.body = named(Self.toldApart(loop.body), &number)
      result.append(.loop(loop))
    }
    return result
  }

  /// A turn of a loop, in which several cells or properties of one array may stand.
  private static func toldApart(_ turn: [ModulePart]) -> [ModulePart] {
    var cells: [String: Int] = [:]
    var labels: [String: Int] = [:]
    return turn.map { part in
      switch part {
      case .cell(var cell):
        cell.number = cells[cell.name, default: 0]
        cells[cell.name, default: 0] += 1
        return .cell(cell)
      case .process(var process):
        process.statements = process.statements.map { statement in
          guard case .property(var property) = statement else { return statement }
          let count = labels[property.label, default: 0]
          labels[property.label] = count + 1
          if count > 0 { property.label += "_\(count + 1)" }
          return .property(property)
        }
        return .process(process)
      case .loop: return part
      }
    }
  }

  /// What a loop over `part` is called after.
  private func stem(of part: ModulePart) -> String? {
    switch part {
    case .cell(let cell): cell.stem
    case .process(let process):
      process.properties.first.map { snakeCase($0.label) }
        ?? process.targets.first.map { signalStem(selects.declaredName(of: $0)) }
    case .loop(let loop):
      // A loop inside is called so itself.
      // Inputs of a cell stand before it.
      (loop.body.filter(\.isCell) + loop.body.filter { !$0.isLoop } + loop.body).lazy
        .compactMap { self.stem(of: $0) }.first
    }
  }

  // MARK: Local elements

  /// Declares in each turn of a loop the elements of arrays that nothing outside the loop uses.
  private mutating func localize() {
    var uses = ElementUses(selects)
    for part in sections.flatMap(\.parts) + ghosts.parts + properties.joined() {
      uses.add(part, [])
    }
    var localsOfLoop: [Int: [Int]] = [:]
    for (family, array) in selects.families.all.enumerated() {
      switch array.kind {
      case .input, .output: continue
      case .wire, .register: break
      }
      guard let loops = uses.loops(of: family, array.shape), let innermost = loops.last else {
        continue
      }
      selects.localIndices[family] = loops.count
      localsOfLoop[innermost, default: []].append(family)
    }
    func declared(_ part: ModulePart) -> ModulePart {
      guard case .loop(var loop) = part else { return part }
      loop.locals = localsOfLoop[loop.number] ?? []
      loop.body = loop.body.map(declared)
      return .loop(loop)
    }
    for index in sections.indices { sections[index].parts = sections[index].parts.map(declared) }
    ghosts.parts = ghosts.parts.map(declared)
  }

  // MARK: Selections in blocks

  /// Names the bits that an `always_comb` block reads of a vector, outside the block: Icarus 11
  /// would wake up for the whole vector, and prints a note for each.
  private mutating func nameSelects() {
    var wires: [Wire] = []
    for index in sections.indices {
      let parts = sections[index].parts
      sections[index].parts = named(parts, &wires)
    }
    module.wires += wires
    wires = []
    ghosts.parts = named(ghosts.parts, &wires)
    for index in wires.indices { wires[index].isGhost = true }
    module.wires += wires
  }

  private mutating func named(_ parts: [ModulePart], _ wires: inout [Wire]) -> [ModulePart] {
    var result: [ModulePart] = []
    for part in parts {
      switch part {
      case .cell: result.append(part)
      case .loop(var loop):
        loop.body = named(loop.body, &loop.wires)
        result.append(.loop(loop))
      case .process(var process):
        guard process.kind == .combinational else {
          result.append(part)
          continue
        }
        var namer = SelectNamer(selects: selects)
        for statement in process.statements { namer.look(through: statement) }
        for bits in namer.inOrder {
          let wire = Wire(name: names.insertFree(namer.wanted(bits)), type: bits.type)
          wires.append(wire)
          let assign = BlockStatement.assign(target: Target(wire.name), value: bits, location: nil)
          result.append(
            .process(
              BlockProcess(kind: .continuous, statements: [assign], targets: [wire.name])))
          process.statements = process.statements.map {
            $0.replacing(bits, by: .reference(wire.name, wire.type))
          }
        }
        result.append(.process(process))
      }
    }
    return result
  }
}

extension ModuleDefinition {
  /// The widths of all signals.
  fileprivate var widths: [String: Int] {
    var widths: [String: Int] = [:]
    for port in ports { widths[port.name] = port.type.width }
    for wire in wires { widths[wire.name] = wire.type.width }
    for register in registers { widths[register.name] = register.type.width }
    return widths
  }
}
