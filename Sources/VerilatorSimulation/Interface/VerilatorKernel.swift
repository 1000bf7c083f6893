/// One instance in a built library.
final class VerilatorKernel: SimulationKernel {
  let library: BenchLibrary
  let handle: BenchLibrary.Handle
  let design: DesignInterface
  private let portWords: [Int]
  /// They have to live as long as the library calls them.
  private var agents: [any AttachedAgent] = []

  init?(_ library: BenchLibrary, design: DesignInterface, fill: StateFill) {
    let (mode, seed): (UInt32, UInt64) =
      switch fill {
      case .zeros: (0, 0)
      case .ones: (1, 0)
      case .random(let seed): (2, seed)
      }
    guard let handle = library.create(mode, seed) else { return nil }
    self.library = library
    self.handle = handle
    self.design = design
    portWords = design.ports.map { ($0.widthBits + 31) / 32 }
  }

  deinit { library.destroy(handle) }

  var cycle: Int { Int(library.cycle(handle)) }
  var isFinished: Bool { library.isFinished(handle) != 0 }
  var failureCount: Int { Int(library.failureCount(handle)) }

  var failures: [SimulationFailure] {
    (0..<library.failuresKept(handle)).map { index in
      withPropertyKind(
        SimulationFailure(
          cycle: Int(library.failureCycle(handle, index)),
          kind: .init(rawValue: library.failureKind(handle, index)) ?? .simulator,
          text: String(cString: library.failureText(handle, index))))
    }
  }

  var output: String { String(cString: library.output(handle)) }

  func clearOutput() { library.clearOutput(handle) }

  func poke(port: Int, words: [UInt32]) { library.poke(handle, UInt32(port), words) }

  func peek(port: Int) -> [UInt32] {
    let count = portWords[port]
    return [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let start = buffer.baseAddress { library.peek(handle, UInt32(port), start) }
      initialized = count
    }
  }

  func step(_ cycles: Int) -> Int { Int(library.step(handle, UInt64(cycles))) }

  func reset(cycles: Int) { library.reset(handle, UInt64(cycles)) }

  func setClock(_ clock: Int, period: Int, phase: Int) {
    library.setClock(handle, UInt32(clock), UInt64(period), UInt64(phase))
  }

  func run(limit: Int, until goal: KernelGoal) -> KernelOutcome {
    let outcome =
      switch goal {
      case .port(let port, let words): run(limit, 0, UInt32(port), words)
      case .quiet: run(limit, 1, 0, nil)
      case .finish: run(limit, 2, 0, nil)
      case .expected: run(limit, 3, 0, nil)
      }
    return KernelOutcome(rawValue: outcome) ?? .failed
  }

  private func run(_ limit: Int, _ goal: UInt32, _ port: UInt32, _ words: [UInt32]?) -> UInt32 {
    library.run(handle, UInt64(limit), goal, port, words)
  }

  // MARK: Streams and taps

  func engage(stream: Int, pauseShare: UInt32, seed: UInt64) {
    library.engage(handle, UInt32(stream), pauseShare, seed)
  }

  func send(stream: Int, items: Int, words: [UInt32]) {
    library.send(handle, UInt32(stream), UInt64(items), words)
  }

  func pending(stream: Int) -> Int { Int(library.pending(handle, UInt32(stream))) }

  func expect(stream: Int, items: Int) { library.expect(handle, UInt32(stream), UInt64(items)) }

  func transferred(stream: Int) -> Int { Int(library.transferred(handle, UInt32(stream))) }

  func takeTransfers(stream: Int, items: Int) -> KernelItems {
    take(
      library.takeTransfers, UInt32(stream), items,
      itemWords: Int(library.streamWords(handle, UInt32(stream))))
  }

  func attach(_ agent: any AttachedAgent, to streams: [Int]) {
    agents.append(agent)
    var functions = agent.functions
    library.attach(handle, &functions, UInt32(streams.count), streams.map { UInt32($0) })
  }

  func recorded(tap: Int) -> Int { Int(library.recorded(handle, UInt32(tap))) }

  func takeRecorded(tap: Int, items: Int) -> KernelItems {
    take(
      library.takeRecorded, UInt32(tap), items,
      itemWords: Int(library.tapWords(handle, UInt32(tap))))
  }

  private func take(
    _ function: BenchLibrary.Take, _ index: UInt32, _ items: Int, itemWords: Int
  ) -> KernelItems {
    var words = [UInt32](repeating: 0, count: items * itemWords)
    var cycles = [UInt64](repeating: 0, count: items)
    let taken = Int(function(handle, index, UInt64(items), &words, &cycles))
    return KernelItems(
      itemWords: itemWords, words: words, cycles: cycles.prefix(taken).map { Int($0) })
  }
}
