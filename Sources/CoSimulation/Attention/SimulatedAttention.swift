import Accelerator
import AttentionCompiler
import AttentionSpec
import HardwareLibrary
import SimulationInterface

/// A simulated accelerator with a memory at its port, in any simulator.
public final class SimulatedAttention<ChosenSimulator: Simulator> {
  public let configuration: AcceleratorConfiguration
  /// The simulation itself, for waveforms and for the state of ports.
  public let simulation: ChosenSimulator
  public let memory: AXIMemory
  public let registers: SimulatedRegisters

  /// Resets a simulation of the configuration's RTL.
  ///
  /// - Throws: `SimulationError.failed` for a failed assertion.
  public init(
    _ configuration: AcceleratorConfiguration, in simulation: ChosenSimulator,
    _ settings: MemorySettings
  ) throws {
    self.configuration = configuration
    self.simulation = simulation
    memory = try simulation.attachMemory(to: "memory", settings)
    registers = try SimulatedRegisters(
      AttentionRegisters.map(configuration), in: simulation, bus: "registers")
    try simulation.reset()
    _ = try simulation.received("memory_aw")
  }

  /// Puts the image of a job into the memory, starts its program and waits for the interrupt.
  ///
  /// - Parameters:
  ///   - base: Where the image lies in the memory; a multiple of 4,096.
  ///   - cycleLimit: The most cycles of the run.
  /// - Throws: `SimulationError.cycleLimit` for a hang, `.failed` for a failed assertion.
  public func run(
    _ job: AttentionJob, at base: Int = 0x1000_0000, cycleLimit: Int
  ) throws -> AttentionTrace {
    var image = job.program.image
    try memory.write(image.bytes, at: base)
    try prepare(image, base)
    try collect { _ = try simulation.tap($0) }
    memory.clearStatistics()
    memory.emptyBuckets()
    _ = try simulation.received("memory_aw")

    let start = simulation.cycle
    try registers.write("control.start", 1)
    try simulation.run(limit: cycleLimit, until: .port("irq_o", equals: 1))
    let end = simulation.cycle
    image.bytes.replaceSubrange(
      image.outputs,
      with: try memory.read(base + image.outputs.lowerBound, count: image.outputs.count))
    var trace = AttentionTrace(image: image, memory: memory.statistics)
    (trace.start, trace.end) = (start, end)
    trace.writes = try simulation.received("memory_aw").compactMap { item in
      item.fields[1].integer.map { (item.cycle, $0 - base - image.outputs.lowerBound) }
    }
    try fill(&trace)
    return trace
  }
}
