import HardwareIR

/// What a module object holds, read from its stored properties.
final class Reflection {
  let module: any Module
  /// The module, if it is written by hand.
  let blackBox: (any BlackBox)?
  let scope: ModuleScope
  /// The nearest place in the parent: that of the declaration before.
  let placeInParent: SourceLocation?
  private(set) var ports: [(signal: Signal, group: String?)] = []
  private(set) var wires: [Signal] = []
  private(set) var registers: [Signal] = []
  private(set) var memories: [MemoryDeclaration] = []
  private(set) var children: [Reflection] = []
  private(set) var streams: [StreamPort] = []
  private(set) var taps: [HardwareIR.Tap] = []
  /// What the clocks and resets are called.
  var clockNames: ClockNames
  private(set) var diagnostics: [Diagnostic] = []
  /// The requirements of the module that its parameters break.
  private(set) var refusals: [Diagnostic] = []
  /// What is wrong with properties that hide hardware. The others are what they say.
  private(set) var hiddenHardware: [Diagnostic] = []
  /// The stored properties that are not hardware: what the module was made with.
  private(set) var parameters: [AnyHashable] = []
  /// Whether everything that the module holds can be compared.
  private(set) var isComparable = true
  /// Where the last signal was declared.
  private var place: SourceLocation?
  /// The properties that are no hardware, in which some may be hidden all the same.
  private var suspects: [(name: String, value: Any, place: SourceLocation?)] = []
  /// Those of the types that the design has so far.
  private let kinds: ReflectedKinds

  init(
    of module: any Module, instanceName: String, element: ElementName? = nil, parent: Reflection?
  ) {
    self.module = module
    kinds = parent?.kinds ?? ReflectedKinds()
    let blackBox = module as? any BlackBox
    self.blackBox = blackBox
    clockNames = ClockNames(module.clockPorts)
    placeInParent = parent?.place
    scope = ModuleScope(
      of: module, moduleName: blackBox?.definitionName ?? module.moduleName,
      instanceName: instanceName, element: element, parent: parent?.scope)
    for level in Self.levels(of: module) {
      for child in level.children {
        visit(child.value, path: PropertyPath(child.label, blackBox == nil ? .lowerCase : .exact))
      }
    }
    placeDiagnostics()
  }

  /// The stored properties of a module, those of its superclasses first.
  private static func levels(of module: any Module) -> [Mirror] {
    var mirror: Mirror? = Mirror(reflecting: module)
    var levels: [Mirror] = []
    while let level = mirror {
      levels.insert(level, at: 0)
      mirror = level.superclassMirror
    }
    return levels
  }

  /// Of the parameters those that a reader of the text wants to know, by their names.
  var statedParameters: [ModuleParameter] {
    Self.levels(of: module).flatMap { $0.children.compactMap { ModuleParameter($0) } }
  }

  /// Gives what stands before the first signal of the module the place of one behind it.
  private func placeDiagnostics() {
    guard let place = place ?? children.first?.place ?? placeInParent else { return }
    for index in diagnostics.indices where diagnostics[index].location == nil {
      diagnostics[index].location = place
    }
  }

  private func visit(_ value: Any, path: PropertyPath) {
    switch kinds.kind(of: type(of: value)) {
    case .object: visitObject(value, path: path)
    case .array: visitArray(value, path: path)
    case .integer: parameters += (value as? Int).map { [$0] } ?? []
    case .requirement:
      if let mistake = (value as? Requirement)?.mistake { refusals.append(mistake) }
    case .stream: if let stream = value as? any StreamPorts { add(stream, path: path) }
    case .tap: if let tap = value as? any TapPorts { add(tap, path: path) }
    case .state: if let state = value as? any StateSignal { add(state.stateSignal, path: path) }
    case .fixed:
      guard let number = value as? Fixed else { return }
      parameters.append(number.fractionBits)
      add(number.raw, path: path)
    case .flat: if let flat = value as? any FlatPayload { add(flat, path: path) }
    case .bundle: visitBundle(value, path: path)
    case .bus: visitBundle(value, path: path.toBus)
    case .other: visitOptional(value, path: path)
    }
  }

  private func visitObject(_ value: Any, path: PropertyPath) {
    switch value {
    case let signal as Signal: add(signal, path: path)
    case let memory as any MemoryProperty: add(memory.declaration, path: path)
    case let child as any Module: add(child, path: path)
    default: visitOptional(value, path: path)
    }
  }

  private func add(_ flat: some FlatPayload, path: PropertyPath) {
    let path = path.prefixed(sharedPrefixes(of: flat, first: flat.valid))
    add(flat.valid, path: path.appending("valid"))
    visitFields(Mirror(reflecting: flat.payload), path: path)
  }

  private func visitBundle(_ value: Any, path: PropertyPath) {
    let mirror = Mirror(reflecting: value)
    let first = mirror.children.first.flatMap { firstSignal(of: $0.value) }
    visitFields(mirror, path: path.prefixed(sharedPrefixes(of: value, first: first)))
  }

  private func visitFields(_ bundle: Mirror, path: PropertyPath) {
    for child in bundle.children { visit(child.value, path: path.appending(child.label)) }
  }

  private func visitArray(_ value: Any, path: PropertyPath) {
    guard let array = value as? any ArrayOfAny else { return }
    parameters.append(array.count)
    array.forEachElement { visit($1, path: path.appending(index: $0)) }
  }

  /// An optional of hardware; anything else is not hardware.
  private func visitOptional(_ value: Any, path: PropertyPath) {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return addParameter(value, name: path.name) }
    parameters.append(mirror.children.count)
    for child in mirror.children { visit(child.value, path: path) }
  }

  private func addParameter(_ value: Any, name: String) {
    if let parameter = value as? AnyHashable {
      parameters.append(parameter)
    } else {
      isComparable = false
      suspects.append((name, value, place))
    }
  }

  /// Looks for hardware without a name, here and in the children, once all that has one is known.
  func findHiddenHardware() {
    for child in children { child.findHiddenHardware() }
    for suspect in suspects {
      let hardware = HiddenHardware(in: suspect.value)
      guard !hardware.isEmpty else { continue }
      scope.hide(hardware)
      hiddenHardware.append(
        Diagnostic(
          .definition,
          "'\(suspect.name)' of \(scope.moduleName) is a \(type(of: suspect.value)), whose parts "
            + "take no names; hold hardware in an array or in a struct that is a SignalBundle",
          at: suspect.place ?? place ?? hardware.location ?? placeInParent))
    }
  }

  private func add(_ child: any Module, path: PropertyPath) {
    let name = path.name
    guard !scope.isWithin(child) else {
      diagnostics.append(
        Diagnostic(
          .scope,
          "'\(name)' of \(scope.moduleName) is the module itself, or one that holds it; pass its "
            + "signals through ports", at: place))
      return
    }
    guard !scope.holds(child) else {
      diagnostics.append(
        Diagnostic(
          .scope,
          "module '\(name)' of \(scope.moduleName) is stored in two places; make one of its own",
          at: place))
      return
    }
    children.append(
      Reflection(of: child, instanceName: name, element: path.element, parent: self))
  }

  private func add(_ signal: Signal, path: PropertyPath) {
    let base = path.name
    place = signal.location ?? place
    reportStray(signal, name: base)
    guard signal.owner == nil else {
      diagnostics.append(
        Diagnostic(
          .scope,
          "'\(base)' of \(scope.moduleName) is stored in two places; declare a signal of its own",
          at: signal.location))
      return
    }
    signal.owner = scope
    if signal.given == nil { signal.element = path.element }
    switch signal.node {
    case .port(let direction):
      signal.name = path.portName(signal, direction)
      if path.isExact { signal.given = signal.given ?? GivenName(nil) }
      signal.given?.stem = snakeCase(base)
      if signal.isGhost {
        let sentence = ghostSentence("a port")
        diagnostics.append(Diagnostic(.ghost, "'\(base)': \(sentence)", at: signal.location))
      }
      ports.append((signal, path.group))
    case .wire:
      signal.name = base
      wires.append(signal)
    case .register:
      signal.name = base + "_q"
      registers.append(signal)
    case .mistake(let rule, let message):
      guard signal.origin?.tells(message) ?? true else { return }
      diagnostics.append(Diagnostic(rule, "'\(base)': \(message)", at: signal.location))
    case .integer, .constant, .operation: isComparable = false
    }
  }

  private func add(_ memory: MemoryDeclaration, path: PropertyPath) {
    let name = path.name
    guard memory.owner == nil else {
      diagnostics.append(
        Diagnostic(
          .scope,
          "'\(name)' of \(scope.moduleName) is stored in two places; declare a memory of its own",
          at: memory.location))
      return
    }
    let signals = memory.adopt(name, path.element, scope)
    for signal in signals { reportStray(signal, name: name) }
    if let problem = memory.problem {
      diagnostics.append(
        Diagnostic(problem.rule, "'\(name)': \(problem.sentence)", at: memory.location))
      return
    }
    memories.append(memory)
    wires += signals
  }

  /// Reports a statement that was written outside any body.
  private func reportStray(_ signal: Signal, name: String) {
    guard let stray = signal.stray else { return }
    diagnostics.append(
      Diagnostic(
        .definition,
        "'\(name)' of \(scope.moduleName) \(stray.verb) outside a body; "
          + "move the statement into one",
        at: stray.location ?? signal.location))
  }

  /// What a payload holds beside signals.
  private func addParameters(of value: Any, name: String) {
    switch value {
    case is Signal, is any StateSignal: return
    case let number as Fixed: return parameters.append(number.fractionBits)
    default: break
    }
    let mirror = Mirror(reflecting: value)
    let isList = mirror.displayStyle == .collection && value is any ArrayOfAny
    guard isList || mirror.displayStyle == .optional || value is any SignalBundle else {
      return addParameter(value, name: name)
    }
    if isList || mirror.displayStyle == .optional { parameters.append(mirror.children.count) }
    for child in mirror.children { addParameters(of: child.value, name: name) }
  }

  private func add(_ stream: any StreamPorts, path: PropertyPath) {
    let path = path.prefixed(sharedPrefixes(of: stream, first: stream.validPort))
    add(stream.validPort, path: path.appending("valid"))
    add(stream.readyPort, path: path.appending("ready"))
    let fields = fields(of: stream.payloadBundle)
    addParameters(of: stream.payloadBundle, name: path.name)
    checkPayload(fields, "stream '\(path.name)'", flips: stream.validPort.flips)
    for field in fields { add(field.signal, path: path.appending(field.path)) }
    guard let direction = stream.streamDirection else { return }
    streams.append(
      StreamPort(
        name: path.name, direction: direction,
        valid: stream.validPort.name ?? "", ready: stream.readyPort.name ?? "",
        payload: fields.compactMap(\.signal.name), domain: stream.validPort.domain, bus: path.bus))
  }

  /// An item goes one way.
  private func checkPayload(_ fields: [BundleField], _ subject: String, flips: Int8) {
    for field in fields where !(field.signal.flips - flips).isMultiple(of: 2) {
      diagnostics.append(
        Diagnostic(
          .definition,
          "field '\(field.dottedPath)' in the payload of \(subject) is flipped, but an item goes "
            + "one way; make it a field of a bundle beside the stream", at: field.signal.location))
    }
  }

  private func add(_ tap: any TapPorts, path: PropertyPath) {
    add(tap.validPort, path: path.appending("valid"))
    let fields = fields(of: tap.payloadBundle)
    addParameters(of: tap.payloadBundle, name: path.name)
    checkPayload(fields, "tap '\(path.name)'", flips: tap.validPort.flips)
    for field in fields { add(field.signal, path: path.appending(field.path)) }
    // One of inputs or wires is a bundle, which a test has no need to observe.
    guard case .port(.output) = tap.validPort.node else { return }
    taps.append(
      HardwareIR.Tap(
        name: path.name, valid: tap.validPort.name ?? "",
        data: fields.compactMap(\.signal.name), domain: tap.validPort.domain))
  }
}

extension Reflection {
  /// Whether `other` is a module of the same class that holds the same: then both bodies, which see
  /// nothing else, describe the same hardware.
  func holdsTheSame(as other: Reflection) -> Bool {
    type(of: module) == type(of: other.module) && isComparable && other.isComparable
      && parameters == other.parameters
      && scope.moduleName == other.scope.moduleName
      && Self.areAlike(ports.lazy.map(\.signal), other.ports.lazy.map(\.signal))
      && Self.areAlike(wires, other.wires) && Self.areAlike(registers, other.registers)
      && memories.elementsEqual(other.memories) { $0.isLike($1) }
      && children.elementsEqual(other.children) {
        $0.scope.instanceName == $1.scope.instanceName && $0.holdsTheSame(as: $1)
      }
  }

  private static func areAlike(
    _ left: some Sequence<Signal>, _ right: some Sequence<Signal>
  ) -> Bool {
    left.elementsEqual(right) { $0.isDeclared(like: $1) }
  }
}

extension ModuleParameter {
  /// A stored property that is a number, a word or a choice; nil for any other.
  fileprivate init?(_ property: Mirror.Child) {
    // Asking an object for each of the types below is slow.
    if type(of: property.value) is AnyClass { return nil }
    guard let name = property.label, name.first?.isLetter == true, name != "moduleName" else {
      return nil
    }
    switch property.value {
    case let value as Int: self.init(name: name, value: "\(value)")
    case let value as Bool: self.init(name: name, value: "\(value)")
    case let value as String: self.init(name: name, value: "\"\(value)\"")
    case let value as HardwareType: self.init(name: name, value: "\(value)")
    case let value as any HardwareEnum: self.init(name: name, value: "\(value)")
    default: return nil
    }
  }
}

extension Signal {
  /// Whether both are declared alike: kind, type, name, note and place.
  fileprivate func isDeclared(like other: Signal) -> Bool {
    let isSameKind =
      switch (node, other.node) {
      case (.port(let left), .port(let right)): left == right
      case (.wire, .wire): true
      case (.register(let left), .register(let right)): left == right
      default: false
      }
    return isSameKind && type == other.type && domain == other.domain && name == other.name
      && note == other.note && isGhost == other.isGhost && location == other.location
      && flips == other.flips
  }
}
