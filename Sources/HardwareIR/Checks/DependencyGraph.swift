/// Which signals of a module depend on which in the same cycle, through instances as well. Each
/// signal has a number, since most that is done with the graph would else be comparing names.
public struct DependencyGraph: Sendable {
  /// The signals, by their numbers.
  public private(set) var names: [String] = []
  /// The numbers of what each signal depends on, in the order in which that is read.
  public private(set) var sources: [[Int]] = []
  private var numbers: [String: Int] = [:]
  /// What is left out: their values are of the cycle before.
  private let registers: Set<String>
  /// The branch whose conditions a signal depends on already.
  private var branchOfTarget: [Int: Int] = [:]
  private var branches = 0

  /// - Parameter paths: those of the modules below.
  public init(_ module: ModuleDefinition, _ paths: [String: ModulePaths]) {
    registers = Set(module.registers.map(\.name))
    let count = module.ports.count + module.wires.count
    names.reserveCapacity(count)
    sources.reserveCapacity(count)
    numbers.reserveCapacity(count)
    add(module.statements, under: [])
    for instance in module.instances { add(instance, paths[instance.module]) }
  }

  /// The number of a signal that depends on another, or on which another depends.
  func number(of name: String) -> Int? { numbers[name] }

  func sources(of name: String) -> some Sequence<String> {
    (numbers[name].map { sources[$0] } ?? []).lazy.map { names[$0] }
  }

  // MARK: Building

  private mutating func newNumber(_ name: String) -> Int {
    if let number = numbers[name] { return number }
    numbers[name] = names.count
    names.append(name)
    sources.append([])
    return names.count - 1
  }

  private mutating func add(_ expression: Expression, to target: Int) {
    expression.forEachReference { name in
      guard !registers.contains(name) else { return }
      let source = newNumber(name)
      sources[target].append(source)
    }
  }

  private mutating func add(_ statements: [Statement], under conditions: [Int]) {
    branches += 1
    let branch = branches
    for statement in statements {
      switch statement {
      case .assign(let target, let value, _):
        guard !registers.contains(target.name) else { continue }
        let target = newNumber(target.name)
        add(value, to: target)
        if !conditions.isEmpty, branchOfTarget.updateValue(branch, forKey: target) != branch {
          sources[target] += conditions
        }
      case .when(let condition, let then, let otherwise, _):
        let inner = conditions + numbers(in: condition)
        add(then, under: inner)
        add(otherwise, under: inner)
      case .decode(let subject, let arms, _):
        let inner = conditions + numbers(in: subject)
        for arm in arms { add(arm.statements, under: inner) }
      case .property, .section: break
      }
    }
  }

  private mutating func numbers(in condition: Expression) -> [Int] {
    var found: [Int] = []
    condition.forEachReference { name in
      if !registers.contains(name) { found.append(newNumber(name)) }
    }
    return found
  }

  private mutating func add(_ instance: InstanceDefinition, _ child: ModulePaths?) {
    guard let child, child.inputsOfOutput.contains(where: { !$0.value.isEmpty }) else { return }
    var inputs: [String: Expression] = [:]
    for connection in instance.connections {
      if case .input(let expression) = connection.connection {
        inputs[connection.port] = expression
      }
    }
    for connection in instance.connections {
      guard case .output(let wire) = connection.connection else { continue }
      for input in (child.inputsOfOutput[connection.port] ?? []).sorted() {
        guard let expression = inputs[input], !registers.contains(wire) else { continue }
        add(expression, to: newNumber(wire))
      }
    }
  }
}

extension DependencyGraph {
  /// The inputs of a module that each of its outputs depends on.
  func inputsOfOutputs(of module: ModuleDefinition) -> [String: Set<String>] {
    let inputs = Set(
      module.ports.lazy.filter { $0.direction == .input }.compactMap { numbers[$0.name] })
    var found: [String: Set<String>] = [:]
    /// The output that a signal was last reached from.
    var reached = [Int](repeating: -1, count: names.count)
    for (port, output) in module.ports.enumerated() where output.direction == .output {
      var own: Set<String> = []
      var pending = numbers[output.name].map { [$0] } ?? []
      while let next = pending.popLast() {
        for source in sources[next] where reached[source] != port {
          reached[source] = port
          if inputs.contains(source) { own.insert(names[source]) }
          pending.append(source)
        }
      }
      found[output.name] = own
    }
    return found
  }

  /// The signals of one loop in order of dependence, if there is one: by a depth-first search
  /// without recursion, since combinational paths can be long.
  func loop() -> [String]? {
    enum Mark { case unseen, open, done }
    var marks = [Mark](repeating: .unseen, count: names.count)
    var path: [(signal: Int, next: Int)] = []
    // The first by name is found, whatever the order of statements.
    let targets = names.indices.filter { !sources[$0].isEmpty }.sorted { names[$0] < names[$1] }
    for start in targets where marks[start] == .unseen {
      marks[start] = .open
      path.append((start, 0))
      while let (signal, next) = path.last {
        guard next < sources[signal].count else {
          marks[signal] = .done
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let source = sources[signal][next]
        switch marks[source] {
        case .open:
          let first = path.firstIndex { $0.signal == source } ?? 0
          return path[first...].map { names[$0.signal] }
        case .done: continue
        case .unseen:
          marks[source] = .open
          path.append((source, 0))
        }
      }
    }
    return nil
  }
}
