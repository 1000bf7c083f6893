import HardwareIR

/// Hardware in a value that is neither hardware nor a bundle, and so gives it no name: in a struct,
/// a tuple, an enumeration, a dictionary or an object.
struct HiddenHardware {
  /// What needs a name and has none, also inside hidden modules. What a module holds elsewhere has
  /// one, and constants and expressions need none.
  private(set) var signals: [Signal] = []
  private(set) var memories: [MemoryDeclaration] = []
  /// Objects refer to each other without end.
  private var seen: Set<ObjectIdentifier> = []

  private static let depthMax = 4

  /// - Parameter value: of a stored property, when all that has a name is known.
  init(in value: Any) { collect(value, depth: 0) }

  var isEmpty: Bool { signals.isEmpty && memories.isEmpty }

  /// The first place that is known.
  var location: SourceLocation? {
    (signals.compactMap(\.location) + memories.map(\.location)).min()
  }

  private mutating func collect(_ value: Any, depth: Int) {
    switch value {
    case let signal as Signal: add(signal)
    case let memory as any MemoryProperty: add(memory.declaration)
    // One that the design holds elsewhere has nothing to add.
    case let module as any Module where isNew(module): collectParts(of: module, depth: 0)
    case is any Module: return
    case let state as any StateSignal: add(state.stateSignal)
    case let number as Fixed: add(number.raw)
    case is any SignalBundle, is any StreamPorts, is any TapPorts: collectParts(of: value, depth: 0)
    // Names ports that the module holds elsewhere.
    case is Documentation, is Documentation.Paths, is AnyHashable: return
    default:
      guard depth < Self.depthMax, isNew(value) else { return }
      collectParts(of: value, depth: depth + 1)
    }
  }

  private mutating func collectParts(of value: Any, depth: Int) {
    var mirror: Mirror? = Mirror(reflecting: value)
    while let level = mirror {
      for child in level.children { collect(child.value, depth: depth) }
      mirror = level.superclassMirror
    }
  }

  /// Whether the value is no object that was looked at before.
  private mutating func isNew(_ value: Any) -> Bool {
    guard type(of: value) is AnyClass else { return true }
    return seen.insert(ObjectIdentifier(value as AnyObject)).inserted
  }

  private mutating func add(_ signal: Signal) {
    guard signal.owner == nil, isNew(signal) else { return }
    switch signal.node {
    case .port, .wire, .register, .mistake: signals.append(signal)
    case .integer, .constant, .operation: return
    }
  }

  private mutating func add(_ memory: MemoryDeclaration) {
    guard memory.owner == nil, isNew(memory) else { return }
    memories.append(memory)
    for port in memory.ports { signals += port.signals }
  }
}
