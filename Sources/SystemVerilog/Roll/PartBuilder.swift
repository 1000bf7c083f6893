import HardwareIR

/// Makes the parts of a module from its definition, before any loop.
struct PartBuilder {
  private let module: ModuleDefinition
  private let memoryPins: [String: Expression]
  private let definitions: [String: ModuleDefinition]
  private let isRolled: Bool

  init(_ legal: Legalization, definitions: [String: ModuleDefinition]) {
    module = legal.module
    memoryPins = legal.memoryPins
    isRolled = legal.arrays == .rolled
    self.definitions = definitions
  }

  // MARK: Cells

  /// Memories, then instances.
  func cells() -> [ModulePart] {
    var families: [String: SignalFamilies] = [:]
    if isRolled {
      for name in Set(module.instances.map(\.module)) {
        families[name] = definitions[name].map { SignalFamilies(portsOf: $0) }
      }
    }
    return module.memories.map { .cell(cell($0)) }
      + module.instances.map { .cell(cell($0, families[$0.module])) }
  }

  private func cell(_ memory: MemoryDefinition) -> Cell {
    let cell = MemoryCell(of: memory, in: module)
    let pins = cell.pins.joined().map { pin in
      let wire = pin.wire ?? ""
      return Cell.Pin(
        name: pin.name, value: memoryPins[wire].map { .input($0) } ?? .signal(wire))
    }
    var head = [cell.name]
    if !cell.parameters.isEmpty {
      let parameters = cell.parameters.map { ".\($0.name)(\($0.value))" }
      head = ["\(cell.name) #("] + listed(parameters) + [")"]
    }
    return Cell(
      head: head, stem: stem(memory.element, memory.name), place: place(memory.element),
      pins: pins, note: memory.note, location: nil)
  }

  /// - Parameter families: the arrays among the ports of the instance's module.
  private func cell(_ instance: InstanceDefinition, _ families: SignalFamilies?) -> Cell {
    let definition = definitions[instance.module]
    var pins: [Cell.Pin] = []
    // The clock and the reset of a black box are connected like its other ports.
    let clocking = definition?.blackBox == nil ? definition?.clocking ?? [] : []
    for port in clocking {
      pins.append(Cell.Pin(name: port.name, value: .signal(instance.driver(of: port))))
    }
    var pinOfFamily: [Int: Int] = [:]
    for connection in instance.connections {
      let value: Cell.Pin.Value =
        switch connection.connection {
        case .input(let expression): .input(expression)
        case .output(let wire): .signal(wire)
        }
      guard let families, let place = families.place(of: connection.port) else {
        pins.append(Cell.Pin(name: connection.port, value: value))
        continue
      }
      let index = pinOfFamily[place.family] ?? pins.count
      if index == pins.count {
        pinOfFamily[place.family] = index
        pins.append(Cell.Pin(name: families.all[place.family].name, value: value))
      }
      pins[index].elements.append(value)
    }
    return Cell(
      head: ModulePrinter.head(of: definition, instance),
      stem: stem(instance.element, instance.name), place: place(instance.element), pins: pins,
      note: nil, location: instance.location)
  }

  private func stem(_ element: ElementName?, _ name: String) -> String { element?.stem ?? name }

  private func place(_ element: ElementName?) -> [Affine] {
    element?.indices.map(Affine.init) ?? []
  }

  private func listed(_ lines: [String]) -> [String] {
    lines.enumerated().map { "  \($1)\($0 + 1 < lines.count ? "," : "")" }
  }

  // MARK: Behaviour

  /// The processes in order, without what is said about the module, and those that only that reads.
  func behaviour(_ processes: [Process]) -> (real: [ModulePart], ghosts: [ModulePart]) {
    let ghosts = module.ghosts
    var (real, unreal): ([ModulePart], [ModulePart]) = ([], [])
    var (last, lastGhost): (Process?, Process?) = (nil, nil)
    // A heading before a claim or a ghost holds for the hardware behind it as well.
    var headings: [String] = []
    for var process in processes {
      if !process.sections.isEmpty { headings = process.sections }
      if process.kind == .property { continue }
      if process.targets.allSatisfy(ghosts.contains) {
        add(process, to: &unreal, after: &lastGhost)
      } else {
        // What reads bits that nothing reads belongs to no heading but its own.
        if !process.targets.allSatisfy({ $0.hasPrefix("unused_") }) {
          process.sections = headings
          headings = []
        }
        add(process, to: &real, after: &last)
      }
    }
    return (real, unreal)
  }

  private func add(_ process: Process, to parts: inout [ModulePart], after last: inout Process?) {
    if let last, isPlain(last), isPlain(process), last.kind == process.kind,
      process.sections.isEmpty, case .process(var block)? = parts.last
    {
      // Plain pipeline registers that follow each other share one block.
      block.statements += process.statements.map(BlockStatement.init)
      block.targets += process.targets
      parts[parts.count - 1] = .process(block)
      return
    }
    last = process
    parts.append(.process(BlockProcess(process)))
  }

  /// What is said about the module, each on its own.
  func properties(_ processes: [Process]) -> [ModulePart] {
    processes.filter { $0.kind == .property }.map { process in
      var block = BlockProcess(process)
      // Its heading belongs to what it stands among.
      block.sections = []
      return .process(block)
    }
  }

  private func isPlain(_ process: Process) -> Bool {
    guard case .clocked = process.kind, process.statements.count == 1 else { return false }
    return if case .assign? = process.statements.first { true } else { false }
  }
}

extension ModulePart {
  /// The part with loops in its blocks.
  func rolledInside(_ roller: Roller) -> ModulePart {
    guard case .process(var process) = self, process.kind != .continuous else { return self }
    var roller = roller
    roller.joinsCopies = process.kind != .combinational
    process.statements = roller.rolledInside(process.statements)
    return .process(process)
  }
}

extension Roller {
  /// Statements with loops, innermost blocks first.
  func rolledInside(_ statements: [BlockStatement]) -> [BlockStatement] {
    rolled(
      statements.map { statement in
        switch statement {
        case .when(let condition, let then, let otherwise, let location):
          .when(
            condition: condition, then: rolledInside(then), otherwise: rolledInside(otherwise),
            location: location)
        case .decode(let subject, let arms, let location):
          .decode(
            subject: subject,
            arms: arms.map {
              BlockArm(value: $0.value, statements: rolledInside($0.statements))
            }, location: location)
        default: statement
        }
      })
  }
}
