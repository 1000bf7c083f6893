import HardwareIR
import SimulationInterface

/// A circuit as a program: made once, run by any number of simulations.
public struct CompiledCircuit: Sendable {
  /// What an edge of one clock copies: words of registers, in two ranges of slots.
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
    var clock: Int
    var slot: Int
    var kind: SimulationFailure.Kind
    var text: String
  }

  /// A cover point of one instance.
  struct Cover: Sendable {
    var clock: Int
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
  /// By the number of the clock in the interface, one after the other in their slots.
  private(set) var registers: [Registers] = []
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

    var firstSlot = compiler.registers.first.map { slot($0.node) } ?? 0
    for clock in interface.clocks.indices {
      var own = Registers()
      own.firstSlot = firstSlot
      for register in compiler.registers where register.clock == clock {
        let length = compiler.graph[register.node].words
        own.next += (0..<length).map { Int32(slot(register.next) + $0) }
        if let reset = register.reset {
          own.resetCount += length
          own.resetValues += reset
        }
      }
      firstSlot += own.next.count
      registers.append(own)
    }
    memories = compiler.memories.map { memory in
      MemoryPlan(memory.definition, path: memory.path, clock: memory.clock) {
        slot(memory.nodes[$0] ?? 0)
      }
    }
    requirements = compiler.requirements.map {
      Requirement(clock: $0.clock, slot: slot($0.node), kind: $0.kind, text: $0.text)
    }
    covers = compiler.covers.map {
      Cover(clock: $0.clock, slot: slot($0.node), module: $0.module, label: $0.label)
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
