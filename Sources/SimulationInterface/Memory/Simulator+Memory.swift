extension Simulator {
  /// Gives a bus of the design a memory: the streams `bus_ar` and `bus_r`, or `bus_aw`, `bus_w` and
  /// `bus_b`, or all five, of a manager. Fields that they lack have one value: all bursts the tag 0
  /// and, as in AXI4-Lite, one beat of the whole width.
  ///
  /// - Parameters:
  ///   - fill: What bytes hold that nobody has written; those of `other` are as its fill says.
  ///   - other: A memory whose bytes this one has, too, with a bandwidth of its own.
  /// - Throws: `SimulationError.unknownName`, or `.invalidRequest` for streams that are no bus of a
  ///   manager or have an agent, or for settings that no memory can have.
  public func attachMemory(
    to bus: String, _ settings: MemorySettings = MemorySettings(),
    fill: StateFill = .random(seed: 1), sharing other: AXIMemory? = nil
  ) throws -> AXIMemory {
    try attachMemory([bus], settings, fill, other)
  }

  /// Gives one memory to two buses of the design, of which one reads and the other writes.
  public func attachMemory(
    to bus: String, and second: String, _ settings: MemorySettings = MemorySettings(),
    fill: StateFill = .random(seed: 1), sharing other: AXIMemory? = nil
  ) throws -> AXIMemory {
    try attachMemory([bus, second], settings, fill, other)
  }

  private func attachMemory(
    _ buses: [String], _ settings: MemorySettings, _ fill: StateFill, _ other: AXIMemory?
  ) throws -> AXIMemory {
    let bus = try MemoryBus(buses, in: interface)
    let memory = try AXIMemory(bus, settings, fill: fill, sharing: other)
    try attach(memory.agent, to: bus.streams)
    return memory
  }
}
