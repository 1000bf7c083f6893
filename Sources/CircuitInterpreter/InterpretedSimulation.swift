import HardwareIR
import SimulationInterface

/// One running instance of a circuit, simulated in this process without any build.
///
///     let simulation = try InterpretedSimulation(of: elaborate(Counter()))
///     try simulation.reset()
///     simulation["enable_i"] = 1
///     try simulation.step(5)
///     #expect(simulation["count_o"] == 5)
///     #expect(try simulation.peek("stage_1.total_q") == 5)
///
/// It runs the same tests as `Simulation`, cycle by cycle with the same results; it knows the names
/// of all signals, counts coverage, and writes waveforms as text. Verilator is faster by far where
/// a run is long.
public final class InterpretedSimulation: KernelSimulator {
  public let compiled: CompiledCircuit
  public var state: SimulatorState
  public var kernel: any SimulationKernel { interpreted }

  let interpreted: InterpreterKernel
  private lazy var signals = SignalNames(compiled.flat)

  /// - Parameters:
  ///   - fill: What registers and memories hold that the design itself does not initialise.
  ///   - reset: When the reset acts on registers, as in the emitted text.
  public init(
    of compiled: CompiledCircuit, fill: StateFill = .zeros, reset: ResetStyle = .asynchronous
  ) {
    self.compiled = compiled
    state = SimulatorState(compiled.interface)
    interpreted = InterpreterKernel(compiled, fill: fill, resetStyle: reset)
  }

  /// - Throws: `SimulationError.invalidDesign` for a circuit that its checks would have refused.
  public convenience init(
    of circuit: Circuit, fill: StateFill = .zeros, coverage: CoverageMode = .none,
    reset: ResetStyle = .asynchronous
  ) throws(SimulationError) {
    self.init(of: try CompiledCircuit(circuit, coverage: coverage), fill: fill, reset: reset)
  }

  /// A mistake that nobody was told of must not make a test pass.
  deinit {
    if let mistake { fatalError("\(mistake)") }
  }

  public var interface: DesignInterface { compiled.interface }

  /// What has been reached so far; nothing unless coverage is `.counted`.
  public var coverage: Coverage {
    guard var coverage = interpreted.counters?.coverage else { return Coverage(compiled.circuit) }
    for (cover, hits) in zip(compiled.covers, interpreted.coverHits()) {
      coverage.add(hits, to: cover.label, of: cover.module)
    }
    return coverage
  }

  // MARK: Signals

  /// The paths of all signals: those of the top module by their names, others below their
  /// instances, as in `element_0.idx_buf.slot_q`.
  public var signalPaths: [String] { signals.paths }

  /// Reads a port or any signal inside, by its path.
  public func peek(_ signal: String) throws -> PortValue {
    if state.zeroWidthPort(signal) != nil { return 0 }
    guard let index = signals.index[signal] else {
      throw unknown("signal", signal, signals.paths)
    }
    let slot = Int(compiled.slotOfSignal[index])
    interpreted.settle(for: slot)
    let type = compiled.flat.type(of: index)
    return value((0..<((type.width + 63) / 64)).map { interpreted.machine.values[slot + $0] }, type)
  }

  public func format(of signal: String) throws -> SignalFormat {
    if let port = state.zeroWidthPort(signal) {
      return SignalFormat(widthBits: 0, isSigned: port.isSigned, cases: [])
    }
    guard let index = signals.index[signal] else {
      throw unknown("signal", signal, signals.paths)
    }
    return SignalFormat(compiled.flat.type(of: index))
  }

  /// Reads a word of a memory, by the memory's path.
  ///
  /// - Throws: `SimulationError.unknownName`, or `.invalidRequest` for an address beyond the depth.
  public func word(of memory: String, at address: Int) throws -> PortValue {
    let index = try index(ofMemory: memory, at: address)
    return value(interpreted.memory(index).word(at: address), compiled.memories[index].type)
  }

  /// Writes a word of a memory behind the design's back.
  ///
  /// - Throws: what `word(of:at:)` throws, or `.invalidRequest` for a value that does not fit.
  public func setWord(of memory: String, at address: Int, to value: PortValue) throws {
    let index = try index(ofMemory: memory, at: address)
    let type = compiled.memories[index].type
    guard value.fits(widthBits: type.width, isSigned: type.isSigned) else {
      throw SimulationError.invalidRequest(
        "Value \(value) does not fit memory \(memory), whose words are \(type).")
    }
    let halves = value.words((type.width + 63) / 64 * 2).map { UInt64($0) }
    let words = stride(from: 0, to: halves.count, by: 2).map { halves[$0] | halves[$0 + 1] << 32 }
    interpreted.setWord(
      slotWords(words, width: type.width, isSigned: type.isSigned), of: index, at: address)
  }

  private func index(ofMemory memory: String, at address: Int) throws(SimulationError) -> Int {
    let paths = compiled.memories.map(\.path)
    guard let index = paths.firstIndex(of: memory) else { throw unknown("memory", memory, paths) }
    let depth = compiled.memories[index].depth
    guard (0..<depth).contains(address) else {
      throw .invalidRequest(
        "Memory \(memory) has no word \(address); its addresses are 0 to \(depth - 1).")
    }
    return index
  }

  private func unknown(_ kind: String, _ name: String, _ names: [String]) -> SimulationError {
    .unknownName(
      kind: kind, name: name, design: interface.topName, near: NearNames.of(name, among: names))
  }

  private func value(_ words: [UInt64], _ type: HardwareType) -> PortValue {
    let count = (type.width + 31) / 32
    var halves = (0..<count).map { index in
      UInt32(truncatingIfNeeded: words[index / 2] >> UInt64(index % 2 * 32))
    }
    let used = UInt32(type.width - 32 * (count - 1))
    if used < 32 { halves[count - 1] &= (1 << used) - 1 }
    return PortValue(words: halves, widthBits: type.width, isSigned: type.isSigned)
  }
}

extension SignalFormat {
  init(_ type: HardwareType) {
    self.init(widthBits: type.width, isSigned: type.isSigned, cases: type.caseNames)
  }
}

/// The paths of all signals of a flat circuit.
struct SignalNames {
  let paths: [String]
  let index: [String: Int]

  init(_ flat: FlatCircuit) {
    paths = (0..<flat.signalCount).map { flat.name(of: $0) }
    index = Dictionary(zip(paths, paths.indices), uniquingKeysWith: { first, _ in first })
  }
}
