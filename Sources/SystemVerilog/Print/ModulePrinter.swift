import HardwareIR

/// Writes one legal module. Total and boring: every decision has been taken before.
struct ModulePrinter {
  let module: ModuleDefinition
  let arrangement: Arrangement
  let emitter: SystemVerilogEmitter
  /// The end of the header.
  let banner: [String]
  var expressions: ExpressionPrinter
  let registerByName: [String: Register]
  let enumerations: [EnumerationType]
  let names: PrintedNames
  let enumerationNames: EnumerationNames
  /// The signals that are declared with the type of their enumeration.
  let enumerated: Set<String>
  var out = TextWriter()
  /// How many scopes are open inside the module.
  var scopes = 0
  /// The place that a comment named last.
  var placeShown: String?

  var signals: SignalSelects { arrangement.selects }

  init(_ arrangement: Arrangement, emitter: SystemVerilogEmitter, banner: [String]) {
    self.arrangement = arrangement
    module = arrangement.module
    self.emitter = emitter
    self.banner = banner
    enumerations = module.enumerations
    enumerated = module.enumeratedSignals
    names = arrangement.printedNames
    enumerationNames = EnumerationNames(
      enumerations, besides: enumerations.isEmpty ? [] : module.namesInText(names))
    expressions = ExpressionPrinter(
      enumerationCase: enumerationNames.caseName, profile: emitter.profile,
      signals: arrangement.selects)
    registerByName = Dictionary(uniqueKeysWithValues: module.registers.map { ($0.name, $0) })
  }

  mutating func print() -> String {
    printHeader()
    printPorts()
    printEnumerations()
    for section in arrangement.sections { printSection(section) }
    printClaims()
    out.endScope("endmodule")
    return out.text
  }

  private mutating func printHeader() {
    out.comment(module.contract.summary)
    for (heading, text) in module.contract.facts(clockName: module.clockName) {
      out.comment("\(heading): \(text)")
    }
    let lines = (origin.map { [$0] } ?? []) + banner
    if lines.isEmpty { return }
    out.line("//")
    for line in lines { out.comment(line) }
  }

  /// The Swift source and what the module was made with there, as
  /// `From Queues/Queue.swift, with depth 4.`
  private var origin: String? {
    guard let file = module.sourceFile else { return nil }
    let parameters = module.parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    return "From \(file)" + (parameters.isEmpty ? "." : ", with \(parameters).")
  }

  // MARK: Interface

  private mutating func printPorts() {
    out.line("module \(module.name) (")
    let ports = PortLine.lines(of: module, signals).map { port in
      var port = port
      port.note = note(of: port.name, port.type, port.note, at: port.location)
      return port
    }
    let typeWidth = ports.map(\.type.vectorText.count).max() ?? 0
    let nameWidth = ports.map(\.name.count).max() ?? 0
    var previous: PortLine?
    for (index, port) in ports.enumerated() {
      if let previous, port.startsGroup(after: previous) { out.line() }
      let direction = port.direction == .input ? "input  " : "output "
      let comma = index + 1 < ports.count ? "," : ""
      let text = direction + port.type.vectorText.padded(to: typeWidth) + " " + port.name + comma
      out.indented {
        for line in AttributeText.lines(port.attributes, room: $0.room) { $0.line(line) }
        $0.line(text, note: port.note, at: direction.count + typeWidth + nameWidth + 2)
      }
      previous = port
    }
    out.line(");")
  }

  // MARK: Parts

  mutating func printSection(_ section: ModuleSection) {
    if let title = section.title { indented { $0.comment(title) } }
    printConstants(of: section)
    printDeclarations(declarations(of: section))
    for part in spaced(section.parts) { printPart(part.part, isLast: part.isLast) }
  }

  /// The parts with whether something else than an assignment follows.
  private func spaced(_ parts: [ModulePart]) -> [(part: ModulePart, isLast: Bool)] {
    parts.enumerated().map { index, part in
      (part, index + 1 == parts.count || !parts[index + 1].isContinuous)
    }
  }

  private mutating func printPart(_ part: ModulePart, isLast: Bool) {
    switch part {
    case .cell(let cell): printCell(cell)
    case .loop(let loop): printLoop(loop)
    case .process(let process):
      switch process.kind {
      case .continuous:
        printContinuous(process)
        if isLast { out.line() }
      case .combinational: printCombinational(process)
      case .clocked(let hasReset, _):
        printClocked(process.statements, targets: process.targets, hasReset: hasReset)
      case .property: break
      }
    }
  }

  private mutating func printLoop(_ loop: PartLoop) {
    printScope(loop) { printer in
      printer.printDeclarations(
        loop.wires.map { printer.declaration(of: $0) } + loop.locals.map(printer.declaration))
      for part in printer.spaced(loop.body) { printer.printPart(part.part, isLast: part.isLast) }
    }
    out.line()
  }

  /// A loop of parts around what `body` writes.
  mutating func printScope(_ loop: PartLoop, _ body: (inout ModulePrinter) -> Void) {
    let name = openVariable(loop.range)
    let values = loop.range.values
    indented {
      $0.line(
        "for (genvar \(name) = \(values.lowerBound); \(name) < \(values.upperBound); \(name)++) "
          + "begin : \(loop.label)")
    }
    scopes += 1
    body(&self)
    scopes -= 1
    endScope("end")
    expressions.signals.variables[loop.range.variable] = nil
  }

  /// Names the variable of a loop, after those of the loops around.
  mutating func openVariable(_ range: LoopRange) -> String {
    let taken = Set(expressions.signals.variables.values)
    let name = arrangement.variableNames.first { !taken.contains($0) } ?? "index"
    expressions.signals.variables[range.variable] = name
    return name
  }

  private mutating func printCell(_ cell: Cell) {
    let pins = cell.pins.map { ($0.name, text(of: $0)) }
    let width = pins.map(\.0.count).max() ?? 0
    let place = note(nil, at: cell.location)
    let instance = arrangement.printedName(of: cell)
    indented { out in
      if let note = cell.note { out.comment(note) }
      var head = cell.head
      head[head.count - 1] += " \(instance) ("
      out.line(head[0], note: place, at: 0)
      for line in head.dropFirst() { out.line(line) }
      out.indented { out in
        for (index, pin) in pins.enumerated() {
          let comma = index + 1 < pins.count ? "," : ""
          let start = ".\(pin.0.padded(to: width))("
          if start.count + pin.1.count + 2 <= out.room {
            out.line("\(start)\(pin.1))\(comma)")
          } else {
            out.line(start)
            for line in LineLayout.broken(pin.1, room: out.room - 2) { out.line("  " + line) }
            out.line(")\(comma)")
          }
        }
      }
      out.line(");")
      out.line()
    }
  }

  private func text(of pin: Cell.Pin) -> String {
    guard !pin.elements.isEmpty else { return text(of: pin.value) }
    // Concatenations begin with the highest bits.
    let parts = pin.elements.reversed().map { value -> Expression in
      switch value {
      case .input(let expression): expression
      case .signal(let name): .reference(name, type(of: name))
      }
    }
    return parts.count == 1 ? expressions.print(parts[0]) : expressions.print(.concatenation(parts))
  }

  private func text(of value: Cell.Pin.Value) -> String {
    switch value {
    case .input(let expression): expressions.print(expression)
    case .signal(let name): expressions.print(.reference(name, type(of: name)))
    }
  }

  /// The type of a signal; a bit where only its name matters.
  private func type(of name: String) -> HardwareType {
    if let family = signals.family(of: name) { return signals.families.all[family].type }
    return arrangement.types[name] ?? .bit
  }

  // MARK: Behaviour

  private mutating func printContinuous(_ process: BlockProcess) {
    for case .assign(let target, let value, let location) in process.statements {
      let name = assignedName(target, form: .nonblocking)
      let text = expressions.lines(value, prefix: "assign \(name) = ", room: room(1))
      printLines(text, depth: 1, at: location)
    }
  }

  private mutating func printCombinational(_ process: BlockProcess) {
    let registers = process.targets.compactMap { registerByName[$0] }
    indented { $0.line("always_comb begin") }
    for register in registers {
      let next = names.nextValue(of: register.name)
      indented { $0.line("  \(next) = \(register.name);") }
    }
    printStatements(process.statements, depth: 2, form: .blocking)
    indented { $0.line("end") }
    out.line()
    for domain in Set(registers.map(\.domain)).sorted() {
      for hasReset in [true, false] {
        let group = registers.filter { $0.domain == domain && ($0.reset != nil) == hasReset }
        guard !group.isEmpty else { continue }
        let updates = group.map {
          BlockStatement.assign(
            target: Target($0.name), value: .reference(names.nextValue(of: $0.name), $0.type),
            location: nil)
        }
        printClocked(updates, targets: group.map(\.name), hasReset: hasReset)
      }
    }
  }

  private mutating func printClocked(
    _ statements: [BlockStatement], targets: [String], hasReset: Bool
  ) {
    // The registers of one block have one domain.
    let domain = targets.first.flatMap { register($0)?.domain } ?? .default
    let clock = module.clockName(of: domain)
    if hasReset {
      let reset = ResetText(module, domain)
      let edge = emitter.reset == .asynchronous ? " or \(reset.edge)" : ""
      indented { out in
        out.line("always_ff @(posedge \(clock)\(edge)) begin")
        out.line("  if (\(reset.isActive)) begin")
      }
      for line in resets(targets) { indented { $0.line("    " + line) } }
      if statements.count == 1, case .when = statements[0] {
        printWhen(statements[0], depth: 2, form: .nonblocking, opening: "end else if")
      } else {
        indented { $0.line("  end else begin") }
        printStatements(statements, depth: 3, form: .nonblocking)
        indented { $0.line("  end") }
      }
    } else {
      indented { $0.line("always_ff @(posedge \(clock)) begin") }
      printStatements(statements, depth: 2, form: .nonblocking)
    }
    indented { out in
      out.line("end")
      out.line()
    }
  }

  /// What registers are set to under reset; neighbours in a vector together.
  private func resets(_ targets: [String]) -> [String] {
    var lines: [String] = []
    var index = 0
    while index < targets.count {
      let name = targets[index]
      index += 1
      guard let register = register(name), let pattern = register.reset else { continue }
      var count = 1
      if let place = signals.families.place(of: name) {
        let members = signals.families.all[place.family].members
        let first = members.firstIndex(of: name) ?? 0
        while index < targets.count, first + count < members.count,
          targets[index] == members[first + count], self.register(targets[index])?.reset == pattern
        {
          count += 1
          index += 1
        }
      }
      let value = expressions.print(.literal(pattern, register.type))
      let parts = (0..<count).reversed().map {
        Expression.reference(targets[index - count + $0], register.type)
      }
      let target = expressions.print(count == 1 ? parts[0] : .concatenation(parts))
      let isZero = pattern == BitPattern(0, width: pattern.width)
      let zeros = "\(count * pattern.width)'d0"
      let text = count == 1 ? value : isZero ? zeros : "{\(count){\(value)}}"
      let line = "\(target) <= \(text);"
      lines += line.utf8.count <= room(3) ? [line] : ["\(target) <=", "  \(text);"]
    }
    return lines
  }

  /// The register of a name, or the first of the array that it is an element of.
  func register(_ name: String) -> Register? {
    if let register = registerByName[name] { return register }
    return signals.family(of: name).flatMap { registerByName[signals.families.all[$0].members[0]] }
  }

  // MARK: Scopes

  /// The columns that are left at a depth.
  func room(_ depth: Int) -> Int { TextWriter.columns - 2 * (scopes + depth) }

  /// Writes lines inside the module and the scopes that are open.
  mutating func indented(_ body: (inout TextWriter) -> Void) {
    out.indented(by: scopes + 1, body)
  }

  /// A closing line, without an empty line before it.
  mutating func endScope(_ content: String) {
    out.indented(by: scopes + 1) { $0.endScope(content) }
  }
}
