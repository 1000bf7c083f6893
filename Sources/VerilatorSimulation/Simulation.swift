/// One running instance of a design, simulated by Verilator.
///
///     let simulation = try await Simulation(of: counter)
///     try simulation.reset()
///     simulation["enable_i"] = 1
///     try simulation.step(5)
///     #expect(simulation["count_o"] == 5)
///
/// Creating one is asynchronous, since it may build the design, which takes seconds; everything
/// after that is synchronous. An instance belongs to one task at a time; any number of them may
/// run at once, of the same design or of several.
///
/// A new instance has all inputs at 0, and so is in reset until `reset()` is called.
public final class Simulation: Simulator {
  /// What registers and memories hold that the design itself does not initialise.
  public enum Fill: Hashable, Sendable {
    case zeros
    case ones
    case random(seed: UInt64)
  }

  public let design: DesignUnderTest
  /// How the library of the design came about.
  public let report: BuildReport
  public var mistake: SimulationError?

  let library: BenchLibrary
  let handle: BenchLibrary.Handle
  let waveforms: Waveforms
  let ports: [String: Int]
  let streams: [String: Int]
  let taps: [String: Int]
  /// The streams whose agents drive their ports.
  var engaged: Set<Int> = []
  /// How many failures have been thrown.
  var failuresThrown: UInt64 = 0

  /// Builds the design, or finds it in the cache, and creates an instance.
  ///
  /// - Throws: `SimulationError`: `.invalidDesign`, `.refusedByVerilator`, `.compilationFailed`,
  ///   `.toolUnavailable` or `.cacheUnavailable`.
  public init(
    of design: DesignUnderTest, waveforms: Waveforms = .none, fill: Fill = .zeros,
    cache: BuildCache = .shared
  ) async throws {
    let build = try await cache.build(design, waveforms: waveforms)
    library = try BenchLibrary(path: build.libraryPath)
    let (mode, seed): (UInt32, UInt64) =
      switch fill {
      case .zeros: (0, 0)
      case .ones: (1, 0)
      case .random(let seed): (2, seed)
      }
    guard let handle = library.create(mode, seed) else {
      throw SimulationError.invalidRequest("Design \(design.topName) could not be created.")
    }
    self.handle = handle
    self.design = design
    self.waveforms = waveforms
    report = build.report
    ports = Self.indices(design.ports.map(\.name))
    streams = Self.indices(design.streams.map(\.name))
    taps = Self.indices(design.taps.map(\.name))
  }

  /// A mistake that nobody was told of must not make a test pass.
  deinit {
    library.destroy(handle)
    if let mistake { fatalError("\(mistake)") }
  }

  private static func indices(_ names: [String]) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: zip(names, names.indices))
  }

  public var cycle: Int { Int(library.cycle(handle)) }

  /// The failures so far; of many, the first 64.
  public var failures: [SimulationFailure] {
    (0..<library.failuresKept(handle)).map { index in
      SimulationFailure(
        cycle: Int(library.failureCycle(handle, index)),
        kind: .init(rawValue: library.failureKind(handle, index)) ?? .engine,
        text: String(cString: library.failureText(handle, index)))
    }
  }

  /// What the design printed with `$display` and the like, up to 1 MiB.
  public var output: String { String(cString: library.output(handle)) }

  public func clearOutput() { library.clearOutput(handle) }

  /// The index of a name in its table.
  func index(
    _ name: String, in table: [String: Int], kind: String
  ) throws(SimulationError) -> Int {
    if let index = table[name] { return index }
    throw .unknownName(
      kind: kind, name: name, design: design.topName,
      near: NearNames.of(name, among: Array(table.keys)))
  }
}

extension Simulation {
  public func poke(_ port: String, _ value: PortValue) throws {
    let index = try index(port, in: ports, kind: "port")
    let spec = design.ports[index]
    guard spec.direction == .input, port != design.clock else {
      let reason = port == design.clock ? "the clock, which step drives" : "an output"
      throw SimulationError.invalidRequest("Port \(port) is \(reason); set an input instead.")
    }
    library.poke(handle, UInt32(index), try words(of: value, for: spec))
  }

  public func peek(_ port: String) throws -> PortValue {
    let index = try index(port, in: ports, kind: "port")
    let spec = design.ports[index]
    let count = (spec.widthBits + 31) / 32
    let words = [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let start = buffer.baseAddress { library.peek(handle, UInt32(index), start) }
      initialized = count
    }
    return PortValue(words: words, widthBits: spec.widthBits, isSigned: spec.isSigned)
  }

  /// The words of a value that a port can carry.
  func words(of value: PortValue, for port: PortSpec) throws(SimulationError) -> [UInt32] {
    guard value.fits(widthBits: port.widthBits, isSigned: port.isSigned) else {
      throw .valueDoesNotFit(port: port, value: value)
    }
    return value.words((port.widthBits + 31) / 32)
  }
}
