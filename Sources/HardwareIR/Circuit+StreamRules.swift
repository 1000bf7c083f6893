extension Circuit {
  /// The circuit with the rules of its valid/ready streams said about every module that has them:
  /// claims where a stream leaves the module, assumptions where it comes in.
  ///
  /// - `<Stream>ValidStays`: `valid`, once 1, holds until the item is accepted.
  /// - `<Stream>PayloadStays`: the payload is stable while `valid` waits for `ready`.
  ///
  /// A stream whose domain has no clock and reset in the module gets none, since ports stay as they
  /// are; nor do black boxes. A circuit that has them is left as it is.
  public func statingStreamRules() -> Circuit {
    var result = self
    for index in modules.indices where modules[index].blackBox == nil {
      var rules = StreamRules(modules[index])
      for stream in modules[index].streams { rules.state(stream) }
      result.modules[index] = rules.module
    }
    return result
  }
}

/// Adds the rules of streams to a module.
private struct StreamRules {
  private static let validSentence = "valid holds until the item is accepted"

  private(set) var module: ModuleDefinition
  private let ports: [String: Port]
  private var names: Set<String>

  init(_ module: ModuleDefinition) {
    self.module = module
    ports = Dictionary(
      module.ports.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    names = module.namesInText(PrintedNames(module))
  }

  mutating func state(_ stream: StreamPort) {
    let roles = module.clocking.filter { $0.domain == stream.domain }.map(\.role)
    guard roles.contains(.clock), roles.contains(.reset), let valid = ports[stream.valid],
      let ready = ports[stream.ready]
    else { return }
    if isSaid(upperCamelCase(stream.name) + "ValidStays", Self.validSentence) { return }
    let payload = stream.payload.compactMap { ports[$0] }
    let waits = addGhost(
      "waits", besides: valid, of: stream, .bit, reset: BitPattern(0, width: 1),
      .binary(.and, reference(valid), .unary(.not, reference(ready))))
    say(
      "ValidStays", waits, reference(valid), of: stream, valid,
      Self.validSentence)
    let stable = payload.map { port in
      Expression.binary(
        .equal, reference(port),
        addGhost("past", of: port, in: stream, port.type, reference(port)))
    }
    guard var condition = stable.first else { return }
    for other in stable.dropFirst() { condition = .binary(.and, condition, other) }
    say(
      "PayloadStays", waits, condition, of: stream, valid,
      "the payload is stable while valid waits for ready")
  }

  /// Whether the rules have been stated before.
  private func isSaid(_ label: String, _ sentence: String) -> Bool {
    module.statements.contains { statement in
      guard case .property(let property) = statement else { return false }
      return property.label == label && property.sentence == sentence
    }
  }

  private func reference(_ port: Port) -> Expression { .reference(port.name, port.type) }

  /// A claim or an assumption that holds where the stream waited in the cycle before.
  private mutating func say(
    _ rule: String, _ waits: Expression, _ condition: Expression, of stream: StreamPort,
    _ valid: Port, _ sentence: String
  ) {
    let label = numberedName(upperCamelCase(stream.name) + rule) { !names.insert($0).inserted }
    var property = Property(
      stream.direction == .output ? .claim : .assumption, label,
      .binary(.or, .unary(.not, waits), condition), in: stream.domain, saying: sentence,
      at: valid.location)
    if let element = valid.element, let stem = arrayOfStreams(valid, stream) {
      property.element = ElementName(stem: upperCamelCase(stem) + rule, indices: element.indices)
    }
    module.statements.append(.property(property))
  }

  /// The name of the array that the stream is an element of.
  private func arrayOfStreams(_ valid: Port, _ stream: StreamPort) -> String? {
    guard let element = valid.element else { return nil }
    let stem = signalStem(element.stem)
    let suffix = "_valid"
    return stem.hasSuffix(suffix) ? String(stem.dropLast(suffix.count)) : nil
  }

  private mutating func addGhost(
    _ role: String, besides port: Port, of stream: StreamPort, _ type: HardwareType,
    reset: BitPattern, _ next: Expression
  ) -> Expression {
    let element = arrayOfStreams(port, stream).flatMap { stem in
      port.element.map { ElementName(stem: "\(stem)_\(role)_q", indices: $0.indices) }
    }
    return addGhost(stream.name + "_" + role, element, stream.domain, type, reset, next)
  }

  private mutating func addGhost(
    _ role: String, of port: Port, in stream: StreamPort, _ type: HardwareType, _ next: Expression
  ) -> Expression {
    let element = port.element.map {
      ElementName(stem: "\(signalStem($0.stem))_\(role)_q", indices: $0.indices)
    }
    return addGhost(signalStem(port.name) + "_" + role, element, stream.domain, type, nil, next)
  }

  private mutating func addGhost(
    _ wanted: String, _ element: ElementName?, _ domain: ClockDomain, _ type: HardwareType,
    _ reset: BitPattern?, _ next: Expression
  ) -> Expression {
    let name = numberedName(wanted, behind: "_q") { !names.insert($0).inserted }
    var register = Register(name: name, type: type, reset: reset, domain: domain)
    register.isGhost = true
    if name == wanted + "_q" { register.element = element }
    module.registers.append(register)
    module.statements.append(.assign(target: Target(name), value: next, location: nil))
    return .reference(name, type)
  }
}

/// `inputs_0` as `Inputs0`.
private func upperCamelCase(_ name: String) -> String {
  name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
}
