import HardwareIR

/// Tells tools something about ports, wires or registers of the module: `(* mark_debug = "true" *)`
/// for `attribute("mark_debug", "true", on: count)`. It stands in the body, under no condition.
///
/// What has an attribute is kept in the text, whether or not something reads it.
public func attribute(
  _ name: String, _ value: HardwareIR.Attribute.Value? = nil, on signals: Signal...,
  file: String = #filePath, line: Int = #line, column: Int = #column
) {
  attribute(name, value, on: signals, file: file, line: line, column: column)
}

/// Tells tools something about all of some signals.
public func attribute(
  _ name: String, _ value: HardwareIR.Attribute.Value? = nil, on signals: [Signal],
  file: String = #filePath, line: Int = #line, column: Int = #column
) {
  for signal in signals {
    AttributePlacement.record(
      .signal(signal), name, value, SourceLocation(file: file, line: line, column: column))
  }
}

/// Tells tools something about all signals of a bundle or a stream.
public func attribute(
  _ name: String, _ value: HardwareIR.Attribute.Value? = nil, on bundle: some SignalBundle,
  file: String = #filePath, line: Int = #line, column: Int = #column
) {
  attribute(
    name, value, on: fields(of: bundle).map(\.signal), file: file, line: line, column: column)
}

/// Tells tools something about a port, wire or register of an enumeration.
public func attribute<State>(
  _ name: String, _ value: HardwareIR.Attribute.Value? = nil, on state: Enumerated<State>,
  file: String = #filePath, line: Int = #line, column: Int = #column
) {
  attribute(name, value, on: [state.signal], file: file, line: line, column: column)
}

/// Tells tools something about the instance of a child.
public func attribute(
  _ name: String, _ value: HardwareIR.Attribute.Value? = nil, on child: any Module,
  file: String = #filePath, line: Int = #line, column: Int = #column
) {
  AttributePlacement.record(
    .child(child), name, value, SourceLocation(file: file, line: line, column: column))
}

/// Tells tools something about the port of a clock.
public func attribute(
  _ name: String, _ value: HardwareIR.Attribute.Value? = nil, onClockOf domain: ClockDomain,
  file: String = #filePath, line: Int = #line, column: Int = #column
) {
  AttributePlacement.record(
    .clocking(.clock, domain), name, value,
    SourceLocation(file: file, line: line, column: column))
}

/// Tells tools something about the port of a reset.
public func attribute(
  _ name: String, _ value: HardwareIR.Attribute.Value? = nil, onResetOf domain: ClockDomain,
  file: String = #filePath, line: Int = #line, column: Int = #column
) {
  AttributePlacement.record(
    .clocking(.reset, domain), name, value,
    SourceLocation(file: file, line: line, column: column))
}

/// What a body says about something to tools.
struct AttributePlacement {
  enum Subject {
    case signal(Signal)
    case child(any Module)
    case clocking(Port.Role, ClockDomain)
  }

  var subject: Subject
  var attribute: HardwareIR.Attribute
  var isConditional: Bool
  var location: SourceLocation

  static func record(
    _ subject: Subject, _ name: String, _ value: HardwareIR.Attribute.Value?,
    _ location: SourceLocation
  ) {
    guard let recorder = Recorder.current else {
      if case .signal(let signal) = subject {
        signal.markStray("has an attribute", at: location)
        return
      }
      _ = recording("attribute")
      return
    }
    recorder.attributes.append(
      AttributePlacement(
        subject: subject, attribute: HardwareIR.Attribute(name, value),
        isConditional: recorder.isConditional, location: location))
  }
}

/// Gives the parts of a definition the attributes that its body states.
struct AttributeResolution {
  private let reflection: Reflection
  private(set) var diagnostics: [Diagnostic] = []

  static func resolve(
    _ placements: [AttributePlacement], of reflection: Reflection,
    in definition: inout ModuleDefinition
  ) -> [Diagnostic] {
    guard !placements.isEmpty else { return [] }
    var resolution = AttributeResolution(reflection: reflection)
    for placement in placements { resolution.add(placement, to: &definition) }
    resolution.separateUnlikeElements(&definition)
    return resolution.diagnostics
  }

  private init(reflection: Reflection) { self.reflection = reflection }

  private mutating func add(
    _ placement: AttributePlacement, to definition: inout ModuleDefinition
  ) {
    let name = "attribute \(placement.attribute.name)"
    if placement.isConditional {
      return report("\(name) stands under a condition; write it in the body", placement)
    }
    if let problem = placement.attribute.problem {
      return report("\(problem); give the attribute another", placement)
    }
    if let box = reflection.blackBox {
      return report(
        "\(name) stands in the model of black box '\(box.moduleName)', which is never printed; "
          + "write it in the box's own text", placement)
    }
    switch placement.subject {
    case .signal(let signal): add(placement, signal, to: &definition)
    case .child(let child):
      let scopes = reflection.children.map { ObjectIdentifier($0.module) }
      guard let index = scopes.firstIndex(of: ObjectIdentifier(child)) else {
        return report(
          "\(name) is on \(child.moduleName), which is no child of \(definition.name); "
            + "make it a stored property", placement)
      }
      let text = "instance '\(definition.instances[index].name)'"
      add(placement, to: &definition.instances[index].attributes, of: text)
    case .clocking(let role, let domain):
      guard
        let index = definition.ports.firstIndex(where: { $0.role == role && $0.domain == domain })
      else {
        return report(
          "\(name) is on the \(role == .clock ? "clock" : "reset") of \(domain), and "
            + "\(definition.name) has none; leave it out", placement)
      }
      add(
        placement, to: &definition.ports[index].attributes,
        of: "'\(definition.ports[index].name)'")
    }
  }

  private mutating func add(
    _ placement: AttributePlacement, _ signal: Signal, to definition: inout ModuleDefinition
  ) {
    let name = signal.name ?? ""
    let memories = Set(definition.memories.flatMap { $0.inputs + $0.readData })
    guard signal.owner === reflection.scope, !memories.contains(name) else {
      return report(
        "attribute \(placement.attribute.name) is on \(signal), which is no port, wire or register "
          + "of \(definition.name); name the value with wire(_, _), or write the attribute in the "
          + "module that declares it", placement)
    }
    let text = "'\(name)'"
    guard !signal.isGhost else {
      return report(
        "attribute \(placement.attribute.name) is on \(text), a ghost, which synthesis leaves out; "
          + "put it on what the hardware has", placement)
    }
    if let index = definition.ports.firstIndex(where: { $0.name == name }) {
      add(placement, to: &definition.ports[index].attributes, of: text)
    } else if let index = definition.wires.firstIndex(where: { $0.name == name }) {
      add(placement, to: &definition.wires[index].attributes, of: text)
    } else if let index = definition.registers.firstIndex(where: { $0.name == name }) {
      // A stage of a synchronizer has it by itself.
      if definition.registers[index].isSynchronizer, placement.attribute.name == "ASYNC_REG" {
        return report("attribute ASYNC_REG is on \(text) twice; keep one", placement)
      }
      add(placement, to: &definition.registers[index].attributes, of: text)
    }
  }

  private mutating func add(
    _ placement: AttributePlacement, to attributes: inout [HardwareIR.Attribute], of text: String
  ) {
    let name = placement.attribute.name
    guard !attributes.contains(where: { $0.name == name }) else {
      return report("attribute \(name) is on \(text) twice; keep one", placement)
    }
    attributes.append(placement.attribute)
  }

  private mutating func report(_ message: String, _ placement: AttributePlacement) {
    diagnostics.append(Diagnostic(.definition, message, at: placement.location))
  }

  /// Elements with unlike attributes are no array: a vector has one declaration.
  private func separateUnlikeElements(_ definition: inout ModuleDefinition) {
    separate(&definition.ports, \.element, \.attributes)
    separate(&definition.wires, \.element, \.attributes)
    separate(&definition.registers, \.element, \.attributes)
  }

  private func separate<Part>(
    _ parts: inout [Part], _ element: WritableKeyPath<Part, ElementName?>,
    _ attributes: KeyPath<Part, [HardwareIR.Attribute]>
  ) {
    var seen: [String: [HardwareIR.Attribute]] = [:]
    var unlike: Set<String> = []
    for part in parts {
      guard let stem = part[keyPath: element]?.stem else { continue }
      let own = part[keyPath: attributes]
      if seen.updateValue(own, forKey: stem) ?? own != own { unlike.insert(stem) }
    }
    for index in parts.indices {
      if let stem = parts[index][keyPath: element]?.stem, unlike.contains(stem) {
        parts[index][keyPath: element] = nil
      }
    }
  }
}
