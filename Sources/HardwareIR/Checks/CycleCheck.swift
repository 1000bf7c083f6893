/// Which inputs of a module reach which of its outputs without a register.
public struct ModulePaths: Sendable {
  /// The black box that states them.
  var blackBox: String?
  var inputStreams: [StreamPort] = []
  /// Output to inputs.
  public internal(set) var inputsOfOutput: [String: Set<String>] = [:]

  init() {}

  /// Those that a black box states.
  init(_ module: ModuleDefinition, _ box: BlackBoxDefinition) {
    blackBox = box.cell
    inputStreams = module.streams.filter { $0.direction == .input }
    inputsOfOutput = box.inputsOfOutput
  }
}

/// No signal depends on itself without a register in between.
enum CycleCheck {
  /// Also records the module's own combinational paths, for the modules that use it.
  static func check(
    _ module: ModuleDefinition, paths: inout [String: ModulePaths]
  ) -> [Diagnostic] {
    let graph = dependencies(of: module, paths: paths)
    var finder = LoopFinder(graph: graph)
    let inputs = Set(module.ports.filter { $0.direction == .input }.map(\.name))
    var own = ModulePaths()
    for port in module.ports where port.direction == .output {
      own.inputsOfOutput[port.name] = reachable(from: port.name, in: graph).intersection(inputs)
    }
    own.inputStreams = module.streams.filter { $0.direction == .input }
    paths[module.name] = own
    guard let loop = finder.find() else { return handshakes(of: module, graph, paths) }
    let named =
      module.wires.map { ($0.name, $0.location) } + module.ports.map { ($0.name, $0.location) }
    let location = named.first { $0.0 == loop[0] }?.1
    let box = blackBox(in: loop, module, paths).map {
      ", or state the combinationalPaths of black box '\($0)'"
    }
    return [
      Diagnostic(
        .combinationalLoop,
        "combinational loop in \(module.name): "
          + (loop + [loop[0]]).map { "'\($0)'" }.joined(separator: " -> ")
          + "; put a register on the path" + (box ?? ""), at: location)
    ]
  }

  /// What is wrong with streams, if there are any.
  private static func handshakes(
    of module: ModuleDefinition, _ graph: [String: [String]], _ paths: [String: ModulePaths]
  ) -> [Diagnostic] {
    let hasStreams =
      !module.streams.isEmpty
      || module.instances.contains { paths[$0.module]?.inputStreams.isEmpty == false }
    return hasStreams ? HandshakeCheck(module, graph: graph, paths: paths).check() : []
  }

  /// A black box whose stated paths `loop` goes through.
  private static func blackBox(
    in loop: [String], _ module: ModuleDefinition, _ paths: [String: ModulePaths]
  ) -> String? {
    for instance in module.instances {
      guard let box = paths[instance.module]?.blackBox else { continue }
      for connection in instance.connections {
        if case .output(let wire) = connection.connection, loop.contains(wire) { return box }
      }
    }
    return nil
  }

  /// Signal to the signals that it depends on in the same cycle.
  static func dependencies(
    of module: ModuleDefinition, paths: [String: ModulePaths]
  ) -> [String: [String]] {
    let registers = Set(module.registers.map(\.name))
    var graph: [String: [String]] = [:]
    func add(_ target: String, _ expression: Expression) {
      expression.forEachReference { name in
        if !registers.contains(name) { graph[target, default: []].append(name) }
      }
    }
    func walk(_ statements: [Statement], conditions: [Expression]) {
      for statement in statements {
        switch statement {
        case .assign(let target, let value, _):
          guard !registers.contains(target.name) else { continue }
          add(target.name, value)
          for condition in conditions { add(target.name, condition) }
        case .when(let condition, let then, let otherwise, _):
          walk(then, conditions: conditions + [condition])
          walk(otherwise, conditions: conditions + [condition])
        case .decode(let subject, let arms, _):
          for arm in arms { walk(arm.statements, conditions: conditions + [subject]) }
        case .property, .section: break
        }
      }
    }
    walk(module.statements, conditions: [])
    for instance in module.instances {
      guard let child = paths[instance.module] else { continue }
      var inputs: [String: Expression] = [:]
      for connection in instance.connections {
        if case .input(let expression) = connection.connection {
          inputs[connection.port] = expression
        }
      }
      for connection in instance.connections {
        guard case .output(let wire) = connection.connection else { continue }
        for input in (child.inputsOfOutput[connection.port] ?? []).sorted() {
          if let expression = inputs[input] { add(wire, expression) }
        }
      }
    }
    return graph
  }

  private static func reachable(from start: String, in graph: [String: [String]]) -> Set<String> {
    var seen: Set<String> = []
    var pending = [start]
    while let name = pending.popLast() {
      for next in graph[name] ?? [] where seen.insert(next).inserted { pending.append(next) }
    }
    return seen
  }
}

/// Depth-first search for a cycle, without recursion: combinational paths can be long.
private struct LoopFinder {
  let graph: [String: [String]]
  private enum Mark { case open, done }
  private var marks: [String: Mark] = [:]

  init(graph: [String: [String]]) { self.graph = graph }

  /// The signals of one loop in order of dependence, if there is one.
  mutating func find() -> [String]? {
    for start in graph.keys.sorted() where marks[start] == nil {
      if let loop = find(from: start) { return loop }
    }
    return nil
  }

  private mutating func find(from start: String) -> [String]? {
    var path: [(name: String, next: Int)] = [(start, 0)]
    marks[start] = .open
    while let (name, next) = path.last {
      let successors = graph[name] ?? []
      guard next < successors.count else {
        marks[name] = .done
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let successor = successors[next]
      switch marks[successor] {
      case .open?:
        let names = path.map(\.name)
        return names.firstIndex(of: successor).map { Array(names[$0...]) }
      case .done?: continue
      case nil:
        marks[successor] = .open
        path.append((successor, 0))
      }
    }
    return nil
  }
}
