import HardwareIR

/// Makes the parts of a module from its definition, before any loop.
struct PartBuilder {
  private let module: ModuleDefinition
  private let memoryPins: [String: Expression]
  private let sectionOfCell: [String: Int]
  private let instanceOfInput: [String: String]
  private let definitions: [String: ModuleDefinition]
  private let isRolled: Bool

  init(_ legal: Legalization, definitions: [String: ModuleDefinition]) {
    module = legal.module
    memoryPins = legal.memoryPins
    sectionOfCell = legal.sectionOfCell
    instanceOfInput = legal.instanceOfInput
    isRolled = legal.arrays == .rolled
    self.definitions = definitions
  }

  // MARK: Cells

  /// Memories, then instances, those of an array together, with what makes their inputs.
  func cells(_ processes: [Process]) -> [CellBlock] {
    var blocks: [CellBlock] = []
    var blockOfStem: [String: Int] = [:]
    var placeOfInstance: [String: (block: Int, cell: Int)] = [:]
    var families: [String: SignalFamilies] = [:]
    if isRolled {
      for name in Set(module.instances.map(\.module)) {
        families[name] = definitions[name].map { SignalFamilies(portsOf: $0) }
      }
    }
    func add(_ cell: Cell, _ name: String, read: [String], driven: [String]) {
      let section = sectionOfCell[name] ?? 0
      let index = blockOfStem[cell.stem] ?? blocks.count
      if index == blocks.count {
        blockOfStem[cell.stem] = index
        blocks.append(CellBlock(section: section, inputs: [], cells: [], read: [], driven: []))
      }
      blocks[index].section = min(blocks[index].section, section)
      placeOfInstance[name] = (index, blocks[index].cells.count)
      blocks[index].inputs.append([])
      blocks[index].cells.append(.cell(cell))
      blocks[index].read.formUnion(read)
      blocks[index].driven.formUnion(driven)
    }
    for memory in module.memories {
      var read = memory.inputs
      for input in memory.inputs { memoryPins[input]?.forEachReference { read.append($0) } }
      add(cell(memory), memory.name, read: read, driven: memory.readData)
    }
    for instance in module.instances {
      var (read, driven): ([String], [String]) = ([], [])
      for connection in instance.connections {
        switch connection.connection {
        case .input(let expression): expression.forEachReference { read.append($0) }
        case .output(let wire): driven.append(wire)
        }
      }
      add(
        cell(instance, families[instance.module]), instance.name, read: read, driven: driven)
    }
    for process in processes {
      guard let place = instance(of: process).flatMap({ placeOfInstance[$0] }) else { continue }
      blocks[place.block].inputs[place.cell].append(.process(BlockProcess(process)))
      for statement in process.statements {
        statement.forEachExpression { $0.forEachReference { blocks[place.block].read.insert($0) } }
      }
    }
    return blocks
  }

  /// The instance whose input a process makes.
  private func instance(of process: Process) -> String? {
    process.targets.first.flatMap { instanceOfInput[$0] }
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

  /// The sections with their processes in order, without what is said about the module and what
  /// makes the inputs of instances, and the processes that only claims read.
  func sections(_ processes: [Process]) -> (real: [ModuleSection], ghosts: ModuleSection) {
    let ghosts = module.ghosts
    var unreal: [Process] = []
    var real: [Int: [Process]] = [:]
    for process in processes where process.kind != .property && instance(of: process) == nil {
      if !ghosts.isEmpty, process.targets.allSatisfy(ghosts.contains) {
        unreal.append(process)
      } else {
        real[process.section, default: []].append(process)
      }
    }
    var sections = module.headings.map { ModuleSection(title: $0, parts: []) }
    for (index, processes) in real { sections[index].parts = Self.parts(processes) }
    return (sections, ModuleSection(title: nil, parts: Self.parts(unreal)))
  }

  private static func parts(_ processes: [Process]) -> [ModulePart] {
    ClockedBlocks.joined(processes).map { .process(BlockProcess($0)) }
  }

  /// What is said about the module, each on its own.
  func properties(_ processes: [Process]) -> [ModulePart] {
    processes.filter { $0.kind == .property }.map { .process(BlockProcess($0)) }
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
