import HardwareIR
import SimulationInterface

/// A circuit as a program: made once, run by any number of simulations.
public struct CompiledCircuit: Sendable {
  /// What an edge copies: words of registers, in two ranges of slots.
  struct Registers: Sendable {
    var firstSlot = 0
    /// Words of registers with a reset come first.
    var resetCount = 0
    /// Where each word's next value is found.
    var next: [Int32] = []
    /// The words under reset.
    var resetValues: [UInt64] = []
  }

  /// A claim or an assumption, and what to report where it does not hold.
  struct Requirement: Sendable {
    var slot: Int
    var kind: SimulationFailure.Kind
    var text: String
  }

  /// A cover point of one instance.
  struct Cover: Sendable {
    var slot: Int
    var module: String
    var label: String
  }

  /// The slots that tell whether the branches of one instance are taken.
  struct BranchSlots: Sendable {
    var module: String
    var slots: [Int32]
  }

  public let circuit: Circuit
  public let interface: DesignInterface
  let flat: FlatCircuit
  let program: Program
  private(set) var registers = Registers()
  private(set) var memories: [MemoryPlan] = []
  private(set) var requirements: [Requirement] = []
  /// In the order of the interface.
  private(set) var covers: [Cover] = []
  private(set) var branches: [BranchSlots] = []
  /// The first slot of each signal.
  let slotOfSignal: [Int32]
  let coverage: CoverageMode

  /// - Parameter coverage: Whether simulations count branches and toggles, which costs some speed.
  /// - Throws: `SimulationError.invalidDesign` for a circuit that its checks would have refused.
  public init(_ circuit: Circuit, coverage: CoverageMode = .none) throws(SimulationError) {
    self.circuit = circuit
    self.coverage = coverage
    interface = DesignInterface(circuit)
    try interface.check()
    flat = try FlatCircuit(circuit)
    var compiler = CircuitCompiler(flat)
    try compiler.compile(interface, coverage: coverage)
    program = Program(compiler.graph, sources: compiler.sources, needed: compiler.needed)
    let slots = program.slots
    slotOfSignal = compiler.nodeOfSignal.map { slots[Int($0)] }
    func slot(_ node: Int32) -> Int { Int(slots[Int(node)]) }

    registers.firstSlot = compiler.registers.first.map { slot($0.node) } ?? 0
    for register in compiler.registers {
      let length = compiler.graph[register.node].words
      registers.next += (0..<length).map { Int32(slot(register.next) + $0) }
      if let reset = register.reset {
        registers.resetCount += length
        registers.resetValues += reset
      }
    }
    memories = compiler.memories.map { memory in
      MemoryPlan(memory.definition, path: memory.path) { slot(memory.nodes[$0] ?? 0) }
    }
    requirements = compiler.requirements.map {
      Requirement(slot: slot($0.node), kind: $0.kind, text: $0.text)
    }
    covers = compiler.covers.map {
      Cover(slot: slot($0.node), module: $0.module, label: $0.label)
    }
    branches = compiler.branches.map { instance in
      BranchSlots(module: instance.module, slots: instance.nodes.map { Int32(slot($0)) })
    }
  }

  /// How many operations a cycle takes.
  public var operationCount: Int {
    program.code.batches.prefix(program.neededBatches).reduce(0) { $0 + Int($1.count) }
  }
}

/// Turns the flat circuit into nodes.
struct CircuitCompiler {
  struct RegisterNodes {
    var signal: Int
    var node: Int32
    var next: Int32
    var reset: [UInt64]?
  }

  struct MemoryNodes {
    var path: String
    var definition: MemoryDefinition
    /// Of the wires of all ports.
    var nodes: [String: Int32] = [:]
  }

  let flat: FlatCircuit
  private(set) var graph = Graph()
  private(set) var nodeOfSignal: [Int32]
  /// In the order of their slots: inputs, registers with and without reset, read data.
  private(set) var sources: [Int32] = []
  private(set) var needed: [Int32] = []
  private(set) var registers: [RegisterNodes] = []
  private(set) var memories: [MemoryNodes] = []
  private(set) var requirements: [(node: Int32, kind: SimulationFailure.Kind, text: String)] = []
  private(set) var covers: [(node: Int32, module: String, label: String)] = []
  private(set) var branches: [(module: String, nodes: [Int32])] = []

  init(_ flat: FlatCircuit) {
    self.flat = flat
    nodeOfSignal = [Int32](repeating: -1, count: flat.signalCount)
  }

  mutating func compile(
    _ interface: DesignInterface, coverage: CoverageMode
  ) throws(SimulationError) {
    makeSources()
    for signal in try flat.order() where nodeOfSignal[signal] < 0 {
      nodeOfSignal[signal] = value(of: signal)
    }
    for index in registers.indices { compileNext(index) }
    for (number, instance) in flat.instances.enumerated() {
      compileMemories(of: instance)
      compileProperties(of: instance)
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

  private mutating func makeSources() {
    for signal in flat.instances[0].plan.signals.indices {
      if case .input = flat.instances[0].plan.signals[signal].driver {
        sources.append(makeSource(signal, flat.instances[0].plan.signals[signal].type))
      }
    }
    for hasReset in [true, false] {
      for (signal, local) in flat.allSignals() {
        guard case .state(let register) = local.driver, (register.reset != nil) == hasReset
        else { continue }
        let node = makeSource(signal, register.type)
        sources.append(node)
        registers.append(
          RegisterNodes(
            signal: signal, node: node, next: node,
            reset: register.reset.map { slotWords($0, register.type) }))
      }
    }
    for (signal, local) in flat.allSignals() {
      if case .readData = local.driver { sources.append(makeSource(signal, local.type)) }
    }
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

  private mutating func compileMemories(of instance: FlatCircuit.Instance) {
    for memory in instance.plan.module.memories {
      var nodes: [String: Int32] = [:]
      for name in memory.ports.flatMap({ $0.inputs + [$0.readData].compactMap { $0 } }) {
        nodes[name] = node(name, in: instance)
      }
      memories.append(
        MemoryNodes(path: instance.path + memory.name, definition: memory, nodes: nodes))
    }
  }

  private mutating func compileProperties(of instance: FlatCircuit.Instance) {
    for case .property(let property) in instance.plan.module.statements {
      let node = value(property.condition, instance)
      guard property.kind != .cover else {
        // A model is no part of the design that is to be covered.
        if !instance.isModel {
          covers.append((node, instance.plan.module.name, property.label))
        }
        continue
      }
      let place = property.location.map { "\($0): " } ?? ""
      let scope = flat.instances[0].plan.module.name + "." + instance.path + property.label
      requirements.append(
        (
          node, property.kind == .assumption ? .assumption : .design,
          place + DesignInterface.failureText(of: property.kind, in: scope)
        ))
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
      return value(flat.connection(port, of: instance, in: parent), parent)
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
      guard !otherwise.isEmpty else { return }
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
    case .assign, .property, .section: break
    }
  }
}
