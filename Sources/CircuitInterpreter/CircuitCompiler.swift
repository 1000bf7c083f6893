import HardwareIR
import SimulationInterface

/// Turns the flat circuit into nodes.
struct CircuitCompiler {
  struct RegisterNodes {
    var clock: Int
    var signal: Int
    var node: Int32
    var next: Int32
    var reset: [UInt64]?
  }

  struct MemoryNodes {
    var path: String
    var clock: Int
    var definition: MemoryDefinition
    /// Of the wires of all ports.
    var nodes: [String: Int32] = [:]
  }

  let flat: FlatCircuit
  /// The domains of the top module's clocks, in the order of the interface.
  private var clocks: [ClockDomain] = []
  private(set) var graph = Graph()
  private(set) var nodeOfSignal: [Int32]
  /// In the order of their slots: inputs, registers with and without reset of each clock, read
  /// data.
  private(set) var sources: [Int32] = []
  private(set) var needed: [Int32] = []
  private(set) var registers: [RegisterNodes] = []
  private(set) var memories: [MemoryNodes] = []
  private(set) var requirements:
    [(clock: Int, node: Int32, kind: SimulationFailure.Kind, text: String)] = []
  private(set) var covers: [(clock: Int, node: Int32, module: String, label: String)] = []
  private(set) var branches: [(module: String, nodes: [Int32])] = []

  init(_ flat: FlatCircuit) {
    self.flat = flat
    nodeOfSignal = [Int32](repeating: -1, count: flat.signalCount)
  }

  mutating func compile(
    _ interface: DesignInterface, coverage: CoverageMode
  ) throws(SimulationError) {
    clocks = interface.clocks.map(\.domain)
    try makeSources()
    for signal in try flat.order() where nodeOfSignal[signal] < 0 {
      nodeOfSignal[signal] = value(of: signal)
    }
    for index in registers.indices { compileNext(index) }
    for (number, instance) in flat.instances.enumerated() {
      try compileMemories(of: instance)
      try compileProperties(of: instance)
      if coverage == .counted { compileBranches(of: number) }
    }
    needed =
      registers.map(\.next) + requirements.map(\.node) + covers.map(\.node)
      + branches.flatMap(\.nodes)
    for memory in memories {
      needed += memory.definition.ports.flatMap(\.inputs).compactMap { memory.nodes[$0] }
    }
    let watched =
      interface.streams.flatMap { [$0.valid, $0.ready] + $0.payload }
      + interface.taps.flatMap { [$0.valid] + $0.data }
    for name in watched {
      if let signal = flat.instances[0].plan.index[name] { needed.append(nodeOfSignal[signal]) }
    }
  }

  // MARK: State

  private mutating func makeSources() throws(SimulationError) {
    for signal in flat.instances[0].plan.signals.indices {
      if case .input = flat.instances[0].plan.signals[signal].driver {
        sources.append(makeSource(signal, flat.instances[0].plan.signals[signal].type))
      }
    }
    var state: [(clock: Int, signal: Int, register: Register)] = []
    for (signal, local) in flat.allSignals() {
      guard case .state(let register) = local.driver else { continue }
      let clock = try clock(
        of: register.domain, in: flat.instances[Int(flat.instanceOfSignal[signal])])
      state.append((clock, signal, register))
    }
    for clock in clocks.indices {
      for hasReset in [true, false] {
        for (own, signal, register) in state
        where own == clock && (register.reset != nil) == hasReset {
          let node = makeSource(signal, register.type)
          sources.append(node)
          registers.append(
            RegisterNodes(
              clock: clock, signal: signal, node: node, next: node,
              reset: register.reset.map { slotWords($0, register.type) }))
        }
      }
    }
    for (signal, local) in flat.allSignals() {
      if case .readData = local.driver { sources.append(makeSource(signal, local.type)) }
    }
  }

  /// The number of the clock of a domain of an instance.
  private func clock(
    of domain: ClockDomain, in instance: FlatCircuit.Instance
  ) throws(SimulationError) -> Int {
    guard let outer = instance.domains[domain], let index = clocks.firstIndex(of: outer) else {
      throw .invalidDesign(
        "Design \(flat.instances[0].plan.module.name): \(instance.plan.module.name) has no clock "
          + "in \(domain); add its port.")
    }
    return index
  }

  private mutating func makeSource(_ signal: Int, _ type: HardwareType) -> Int32 {
    let node = graph.source(type)
    nodeOfSignal[signal] = node
    return node
  }

  private mutating func compileNext(_ index: Int) {
    let register = registers[index]
    let instance = flat.instances[Int(flat.instanceOfSignal[register.signal])]
    let local = register.signal - instance.firstSignal
    let next = value(
      instance.plan.steps[local], before: register.node, instance.plan.signals[local].type,
      instance)
    // An edge writes registers one by one: what comes straight from one of them is copied before.
    var isSource = false
    if case .source = graph[next].operation { isSource = next != register.node }
    registers[index].next = isSource ? graph.copy(next) : next
  }

  private mutating func compileMemories(
    of instance: FlatCircuit.Instance
  ) throws(SimulationError) {
    for memory in instance.plan.module.memories {
      let clock = try clock(of: memory.domain, in: instance)
      var nodes: [String: Int32] = [:]
      for name in memory.ports.flatMap({ $0.inputs + [$0.readData].compactMap { $0 } }) {
        nodes[name] = node(name, in: instance)
      }
      memories.append(
        MemoryNodes(
          path: instance.path + memory.name, clock: clock, definition: memory, nodes: nodes))
    }
  }

  private mutating func compileProperties(
    of instance: FlatCircuit.Instance
  ) throws(SimulationError) {
    for case .property(let property) in instance.plan.module.statements {
      let clock = try clock(of: property.domain, in: instance)
      let node = value(property.condition, instance)
      guard property.kind != .cover else {
        // A model is no part of the design that is to be covered.
        if !instance.isModel {
          covers.append((clock, node, instance.plan.module.name, property.label))
        }
        continue
      }
      let text = PropertySpec(property, in: instance.path)
        .failureText(in: flat.instances[0].plan.module.name)
      requirements.append(
        (clock, node, property.kind == .assumption ? .assumption : .design, text))
    }
  }

  // MARK: Values

  private func node(_ name: String, in instance: FlatCircuit.Instance) -> Int32 {
    guard let local = instance.plan.index[name] else {
      preconditionFailure("\(instance.plan.module.name) has no signal named \(name)")
    }
    return nodeOfSignal[instance.firstSignal + local]
  }

  private mutating func value(
    _ expression: Expression, _ instance: FlatCircuit.Instance
  ) -> Int32 {
    let nodes = nodeOfSignal
    let (plan, first) = (instance.plan, instance.firstSignal)
    return graph.value(expression) { name in
      guard let local = plan.index[name] else {
        preconditionFailure("\(plan.module.name) has no signal named \(name)")
      }
      return nodes[first + local]
    }
  }

  private mutating func value(of signal: Int) -> Int32 {
    let instance = flat.instances[Int(flat.instanceOfSignal[signal])]
    let local = signal - instance.firstSignal
    let type = instance.plan.signals[local].type
    switch instance.plan.signals[local].driver {
    case .statements:
      let start = graph.constant(0, type)
      return value(instance.plan.steps[local], before: start, type, instance)
    case .instance(let child, let port):
      return node(port, in: flat.instances[instance.children[child]])
    case .input(let port):
      guard let parent = instance.parent.map({ flat.instances[$0] }) else {
        return nodeOfSignal[signal]
      }
      return value(flat.connection(port, of: instance), parent)
    case .state, .readData: return nodeOfSignal[signal]
    }
  }

  /// The value after some steps, each of which may keep the one before.
  private mutating func value(
    _ steps: [Step], before: Int32, _ type: HardwareType, _ instance: FlatCircuit.Instance
  ) -> Int32 {
    var result = before
    for step in steps {
      switch step {
      case .assign(let expression, let bits):
        let assigned = value(expression, instance)
        result = bits.map { graph.replace($0, of: result, type, by: assigned) } ?? assigned
      case .when(let condition, let then, let otherwise):
        let choice = value(condition, instance)
        let first = value(then, before: result, type, instance)
        let second = value(otherwise, before: result, type, instance)
        result = graph.select(choice, first, second, type)
      case .decode(let subject, let arms, let otherwise):
        let choice = value(subject, instance)
        let fallback = value(otherwise, before: result, type, instance)
        var values: [(value: Int, node: Int32)] = []
        for arm in arms {
          values.append((arm.value, value(arm.steps, before: result, type, instance)))
        }
        result = graph.decode(choice, subject.type, arms: values, otherwise: fallback, type)
      }
    }
    return result
  }

  // MARK: Branches

  /// For each branch of the module, in the order of `Branch.all`, whether it is taken.
  private mutating func compileBranches(of number: Int) {
    let instance = flat.instances[number]
    var nodes: [Int32] = []
    let always = graph.constant(1, .bit)
    for statement in instance.plan.module.statements {
      compileBranches(statement, taken: always, instance, &nodes)
    }
    branches.append((instance.plan.module.name, nodes))
  }

  private mutating func compileBranches(
    _ statement: Statement, taken: Int32, _ instance: FlatCircuit.Instance, _ nodes: inout [Int32]
  ) {
    switch statement {
    case .when(let condition, let then, let otherwise, _):
      let choice = value(condition, instance)
      let first = graph.both(taken, choice)
      nodes.append(first)
      for inner in then { compileBranches(inner, taken: first, instance, &nodes) }
      let second = graph.both(taken, graph.opposite(choice))
      if !Branch.continuesChain(otherwise) { nodes.append(second) }
      for inner in otherwise { compileBranches(inner, taken: second, instance, &nodes) }
    case .decode(let subject, let arms, _):
      let choice = value(subject, instance)
      for arm in arms {
        let isHere = graph.decode(
          choice, subject.type, arms: [(arm.value, graph.constant(1, .bit))],
          otherwise: graph.constant(0, .bit), .bit)
        let reached = graph.both(taken, isHere)
        nodes.append(reached)
        for inner in arm.statements { compileBranches(inner, taken: reached, instance, &nodes) }
      }
      if !Branch.coversAll(arms.count, subject.type) {
        let skipped = graph.decode(
          choice, subject.type, arms: arms.map { ($0.value, graph.constant(0, .bit)) },
          otherwise: graph.constant(1, .bit), .bit)
        nodes.append(graph.both(taken, skipped))
      }
    case .assign, .property, .section: break
    }
  }
}
