import HardwareIR

/// Writes one legal module. Total and boring: every decision has been taken before.
struct ModulePrinter {
  let module: ModuleDefinition
  /// What the pins of memories are connected to, where that is not their wire.
  let memoryPins: [String: Expression]
  /// What reads, where claims are left out, all that only they read.
  let claimStand: UnusedBits.Stand?
  let definitions: [String: ModuleDefinition]
  let emitter: SystemVerilogEmitter
  let expressions: ExpressionPrinter
  let registerByName: [String: Register]
  let enumerations: [EnumerationType]
  let names: PrintedNames
  let enumerationNames: EnumerationNames
  /// The signals that are declared with the type of their enumeration.
  let enumerated: Set<String>
  var out = TextWriter()
  /// The place that a comment named last.
  var placeShown: String?

  init(
    _ legal: Legalization, definitions: [String: ModuleDefinition], emitter: SystemVerilogEmitter
  ) {
    module = legal.module
    memoryPins = legal.memoryPins
    claimStand = legal.claimStand
    self.definitions = definitions
    self.emitter = emitter
    enumerations = module.enumerations
    enumerated = module.enumeratedSignals
    names = legal.printedNames
    enumerationNames = EnumerationNames(
      enumerations, besides: enumerations.isEmpty ? [] : module.namesInText(names))
    expressions = ExpressionPrinter(
      enumerationCase: enumerationNames.caseName, profile: emitter.profile)
    registerByName = Dictionary(uniqueKeysWithValues: module.registers.map { ($0.name, $0) })
  }

  mutating func print() -> String {
    printHeader()
    printPorts()
    let processes = module.processes()
    let nextNames = processes.filter { $0.kind == .combinational }.flatMap(\.targets)
      .filter { registerByName[$0] != nil }
    printDeclarations(next: Set(nextNames))
    printMemories()
    printInstances()
    printBehaviour(processes)
    out.endScope("endmodule")
    return out.text
  }

  private mutating func printHeader() {
    let documentation = module.documentation
    out.comment(documentation.summary)
    let facts = [
      ("Latency", documentation.latency), ("Throughput", documentation.throughput),
      ("Reset", documentation.reset),
      ("Combinational paths", documentation.combinationalPaths),
    ]
    for (name, text) in facts {
      if let text { out.comment("\(name): \(text)") }
    }
    if !emitter.banner.isEmpty {
      out.line("//")
      for line in emitter.banner { out.comment(line) }
    }
  }

  // MARK: Interface

  private mutating func printPorts() {
    out.line("module \(module.name) (")
    let typeWidth = module.ports.map(\.type.vectorText.count).max() ?? 0
    let nameWidth = module.ports.map(\.name.count).max() ?? 0
    var previous: Port?
    for (index, port) in module.ports.enumerated() {
      if let previous, startsGroup(port, after: previous) { out.line() }
      let direction = port.direction == .input ? "input  " : "output "
      let comma = index + 1 < module.ports.count ? "," : ""
      let note = note(of: port.name, port.type, port.note, at: port.location)
      let text = direction + port.type.vectorText.padded(to: typeWidth) + " " + port.name + comma
      out.indented {
        $0.line(text, note: note, at: direction.count + typeWidth + nameWidth + 2)
      }
      previous = port
    }
    out.line(");")
  }

  private func startsGroup(_ port: Port, after previous: Port) -> Bool {
    previous.role != .data && port.role == .data || port.group != previous.group
      || port.direction != previous.direction && port.group == nil
  }

  // MARK: Declarations

  private mutating func printDeclarations(next: Set<String>) {
    printEnumerations()
    var declarations: [(type: String, names: String, note: String?, isSynchronizer: Bool)] = []
    for wire in module.wires {
      let note = note(of: wire.name, wire.type, wire.note, at: wire.location)
      declarations.append((typeText(wire.type, of: wire.name), wire.name, note, false))
    }
    for register in module.registers {
      let names =
        next.contains(register.name)
        ? "\(names.nextValue(of: register.name)), \(register.name)" : register.name
      let type = typeText(register.type, of: register.name)
      let note = note(of: register.name, register.type, register.note, at: register.location)
      declarations.append((type, names, note, register.isSynchronizer))
    }
    let typeWidth = declarations.map(\.type.count).max() ?? 0
    let nameWidth = declarations.filter { $0.note != nil }.map(\.names.count).max() ?? 0
    for declaration in declarations {
      if declaration.isSynchronizer { out.indented { $0.line("(* ASYNC_REG = \"TRUE\" *)") } }
      let text = declaration.type.padded(to: typeWidth) + " " + declaration.names + ";"
      out.indented { $0.line(text, note: declaration.note, at: typeWidth + nameWidth + 2) }
    }
    if !declarations.isEmpty { out.line() }
  }

  // MARK: Structure

  private mutating func printInstances() {
    for instance in module.instances {
      var pins: [(String, String)] = []
      let definition = definitions[instance.module]
      // The clock and the reset of a black box are connected like its other ports.
      let clocking = definition?.blackBox == nil ? definition?.clocking ?? [] : []
      for port in clocking {
        pins.append((port.name, instance.driver(of: port)))
      }
      for connection in instance.connections {
        switch connection.connection {
        case .input(let expression):
          pins.append((connection.port, expressions.print(expression)))
        case .output(let wire): pins.append((connection.port, wire))
        }
      }
      let width = pins.map(\.0.count).max() ?? 0
      let place = note(nil, at: instance.location)
      let lines = cellLines(definition, of: instance)
      out.indented { out in
        out.line(lines[0], note: place, at: 0)
        for line in lines.dropFirst() { out.line(line) }
        out.indented { out in
          for (index, pin) in pins.enumerated() {
            let comma = index + 1 < pins.count ? "," : ""
            out.line(".\(pin.0.padded(to: width))(\(pin.1))\(comma)")
          }
        }
        out.line(");")
        out.line()
      }
    }
  }

  // MARK: Behaviour

  private mutating func printBehaviour(_ processes: [Process]) {
    var properties: [Process] = []
    var index = 0
    while index < processes.count {
      let process = processes[index]
      index += 1
      if case .property = process.kind {
        properties.append(process)
        continue
      }
      for title in process.sections { printSection(title) }
      switch process.kind {
      case .continuous:
        printContinuous(process)
        let next = index < processes.count ? processes[index] : nil
        if next?.kind != .continuous || next?.sections.isEmpty == false { out.line() }
      case .combinational: printCombinational(process)
      case .clocked(let hasReset, _):
        var merged = [process]
        // Plain pipeline registers that follow each other share one block.
        while index < processes.count, isPlain(process), isPlain(processes[index]),
          processes[index].kind == process.kind, processes[index].sections.isEmpty
        {
          merged.append(processes[index])
          index += 1
        }
        printClocked(
          merged.flatMap(\.statements), targets: merged.flatMap(\.targets), hasReset: hasReset)
      case .property: break
      }
    }
    printProperties(properties.flatMap(\.statements))
  }

  private func isPlain(_ process: Process) -> Bool {
    if case .assign? = process.statements.first { process.statements.count == 1 } else { false }
  }

  private mutating func printSection(_ title: String) {
    out.indented { $0.comment(title) }
  }

  private mutating func printContinuous(_ process: Process) {
    for case .assign(let target, let value, let location) in process.statements {
      let name = assignedName(target, form: .nonblocking)
      let text = expressions.lines(value, prefix: "assign \(name) = ", room: out.room - 2)
      printLines(text, depth: 1, at: location)
    }
  }

  private mutating func printCombinational(_ process: Process) {
    let registers = process.targets.compactMap { registerByName[$0] }
    out.indented { $0.line("always_comb begin") }
    for register in registers {
      out.indented { $0.line("  \(names.nextValue(of: register.name)) = \(register.name);") }
    }
    printStatements(process.statements, depth: 2, form: .blocking)
    out.indented { $0.line("end") }
    out.line()
    for domain in Set(registers.map(\.domain)).sorted() {
      for hasReset in [true, false] {
        let group = registers.filter { $0.domain == domain && ($0.reset != nil) == hasReset }
        guard !group.isEmpty else { continue }
        let updates = group.map {
          Statement.assign(
            target: Target($0.name), value: .reference(names.nextValue(of: $0.name), $0.type),
            location: nil)
        }
        printClocked(updates, targets: group.map(\.name), hasReset: hasReset)
      }
    }
  }

  private mutating func printClocked(
    _ statements: [Statement], targets: [String], hasReset: Bool
  ) {
    // The registers of one block have one domain.
    let domain = targets.first.flatMap { registerByName[$0]?.domain } ?? .default
    let clock = domain.clockName
    let reset = domain.resetName
    if hasReset {
      let edge = emitter.reset == .asynchronous ? " or negedge \(reset)" : ""
      out.indented { out in
        out.line("always_ff @(posedge \(clock)\(edge)) begin")
        out.line("  if (!\(reset)) begin")
      }
      for target in targets {
        guard let register = registerByName[target], let pattern = register.reset else { continue }
        let value = expressions.print(.literal(pattern, register.type))
        out.indented { $0.line("    \(target) <= \(value);") }
      }
      if statements.count == 1, case .when = statements[0] {
        printWhen(statements[0], depth: 2, form: .nonblocking, opening: "end else if")
      } else {
        out.indented { $0.line("  end else begin") }
        printStatements(statements, depth: 3, form: .nonblocking)
        out.indented { $0.line("  end") }
      }
      out.indented { out in
        out.line("end")
        out.line()
      }
    } else {
      out.indented { $0.line("always_ff @(posedge \(clock)) begin") }
      printStatements(statements, depth: 2, form: .nonblocking)
      out.indented { out in
        out.line("end")
        out.line()
      }
    }
  }
}
