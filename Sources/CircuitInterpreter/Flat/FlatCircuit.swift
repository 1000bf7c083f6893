import HardwareIR
import SimulationInterface

/// The tree of instances laid out flat: every signal of every instance has a number.
struct FlatCircuit: Sendable {
  /// One module object, with the number of its first signal.
  struct Instance: Sendable {
    var plan: ModulePlan
    /// Names from below the top, each with a point behind; empty for the top.
    var path: String
    var firstSignal: Int
    var parent: Int?
    /// In the order of the module's instances.
    var children: [Int] = []
    /// What the parent connects to the inputs.
    var inputs: [String: Expression] = [:]
    /// The domains that the module clocks, each with the top module's domain that it is.
    var domains: [ClockDomain: ClockDomain] = [:]
    /// Whether it is, or is part of, the model of a black box.
    var isModel = false
  }

  private(set) var instances: [Instance] = []
  private(set) var signalCount = 0
  /// The instance of each signal.
  private(set) var instanceOfSignal: [Int32] = []

  /// - Throws: `SimulationError.invalidDesign` for an instance of an unknown module.
  init(_ circuit: Circuit) throws(SimulationError) {
    var plans: [String: ModulePlan] = [:]
    for module in circuit.modules { plans[module.name] = ModulePlan(module) }
    var clocks: [ClockDomain: ClockDomain] = [:]
    for domain in circuit.top.clockDomains { clocks[domain] = domain }
    try add(circuit.top.name, path: "", inputs: [:], clocks, parent: nil, plans, top: circuit.top)
  }

  @discardableResult
  private mutating func add(
    _ module: String, path: String, inputs: [String: Expression],
    _ domains: [ClockDomain: ClockDomain], parent: Int?, _ plans: [String: ModulePlan],
    top: ModuleDefinition
  ) throws(SimulationError) -> Int {
    guard let plan = plans[module] else {
      throw .invalidDesign(
        "Design \(top.name): instance \(path.dropLast()) is of module \(module), which is not in "
          + "the circuit.")
    }
    if let box = plan.module.blackBox, !plan.module.hasBehaviour {
      throw .invalidDesign(
        "Design \(top.name): black box \(box.cell), instance \(path.dropLast()), has no model to "
          + "interpret; give its class a body, or simulate with Verilator.")
    }
    let index = instances.count
    instances.append(
      Instance(
        plan: plan, path: path, firstSignal: signalCount, parent: parent, inputs: inputs,
        domains: domains,
        isModel: plan.module.blackBox != nil || parent.map { instances[$0].isModel } == true))
    signalCount += plan.signals.count
    instanceOfSignal += [Int32](repeating: Int32(index), count: plan.signals.count)
    for child in plan.module.instances {
      var connected: [String: Expression] = [:]
      for connection in child.connections {
        if case .input(let expression) = connection.connection {
          connected[connection.port] = expression
        }
      }
      var clocks: [ClockDomain: ClockDomain] = [:]
      for port in plans[child.module]?.module.clocking ?? [] {
        // A black box has its connections, and within one clocks have other names.
        let driver = child.driver(of: port)
        if connected[port.name] == nil, plan.index[driver] != nil {
          connected[port.name] = .reference(driver, .bit)
        }
        clocks[port.domain] = domains[child.outer(port.domain)]
      }
      let number = try add(
        child.module, path: path + child.name + ".", inputs: connected, clocks, parent: index,
        plans, top: top)
      instances[index].children.append(number)
    }
    return index
  }

  func name(of signal: Int) -> String {
    let instance = instances[Int(instanceOfSignal[signal])]
    return instance.path + instance.plan.signals[signal - instance.firstSignal].name
  }

  func type(of signal: Int) -> HardwareType {
    let instance = instances[Int(instanceOfSignal[signal])]
    return instance.plan.signals[signal - instance.firstSignal].type
  }

  /// Every signal with its number, instance by instance.
  func allSignals() -> [(Int, ModulePlan.Signal)] {
    instances.flatMap { instance in
      instance.plan.signals.enumerated().map { (instance.firstSignal + $0, $1) }
    }
  }

  /// The signals that a signal depends on in the same cycle.
  func dependencies(of signal: Int) -> [Int] {
    let instance = instances[Int(instanceOfSignal[signal])]
    let local = signal - instance.firstSignal
    switch instance.plan.signals[local].driver {
    case .state, .readData: return []
    case .statements:
      return instance.plan.dependencies[local].map { $0 + instance.firstSignal }
    case .instance(let child, let port):
      let driver = instances[instance.children[child]]
      return driver.plan.index[port].map { [$0 + driver.firstSignal] } ?? []
    case .input(let port):
      guard let parent = instance.parent.map({ instances[$0] }) else { return [] }
      var found: [Int] = []
      connection(port, of: instance).forEachReference { name in
        if let index = parent.plan.index[name] { found.append(index + parent.firstSignal) }
      }
      return found
    }
  }

  /// What drives an input of an instance.
  func connection(_ port: String, of instance: Instance) -> Expression {
    instance.inputs[port]
      ?? .literal(
        BitPattern(0, width: instance.plan.type(of: port).width), instance.plan.type(of: port))
  }

  /// All signals, each behind those that it depends on.
  ///
  /// - Throws: `SimulationError.invalidDesign` for a combinational loop.
  func order() throws(SimulationError) -> [Int] {
    enum Mark { case new, open, done }
    var marks = [Mark](repeating: .new, count: signalCount)
    var result: [Int] = []
    for start in 0..<signalCount where marks[start] == .new {
      var path: [(signal: Int, rest: [Int])] = [(start, dependencies(of: start))]
      marks[start] = .open
      while let last = path.last {
        guard let next = last.rest.last else {
          marks[last.signal] = .done
          result.append(last.signal)
          path.removeLast()
          continue
        }
        path[path.count - 1].rest.removeLast()
        switch marks[next] {
        case .done: continue
        case .new:
          marks[next] = .open
          path.append((next, dependencies(of: next)))
        case .open:
          let loop = path.map(\.signal).drop { $0 != next } + [next]
          throw .invalidDesign(
            "Design \(instances[0].plan.module.name): combinational loop "
              + loop.map { name(of: $0) }.joined(separator: " -> ")
              + "; put a register on the path.")
        }
      }
    }
    return result
  }
}
