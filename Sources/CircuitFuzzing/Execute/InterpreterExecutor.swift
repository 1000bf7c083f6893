import CircuitInterpreter
import HardwareIR
import SimulationInterface

/// Runs circuits in this process.
public struct InterpreterExecutor: Executor {
  public let name = "interpreter"
  public let readsText = false

  public init() {}

  public func run(_ cases: [FuzzCase]) async throws -> [Trace] { try cases.map(Self.run) }

  static func run(_ fuzzCase: FuzzCase) throws -> Trace {
    let simulation = try InterpretedSimulation(
      of: fuzzCase.circuit, fill: fuzzCase.fill, reset: fuzzCase.emitter.reset)
    let driver = PortDriver(fuzzCase, ports: simulation.interface.ports, prefix: "")
    var trace = Trace()
    for cycle in 0..<fuzzCase.stimulus.cycles {
      driver.drive(simulation.kernel, cycle: cycle)
      driver.sample(simulation.kernel, into: &trace)
      _ = simulation.kernel.step(1)
    }
    trace.failures = simulation.failures.map { .init(cycle: $0.cycle, text: $0.text) }
    return trace
  }
}

/// Which ports of a kernel are those of a circuit.
struct PortDriver {
  private let stimulus: Stimulus
  private let reset: Int?
  /// The values of the reset where it acts, and where it does not.
  private let active: UInt32
  private var inactive: UInt32 { 1 - active }
  private let inputs: [Int]
  private let outputs: [Int]

  /// - Parameter prefix: stands before the names of the circuit's ports.
  init(_ fuzzCase: FuzzCase, ports: [PortSpec], prefix: String) {
    let index = Dictionary(
      zip(ports.map(\.name), ports.indices), uniquingKeysWith: { first, _ in first })
    stimulus = fuzzCase.stimulus
    let resetPort = fuzzCase.circuit.top.reset(of: .default)
    reset = resetPort.flatMap { index[prefix + $0.name] }
    active = resetPort?.resetLevel == .high ? 1 : 0
    inputs = stimulus.inputs.compactMap { index[prefix + $0.name] }
    outputs = fuzzCase.circuit.top.ports.compactMap { port in
      port.direction == .output ? index[prefix + port.name] : nil
    }
  }

  func drive(_ kernel: any SimulationKernel, cycle: Int) {
    if let reset {
      if cycle == 0 { begin(kernel, reset) }
      kernel.poke(port: reset, words: [stimulus.isReset[cycle] ? active : inactive])
    }
    for (input, words) in zip(inputs, stimulus.words[cycle]) {
      kernel.poke(port: input, words: words)
    }
  }

  /// A Verilated register waits for an edge of the reset; without one, what has no reset would at
  /// the first clock edge see state that nothing has set.
  private func begin(_ kernel: any SimulationKernel, _ reset: Int) {
    for value in [inactive, active] {
      kernel.poke(port: reset, words: [value])
      _ = kernel.peek(port: reset)
    }
  }

  func sample(_ kernel: any SimulationKernel, into trace: inout Trace) {
    for output in outputs { trace.words += kernel.peek(port: output) }
  }
}
