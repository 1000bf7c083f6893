import HardwareIR

/// Where a signal belongs: one module object in the tree of instances.
final class ModuleScope {
  let moduleName: String
  let instanceName: String
  private(set) weak var parent: ModuleScope?

  init(moduleName: String, instanceName: String, parent: ModuleScope?) {
    self.moduleName = moduleName
    self.instanceName = instanceName
    self.parent = parent
  }
}

/// The way to a stored property.
private struct Path {
  /// In snake_case.
  let name: String
  /// The property of the module that holds it, where that is not itself.
  let group: String?
  private let first: String

  init(_ label: String?) {
    first = label ?? ""
    name = snakeCase(first)
    group = nil
  }

  private init(name: String, first: String) {
    self.name = name
    self.first = first
    group = first
  }

  func appending(_ label: String?) -> Path {
    Path(name: name + "_" + snakeCase(label ?? ""), first: first)
  }
}

/// What a module object holds, read from its stored properties.
final class Reflection {
  let module: any Module
  let scope: ModuleScope
  private(set) var ports: [(signal: Signal, group: String?)] = []
  private(set) var wires: [Signal] = []
  private(set) var registers: [Signal] = []
  private(set) var memories: [(name: String, memory: Memory)] = []
  private(set) var children: [Reflection] = []
  private(set) var streams: [StreamPort] = []
  private(set) var taps: [HardwareIR.Tap] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The stored properties that are not hardware: what the module was made with.
  private(set) var parameters: [AnyHashable] = []
  /// Whether everything that the module holds can be compared.
  private(set) var isComparable = true

  init(of module: any Module, instanceName: String, parent: ModuleScope?) {
    self.module = module
    scope = ModuleScope(
      moduleName: module.moduleName, instanceName: instanceName, parent: parent)
    var mirror: Mirror? = Mirror(reflecting: module)
    var levels: [Mirror] = []
    while let level = mirror {
      levels.insert(level, at: 0)
      mirror = level.superclassMirror
    }
    for level in levels {
      for child in level.children { visit(child.value, path: Path(child.label)) }
    }
  }

  private func visit(_ value: Any, path: Path) {
    switch value {
    case let signal as Signal: add(signal, path: path)
    case let parameter as Int: parameters.append(parameter)
    case let memory as Memory: add(memory, name: path.name)
    case let child as any Module:
      children.append(Reflection(of: child, instanceName: path.name, parent: scope))
    case let stream as any StreamPorts: add(stream, path: path)
    case let tap as any TapPorts: add(tap, path: path)
    case let state as any StateSignal: add(state.stateSignal, path: path)
    case let number as Fixed:
      parameters.append(number.fractionBits)
      add(number.raw, path: path)
    case is any SignalBundle:
      for child in Mirror(reflecting: value).children {
        visit(child.value, path: path.appending(child.label))
      }
    default: visitElements(value, path: path)
    }
  }

  /// Arrays and optionals of hardware; anything else is not hardware.
  private func visitElements(_ value: Any, path: Path) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection where value is [Any]:
      parameters.append(mirror.children.count)
      for (index, child) in mirror.children.enumerated() {
        visit(child.value, path: path.appending("\(index)"))
      }
    case .optional:
      parameters.append(mirror.children.count)
      for child in mirror.children { visit(child.value, path: path) }
    default:
      if let parameter = value as? AnyHashable {
        parameters.append(parameter)
      } else {
        isComparable = false
      }
    }
  }

  private func add(_ signal: Signal, path: Path) {
    let base = path.name
    guard signal.owner == nil else {
      diagnostics.append(
        Diagnostic(
          .scope,
          "'\(base)' of \(scope.moduleName) is stored in two places; declare a signal of its own",
          at: signal.location))
      return
    }
    signal.owner = scope
    switch signal.node {
    case .port(let direction):
      signal.name = base + (direction == .input ? "_i" : "_o")
      ports.append((signal, path.group))
    case .wire:
      signal.name = base
      wires.append(signal)
    case .register:
      signal.name = base + "_q"
      registers.append(signal)
    case .mistake(let rule, let message):
      diagnostics.append(Diagnostic(rule, "'\(base)': \(message)", at: signal.location))
    case .integer, .constant, .operation: isComparable = false
    }
  }

  private func add(_ memory: Memory, name: String) {
    if let mistake = memory.domain.mistake(.clocked) {
      diagnostics.append(
        Diagnostic(.clockDomain, "'\(name)': \(mistake)", at: memory.location))
      return
    }
    guard memory.depth >= 1, memory.word.isPossible else {
      let problem =
        memory.depth < 1
        ? "a memory of \(memory.depth) words; the depth must be at least 1"
        : impossibleSentence(memory.word)
      diagnostics.append(
        Diagnostic(.definition, "'\(name)': \(problem)", at: memory.location))
      return
    }
    guard memory.readData.owner == nil else {
      diagnostics.append(
        Diagnostic(
          .scope,
          "'\(name)' of \(scope.moduleName) is stored in two places; declare a memory of its own",
          at: memory.location))
      return
    }
    memories.append((name, memory))
    let parts: [(Signal, String)] = [
      (memory.writeEnable, "_write"), (memory.writeAddress, "_write_address"),
      (memory.writeData, "_write_data"), (memory.readEnable, "_read"),
      (memory.readAddress, "_read_address"), (memory.readData, "_read_data"),
    ]
    for (signal, suffix) in parts {
      signal.owner = scope
      signal.name = name + suffix
      wires.append(signal)
    }
  }

  /// What a payload holds beside signals.
  private func addParameters(of bundle: Any) {
    for child in Mirror(reflecting: bundle).children {
      switch child.value {
      case is Signal, is [Signal]: break
      case let number as Fixed: parameters.append(number.fractionBits)
      case is any SignalBundle: addParameters(of: child.value)
      default: visitElements(child.value, path: Path(nil))
      }
    }
  }

  private func add(_ stream: any StreamPorts, path: Path) {
    add(stream.validPort, path: path.appending("valid"))
    add(stream.readyPort, path: path.appending("ready"))
    let fields = fields(of: stream.payloadBundle)
    addParameters(of: stream.payloadBundle)
    for field in fields { add(field.signal, path: field.path.reduce(path) { $0.appending($1) }) }
    guard let direction = stream.streamDirection else { return }
    streams.append(
      StreamPort(
        name: path.name, direction: direction,
        valid: stream.validPort.name ?? "", ready: stream.readyPort.name ?? "",
        payload: fields.compactMap(\.signal.name), domain: stream.validPort.domain))
  }

  private func add(_ tap: any TapPorts, path: Path) {
    add(tap.validPort, path: path.appending("valid"))
    let fields = fields(of: tap.payloadBundle)
    addParameters(of: tap.payloadBundle)
    for field in fields { add(field.signal, path: field.path.reduce(path) { $0.appending($1) }) }
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
      && memories.elementsEqual(other.memories) {
        $0.name == $1.name && $0.memory.isLike($1.memory)
      }
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
      && note == other.note && location == other.location
  }
}

extension Memory {
  fileprivate func isLike(_ other: Memory) -> Bool {
    depth == other.depth && word == other.word && domain == other.domain && note == other.note
      && location == other.location
  }
}

/// What the reflection needs of any `ReadyValid`.
protocol StreamPorts {
  var validPort: Signal { get }
  var readyPort: Signal { get }
  var payloadBundle: any SignalBundle { get }
  var streamDirection: Port.Direction? { get }
}

extension ReadyValid: StreamPorts {
  var validPort: Signal { valid }
  var readyPort: Signal { ready }
  var payloadBundle: any SignalBundle { payload }
  var streamDirection: Port.Direction? { direction }
}

/// What the reflection needs of any `Tap`.
protocol TapPorts {
  var validPort: Signal { get }
  var payloadBundle: any SignalBundle { get }
}

extension Tap: TapPorts {
  var validPort: Signal { valid }
  var payloadBundle: any SignalBundle { payload }
}

/// What the reflection needs of any `StateRegister`.
protocol StateSignal {
  var stateSignal: Signal { get }
}

extension StateRegister: StateSignal {
  var stateSignal: Signal { signal }
}
