import CTestbench

/// A memory behind AXI4 that answers a manager in a design:
///
///     let memory = try simulation.attachMemory(to: "bus", MemorySettings(readLatency: 20))
///     try memory.write([1, 2, 3, 4], at: 0x1000)
///     try simulation.run(limit: 500, until: .port("done_o", equals: 1))
///     #expect(try memory.read(0x2000, count: 4) == [1, 2, 3, 4])
///
/// It holds bytes at all addresses of its bus. When the design is reset it drops what is
/// outstanding, empties its buckets and keeps its bytes. It watches the rules of AXI4 that a
/// manager has to keep; one that is broken is a failure of the simulation, of kind `.busRule`.
public final class AXIMemory {
  /// The bus that it serves.
  public let name: String
  public private(set) var settings: MemorySettings

  /// What is attached, to the streams of its bus alone.
  let agent: Agent
  private let sizes: MemoryBus.Sizes
  private let space: Space

  /// The bytes, which several memories may share.
  private final class Space {
    /// The widest of the buses that get to them.
    var addressBits = 0
  }

  init(
    _ bus: MemoryBus, _ settings: MemorySettings, fill: StateFill, sharing other: AXIMemory?
  ) throws {
    try settings.check(for: bus.sizes)
    name = bus.name
    sizes = bus.sizes
    space = other?.space ?? Space()
    space.addressBits = max(space.addressBits, bus.sizes.addressBits)
    self.settings = settings
    let (mode, seed): (UInt32, UInt64) =
      switch fill {
      case .zeros: (0, 0)
      case .ones: (1, 0)
      case .random(let seed): (2, seed)
      }
    guard let model = axi_memory_create(bus.name, mode, seed) else {
      throw SimulationError.invalidRequest("The memory at \(bus.name) could not be created.")
    }
    agent = Agent(model)
    if let other { axi_memory_share(model, other.model) }
    bus.bind(model)
    apply(settings)
    setWindows()
  }

  /// The model in C++.
  final class Agent: AttachedAgent {
    fileprivate let model: OpaquePointer

    fileprivate init(_ model: OpaquePointer) { self.model = model }

    deinit { axi_memory_destroy(model) }

    var functions: bench_agent { axi_memory_agent(model) }
  }

  private var model: OpaquePointer { agent.model }

  /// Changes how the memory behaves, from the present cycle on. What is drawn begins anew, and the
  /// buckets are empty; what is outstanding keeps its latency. New windows count from 0.
  ///
  /// - Throws: `SimulationError.invalidRequest` for settings that no memory can have.
  public func configure(_ settings: MemorySettings) throws {
    try settings.check(for: sizes)
    let hasNewWindows = settings.windows != self.settings.windows
    self.settings = settings
    apply(settings)
    if hasNewWindows { setWindows() }
  }

  private func apply(_ settings: MemorySettings) {
    var c = settings.c
    axi_memory_configure(model, &c, settings.errors.map(\.c), UInt64(settings.errors.count))
  }

  private func setWindows() {
    let windows = settings.windows.sorted { $0.key < $1.key }.map { window in
      axi_window(
        first: window.value.lowerBound, last: window.value.upperBound, read_bytes: 0,
        written_bytes: 0)
    }
    axi_memory_set_windows(model, windows, UInt64(windows.count))
  }

  /// Empties the buckets, as at the start of a run that is measured.
  public func emptyBuckets() { axi_memory_empty_buckets(model) }

  // MARK: Bytes

  /// Writes bytes behind the design's back.
  ///
  /// - Throws: `SimulationError.invalidRequest` for addresses that the bus does not have, nor one
  ///   that shares the bytes.
  public func write(_ bytes: [UInt8], at address: some BinaryInteger) throws {
    let first = try checked(address, count: bytes.count)
    axi_memory_write(model, first, UInt64(bytes.count), bytes)
  }

  /// Reads bytes. What nobody has written is as the fill says: zeros, ones, or the numbers of
  /// SplitMix64 from the seed, of which number n gives the bytes from 8 n on.
  ///
  /// - Throws: `SimulationError.invalidRequest` for addresses that the bus does not have, nor one
  ///   that shares the bytes.
  public func read(_ address: some BinaryInteger, count: Int) throws -> [UInt8] {
    let first = try checked(address, count: count)
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let start = buffer.baseAddress { axi_memory_read(model, first, UInt64(count), start) }
      initialized = count
    }
  }

  private func checked(
    _ address: some BinaryInteger, count: Int
  ) throws(SimulationError) -> UInt64 {
    let greatest = MemoryBus.greatestAddress(space.addressBits)
    guard let first = UInt64(exactly: address), count >= 0, first <= greatest,
      count == 0 || UInt64(count) - 1 <= greatest - first
    else {
      let place = UInt64(exactly: address).map { MemoryBus.text(of: $0) } ?? "\(address)"
      throw .invalidRequest(
        "Memory \(name) has no \(count) bytes at \(place); its addresses have "
          + "\(space.addressBits) bits.")
    }
    return first
  }

  // MARK: What went through

  public var statistics: MemoryStatistics {
    var statistics = MemoryStatistics(axi_memory_statistics(model))
    for (index, name) in settings.windows.keys.sorted().enumerated() {
      let c = axi_memory_window(model, UInt64(index))
      statistics.windows[name] = .init(
        readBytes: Int(c.read_bytes), writtenBytes: Int(c.written_bytes))
    }
    return statistics
  }

  public var outstanding: MemoryOutstanding {
    let c = axi_memory_outstanding(model)
    return MemoryOutstanding(
      reads: Int(c.reads), writes: Int(c.writes), responses: Int(c.responses),
      earlyBeats: Int(c.early_beats))
  }

  /// The beats that ended with an error, in the order in which they were answered.
  public var refusals: [MemoryRefusal] {
    (0..<axi_memory_refusal_count(model)).map { MemoryRefusal(axi_memory_refusal(model, $0)) }
  }

  /// Forgets the statistics and the refusals.
  public func clearStatistics() { axi_memory_clear_statistics(model) }

  /// Requires that whatever has begun has ended, as at the end of a test.
  ///
  /// - Throws: `SimulationError.invalidRequest`, which says what has not.
  public func requireIdle() throws {
    let outstanding = outstanding
    guard outstanding != MemoryOutstanding() else { return }
    throw SimulationError.invalidRequest(
      "Memory \(name) is not idle: \(outstanding); run on, or mend the design.")
  }
}
