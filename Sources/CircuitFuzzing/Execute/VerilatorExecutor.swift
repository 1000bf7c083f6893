import HardwareIR
import SimulationInterface
import SystemVerilog
import VerilatorSimulation

/// Runs circuits in Verilator, one build for a batch.
public struct VerilatorExecutor: Executor {
  public let name = "Verilator"
  private let emitter: SystemVerilogEmitter
  private let warnings: LintWarnings
  private let cache: BuildCache

  /// Random circuits compare what constants decide; nobody would write that.
  private static let waivers = SourceFile(
    name: "waivers.vlt",
    text: """
      `verilator_config
      lint_off -rule CMPCONST
      lint_off -rule UNSIGNED

      """)

  /// - Parameter warnings: whether a warning of Verilator refuses the batch.
  public init(
    emitter: SystemVerilogEmitter = SystemVerilogEmitter(), warnings: LintWarnings = .fatal,
    cache: BuildCache = .shared
  ) {
    self.emitter = emitter
    self.warnings = warnings
    self.cache = cache
  }

  public func run(_ cases: [FuzzCase]) async throws -> [Trace] {
    let design = design(Batch(cases, emitter: emitter))
    var traces = cases.map { _ in Trace() }
    // The fill is one for a whole instance.
    for fill in [StateFill.zeros, .ones] where cases.contains(where: { $0.fill == fill }) {
      let simulation = try await Simulation(of: design, fill: fill, cache: cache)
      let filled = Self.run(simulation, cases)
      for index in cases.indices where cases[index].fill == fill { traces[index] = filled[index] }
    }
    return traces
  }

  private static func run(_ simulation: Simulation, _ cases: [FuzzCase]) -> [Trace] {
    let drivers = cases.enumerated().map { index, fuzzCase in
      PortDriver(fuzzCase, ports: simulation.interface.ports, prefix: Batch.prefix(index))
    }
    var traces = cases.map { _ in Trace() }
    for cycle in 0..<(cases.map(\.stimulus.cycles).max() ?? 0) {
      for index in cases.indices where cycle < cases[index].stimulus.cycles {
        drivers[index].drive(simulation.engine, cycle: cycle)
      }
      for index in cases.indices where cycle < cases[index].stimulus.cycles {
        drivers[index].sample(simulation.engine, into: &traces[index])
      }
      _ = simulation.engine.step(1)
    }
    for failure in simulation.failures {
      for index in cases.indices where failure.text.contains("." + Batch.instance(index) + ".") {
        traces[index].failures.append(.init(cycle: failure.cycle, text: failure.text))
      }
    }
    return traces
  }

  private func design(_ batch: Batch) -> DesignUnderTest {
    let isClocked = batch.circuits.contains { $0.top.isClocked }
    let clock = ModuleDefinition.clockName
    var ports = isClocked ? [PortSpec.input(clock)] : []
    var instances: [String] = []
    for (index, circuit) in batch.circuits.enumerated() {
      var pins: [String] = []
      for port in circuit.top.ports {
        guard port.name != clock else {
          pins.append(".\(clock)(\(clock))")
          continue
        }
        let name = Batch.prefix(index) + port.name
        ports.append(
          PortSpec(
            name: name, widthBits: port.type.width, isSigned: port.type.isSigned,
            direction: port.direction == .input ? .input : .output))
        pins.append(".\(port.name)(\(name))")
      }
      instances.append(
        "  \(circuit.top.name) \(Batch.instance(index)) (\(pins.joined(separator: ", ")));")
    }
    let declarations = ports.map { port in
      "  \(port.direction.rawValue) logic\(port.isSigned ? " signed" : "") "
        + "[\(port.widthBits - 1):0] \(port.name)"
    }
    let text =
      "module \(Batch.topName) (\n" + declarations.joined(separator: ",\n") + "\n);\n"
      + instances.joined(separator: "\n") + "\nendmodule\n"
    let files = batch.files + [EmittedFile(name: Batch.topName + ".sv", text: text)]
    var design = DesignUnderTest(
      topName: Batch.topName,
      files: [Self.waivers] + files.map { SourceFile(name: $0.name, text: $0.text) },
      ports: ports, clock: isClocked ? clock : nil, reset: nil)
    design.warnings = warnings
    return design
  }
}
