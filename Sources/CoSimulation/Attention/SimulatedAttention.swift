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
      AcceleratorRegisters.map, in: simulation, bus: "registers")
    try simulation.reset()
    _ = try simulation.received("memory_aw")
  }

  /// Puts the image of a job into the memory, starts its program and waits for the interrupt.
  ///
  /// - Parameters:
  ///   - base: Where the image lies in the memory; a multiple of 4,096.
  ///   - cycleLimit: The most cycles of the run.
  ///   - timeout: Cycles without progress that the accelerator takes for a fault.
  ///   - prepared: Called before the start write.
  /// - Throws: `SimulationError.cycleLimit` for a hang, `.failed` for a failed assertion.
  public func run(
    _ job: AttentionJob, at base: Int = 0x1000_0000, cycleLimit: Int,
    timeout: Int = 20_000, prepared: () throws -> Void = {}
  ) throws -> AttentionTrace {
    var image = job.program.image
    try memory.write(image.bytes, at: base)
    try spoilOutputs(of: job, base)
    try prepare(image, base, timeout: timeout)
    var forgotten = AttentionTrace(image: image, memory: memory.statistics)
    try collect(&forgotten)
    memory.clearStatistics()
    memory.emptyBuckets()
    _ = try simulation.received("memory_aw")

    try prepared()
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
    try collect(&trace)
    trace.fault = try fault()
    return trace
  }

  /// Fills the places of outputs with what none of them is: one that is not written differs.
  private func spoilOutputs(of job: AttentionJob, _ base: Int) throws {
    let outputs = job.expectedImage.outputs.lowerBound
    for unit in job.program.plan.units.indices {
      let places = job.program.outputs(ofUnit: unit)
      let first = outputs + places.lowerBound
      let expected = job.expectedImage.bytes[first..<first + places.count]
      try memory.write(expected.map { ~$0 }, at: base + first)
    }
  }

  /// Tells the registers where things are.
  private func prepare(_ image: MemoryImage, _ base: Int, timeout: Int) throws {
    let settings: [(String, Int)] = [
      ("program.address", base + image.program.lowerBound),
      ("program_size.bytes", image.program.count),
      ("data.address", base + image.data.lowerBound),
      ("outputs.address", base + image.outputs.lowerBound),
      ("read_first.address", base), ("read_last.address", base + image.bytes.count - 1),
      ("write_first.address", base + image.outputs.lowerBound),
      ("write_last.address", base + image.outputs.upperBound - 1),
      ("interrupt.done", 1), ("interrupt.error", 1), ("timeout.cycles", timeout),
    ]
    for (name, value) in settings { try registers.write(name, UInt64(value)) }
    for event in ["done", "error"] { try registers.write("status.\(event)", 1) }
  }

  /// Why the run has failed, if it has.
  private func fault() throws -> AttentionFault? {
    let code = try registers.read("fault.code")
    guard let fault = RunFault(rawValue: Int(code)), fault != .none else { return nil }
    let source = try FaultSource(rawValue: Int(registers.read("fault.source")))
    return AttentionFault(
      code: fault.registerName, meaning: fault.meaning, source: source.map { "\($0)" } ?? "")
  }

  /// Takes what the taps have recorded.
  private func collect(_ trace: inout AttentionTrace) throws {
    func values(_ tap: String) throws -> [TracedValue] {
      try simulation.tap(tap).map { TracedValue(cycle: $0.cycle, value: $0.integer ?? 0) }
    }
    for element in 0..<configuration.array.elements {
      trace.scores.append(try values("tap_element_\(element)_score"))
      trace.numerators.append(try values("tap_element_\(element)_numerator"))
      trace.rowSums.append(try values("tap_element_\(element)_row_sum"))
    }
    trace.scoreSlots = try values("tap_scores").map(\.cycle)
    trace.outputSlots = try values("tap_outputs").map(\.cycle)
    trace.codes = try simulation.tap("operand_tap_codes").flatMap { codes($0) }
    let heads = configuration.decoder.heads
    trace.operands[.queries] = try words("operand_tap_queries", .queries, ports: heads)
    trace.operands[.keys] = try words("operand_tap_keys", .keys, ports: heads)
    trace.operands[.values] = try words("operand_tap_values", .values)
  }

  /// The codes of a token that were read at once: those of its lanes that are some.
  private func codes(_ item: StreamItem) -> [TracedWord] {
    let lanes = configuration.decoder.codes
    let (isKeys, first, present) = (item.fields[0], item.fields[1], item.fields[2].words(1)[0])
    let features = features(item.fields[3], count: lanes * configuration.featuresPerCycle)
    return (0..<lanes).compactMap { lane in
      let number = (first.integer ?? 0) - (lanes - 1) + lane
      guard number >= 0, present >> UInt32(lane) & 1 == 1 else { return nil }
      let start = lane * configuration.featuresPerCycle
      return TracedWord(
        cycle: item.cycle,
        place: WordPlace(memory: isKeys == 1 ? .keys : .queries, number: number),
        features: Array(features[start..<start + configuration.featuresPerCycle]))
    }
  }

  /// The words that went into a memory over some ports, in order.
  private func words(
    _ tap: String, _ memory: OperandMemory, ports: Int? = nil
  ) throws -> [TracedWord] {
    let names = ports.map { (0..<$0).map { "\(tap)_\($0)" } } ?? [tap]
    let items = try names.enumerated().flatMap { port, name in
      try simulation.tap(name).map { (port: port, item: $0) }
    }
    return items.sorted { ($0.item.cycle, $0.port) < ($1.item.cycle, $1.port) }.map { _, item in
      TracedWord(
        cycle: item.cycle,
        place: WordPlace(
          memory: memory, number: item.fields[0].integer ?? 0,
          chunk: item.fields[1].integer ?? 0),
        features: features(item.fields[2], count: configuration.featuresPerCycle))
    }
  }

  /// The features of words, one behind the other.
  private func features(_ value: PortValue, count: Int) -> [Int8] {
    let words = value.words((count + 3) / 4)
    return (0..<count).map { Int8(truncatingIfNeeded: words[$0 / 4] >> UInt32($0 % 4 * 8)) }
  }
}
