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
      for child in level.children { visit(child.value, path: [child.label ?? ""]) }
    }
  }

  private func visit(_ value: Any, path: [String]) {
    switch value {
    case let signal as Signal: add(signal, path: path)
    case let memory as Memory: add(memory, name: snakeCase(path.joined(separator: "_")))
    case let child as any Module:
      children.append(
        Reflection(
          of: child, instanceName: snakeCase(path.joined(separator: "_")), parent: scope))
    case let stream as any StreamPorts: add(stream, path: path)
    case let tap as any TapPorts: add(tap, path: path)
    case let state as any StateSignal: add(state.stateSignal, path: path)
    case let number as Fixed: add(number.raw, path: path)
    case is any SignalBundle:
      for child in Mirror(reflecting: value).children {
        visit(child.value, path: path + [child.label ?? ""])
      }
    default: visitElements(value, path: path)
    }
  }

  /// Arrays and optionals of hardware; anything else is not hardware.
  private func visitElements(_ value: Any, path: [String]) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection:
      guard value is [Any] else { return }
      for (index, child) in mirror.children.enumerated() {
        visit(child.value, path: path + ["\(index)"])
      }
    case .optional:
      for child in mirror.children { visit(child.value, path: path) }
    default: break
    }
  }

  private func add(_ signal: Signal, path: [String]) {
    let base = snakeCase(path.joined(separator: "_"))
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
      ports.append((signal, path.count > 1 ? path[0] : nil))
    case .wire:
      signal.name = base
      wires.append(signal)
    case .register:
      signal.name = base + "_q"
      registers.append(signal)
    case .mistake(let rule, let message):
      diagnostics.append(Diagnostic(rule, "'\(base)': \(message)", at: signal.location))
    case .integer, .constant, .operation: break
    }
  }

  private func add(_ memory: Memory, name: String) {
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

  private func add(_ stream: any StreamPorts, path: [String]) {
    add(stream.validPort, path: path + ["valid"])
    add(stream.readyPort, path: path + ["ready"])
    let fields = fields(of: stream.payloadBundle)
    for field in fields { add(field.signal, path: path + field.path) }
    guard let direction = stream.streamDirection else { return }
    streams.append(
      StreamPort(
        name: snakeCase(path.joined(separator: "_")), direction: direction,
        valid: stream.validPort.name ?? "", ready: stream.readyPort.name ?? "",
        payload: fields.compactMap(\.signal.name)))
  }

  private func add(_ tap: any TapPorts, path: [String]) {
    add(tap.validPort, path: path + ["valid"])
    let fields = fields(of: tap.payloadBundle)
    for field in fields { add(field.signal, path: path + field.path) }
    taps.append(
      HardwareIR.Tap(
        name: snakeCase(path.joined(separator: "_")), valid: tap.validPort.name ?? "",
        data: fields.compactMap(\.signal.name)))
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
