/// Every signal, memory and instance reaches something that is observed: an output, a claim, or
/// what `unused` names.
enum DeadSignalCheck {
  /// - Parameter observers: the modules that are observed whatever reads their outputs, as those
  ///   with claims.
  static func check(_ module: ModuleDefinition, observers: Set<String>) -> [Diagnostic] {
    let graph = ReadGraph(module, observers: observers)
    var found: [Diagnostic] = []
    func report(_ subject: String, _ remedy: String, _ location: SourceLocation?) {
      found.append(Diagnostic(.deadSignal, "\(subject); \(remedy)", at: location))
    }
    // What has no bits carries nothing that could be read.
    func inspect(
      _ kind: String, _ name: String, _ type: HardwareType, _ location: SourceLocation?
    ) {
      guard type.width > 0, !graph.isObserved(name) else { return }
      let problem =
        graph.isRead(name) ? "is read only by what is never observed" : "is never read"
      report(
        "\(kind) '\(name)' of \(module.name) \(problem)",
        "remove it, or write unused(_, _) where a generator means it", location)
    }
    for port in module.ports
    where port.direction == .input && port.role == .data && !port.isIgnorable {
      inspect("input", port.name, port.type, port.location)
    }
    let ports = Set(module.memories.flatMap { $0.inputs + $0.readData })
    for wire in module.wires
    where wire.role != .temporary && !wire.isIgnorable && !ports.contains(wire.name) {
      inspect("wire", wire.name, wire.type, wire.location)
    }
    for register in module.registers {
      inspect("register", register.name, register.type, register.location)
    }
    for memory in module.memories
    where memory.word.width > 0 && !memory.readData.contains(where: graph.isObserved) {
      report(
        "what memory '\(memory.name)' of \(module.name) reads is never observed",
        "remove it, or write unused(_, _) with its readData where a generator means it",
        memory.location)
    }
    for (index, instance) in module.instances.enumerated() where !graph.isObserved(instance: index)
    {
      report(
        "no output of instance '\(instance.name)' (\(instance.module)) in \(module.name) is "
          + "observed",
        "remove it, or write unused(_, _) with an output where a generator means it",
        instance.location)
    }
    return found
  }
}

/// What reads what, in one module. The nodes are signals, conditions, memories and instances.
private struct ReadGraph {
  private struct Node {
    /// The last that it reads, in `edges`.
    var lastEdge = -1
    var isObserved = false
    /// Whether another node reads it.
    var isRead = false
  }

  private var nodes: [Node] = []
  private var edges: [(node: Int, before: Int)] = []
  private var nodeOfSignal: [String: Int]
  private var nodeOfInstance: [Int] = []
  private var roots: [Int] = []

  init(_ module: ModuleDefinition, observers: Set<String>) {
    let count = module.ports.count + module.wires.count + module.registers.count
    nodeOfSignal = Dictionary(minimumCapacity: count)
    nodes.reserveCapacity(count + module.instances.count)
    for port in module.ports {
      nodeOfSignal[port.name] = newNode()
      if port.direction == .output { roots.append(nodes.count - 1) }
    }
    for wire in module.wires {
      nodeOfSignal[wire.name] = newNode()
      if wire.role == .unused || !wire.attributes.isEmpty { roots.append(nodes.count - 1) }
    }
    for register in module.registers {
      nodeOfSignal[register.name] = newNode()
      // A tool is told of it.
      if !register.attributes.isEmpty { roots.append(nodes.count - 1) }
    }
    add(module.statements, under: nil)
    for memory in module.memories {
      let node = newNode()
      for name in memory.inputs { add(name, readBy: node) }
      for name in memory.readData {
        if let data = nodeOfSignal[name] { add(node, readBy: data) }
      }
    }
    for instance in module.instances {
      let node = newNode()
      nodeOfInstance.append(node)
      if observers.contains(instance.module) { roots.append(node) }
      for connection in instance.connections {
        switch connection.connection {
        case .input(let value): add(value, readBy: node)
        case .output(let wire):
          if let output = nodeOfSignal[wire] { add(node, readBy: output) }
        }
      }
    }
    markObserved()
  }

  func isObserved(_ name: String) -> Bool {
    nodeOfSignal[name].map { nodes[$0].isObserved } ?? true
  }

  func isObserved(instance: Int) -> Bool { nodes[nodeOfInstance[instance]].isObserved }

  /// Whether anything but the signal itself reads it.
  func isRead(_ name: String) -> Bool { nodeOfSignal[name].map { nodes[$0].isRead } ?? false }

  /// Finds what the roots read, directly or not.
  private mutating func markObserved() {
    var pending = roots
    for root in roots { nodes[root].isObserved = true }
    while let node = pending.popLast() {
      var edge = nodes[node].lastEdge
      while edge >= 0 {
        let next = edges[edge].node
        if !nodes[next].isObserved {
          nodes[next].isObserved = true
          pending.append(next)
        }
        edge = edges[edge].before
      }
    }
  }

  // MARK: Building

  private mutating func newNode() -> Int {
    nodes.append(Node())
    return nodes.count - 1
  }

  private mutating func add(_ node: Int, readBy reader: Int) {
    edges.append((node, before: nodes[reader].lastEdge))
    nodes[reader].lastEdge = edges.count - 1
    if node != reader { nodes[node].isRead = true }
  }

  private mutating func add(_ name: String, readBy reader: Int) {
    if let node = nodeOfSignal[name] { add(node, readBy: reader) }
  }

  private mutating func add(_ value: Expression, readBy reader: Int) {
    value.forEachReference { add($0, readBy: reader) }
  }

  private mutating func add(_ statements: [Statement], under condition: Int?) {
    for statement in statements {
      switch statement {
      case .assign(let target, let value, _):
        guard let node = nodeOfSignal[target.name] else { continue }
        add(value, readBy: node)
        if let condition { add(condition, readBy: node) }
      case .when(let expression, let then, let otherwise, _):
        let node = newNode(of: expression, under: condition)
        add(then, under: node)
        add(otherwise, under: node)
      case .decode(let subject, let arms, _):
        let node = newNode(of: subject, under: condition)
        for arm in arms { add(arm.statements, under: node) }
      case .property(let property):
        let node = newNode()
        roots.append(node)
        add(property.condition, readBy: node)
      case .section: break
      }
    }
  }

  private mutating func newNode(of condition: Expression, under outer: Int?) -> Int {
    let node = newNode()
    add(condition, readBy: node)
    if let outer { add(outer, readBy: node) }
    return node
  }
}
