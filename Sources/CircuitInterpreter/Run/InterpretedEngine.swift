import HardwareIR
import SimulationInterface

/// Sees every cycle of a simulation, with all values settled.
protocol CycleObserver: AnyObject {
  /// Before the rising edge of `cycle`, and after it.
  func sample(cycle: Int, isAfterEdge: Bool)
}

/// The compiled circuit with its state, in the order of things of testbench/bench.hpp: agents set
/// the inputs, values settle, streams and taps are sampled, the edge.
///
/// While the reset is 0, registers with a reset hold its value, whatever the clock does; those of a
/// synchronous reset take it at each edge.
final class InterpretedEngine: SimulationEngine {
  static let failuresKeptMax = 64

  let compiled: CompiledCircuit
  let machine: Machine
  private(set) var cycle = 0
  private(set) var failureCount = 0
  private(set) var failures: [SimulationFailure] = []
  weak var observer: (any CycleObserver)?
  private(set) var counters: CoverageCounters?

  private let ports: [PortSlots]
  private let resetSlot: Int?
  private let resetStyle: ResetStyle
  private var streams: [StreamAgent] = []
  private var taps: [(valid: Int, fields: Fields, recording: Recording)] = []
  private let memories: [MemoryState]
  private let next: [Int32]
  private let firstRegister: Int
  private let resetWords: [UInt64]
  private let requirementSlots: [Int]
  private let coverSlots: [Int]
  private var coverCounts: [Int]
  /// Whether an input or a register has changed since values last settled, and whether those that
  /// only observers ask for have settled since.
  private var isSettled = false
  private var isFullySettled = false

  init(_ compiled: CompiledCircuit, fill: StateFill, resetStyle: ResetStyle) {
    self.compiled = compiled
    self.resetStyle = resetStyle
    let machine = Machine(compiled.program.code, image: compiled.program.image)
    self.machine = machine
    let top = compiled.flat.instances[0].plan
    let interface = compiled.interface
    var slotOfPort: [String: PortSlots] = [:]
    for spec in interface.ports {
      guard let signal = top.index[spec.name] else { continue }
      slotOfPort[spec.name] = PortSlots(
        slot: Int(compiled.slotOfSignal[signal]), widthBits: spec.widthBits,
        isSigned: spec.isSigned)
    }
    ports = interface.ports.compactMap { slotOfPort[$0.name] }
    resetSlot = interface.reset.flatMap { slotOfPort[$0]?.slot }
    next = compiled.registers.next
    firstRegister = compiled.registers.firstSlot
    resetWords = compiled.registers.resetValues
    requirementSlots = compiled.requirements.map(\.slot)
    coverSlots = compiled.covers.map(\.slot)
    coverCounts = coverSlots.map { _ in 0 }
    var filler = Filler(fill)
    memories = compiled.memories.map { MemoryState($0, filler: &filler) }
    if compiled.coverage == .counted { counters = CoverageCounters(compiled) }
    fillState(&filler)
    func slot(_ name: String) -> Int { slotOfPort[name]?.slot ?? 0 }
    for spec in interface.streams {
      streams.append(
        StreamAgent(
          spec, valid: slot(spec.valid), ready: slot(spec.ready),
          fields: Fields(spec.payload.compactMap { slotOfPort[$0] })))
    }
    for spec in interface.taps {
      let fields = Fields(spec.data.compactMap { slotOfPort[$0] })
      taps.append((slot(spec.valid), fields, Recording(fields)))
    }
  }

  deinit { for memory in memories { memory.deallocate() } }

  private func fillState(_ filler: inout Filler) {
    for (index, signal) in compiled.flat.allSignals() {
      switch signal.driver {
      case .state, .readData:
        let words = filler.words(signal.type)
        for (offset, word) in words.enumerated() {
          machine.values[Int(compiled.slotOfSignal[index]) + offset] = word
        }
      case .input, .statements, .instance: break
      }
    }
  }

  var isFinished: Bool { false }

  // MARK: Ports

  func poke(port: Int, words: [UInt32]) {
    ports[port].write(machine, words[...])
    isSettled = false
  }

  func peek(port: Int) -> [UInt32] {
    settle(for: ports[port].slot)
    var words: [UInt32] = []
    ports[port].read(machine, into: &words)
    return words
  }

  /// Brings a slot up to date with the present inputs.
  func settle(for slot: Int) {
    if slot >= Int(compiled.program.firstObservedSlot) { settleFully() } else { settle() }
  }

  func settleFully() {
    settle()
    guard !isFullySettled else { return }
    machine.run(compiled.program.neededBatches..<machine.batchCount)
    isFullySettled = true
  }

  private func settle() {
    guard !isSettled else { return }
    if isInReset, resetStyle == .asynchronous { _ = takeResetValues() }
    machine.run(0..<compiled.program.neededBatches)
    isSettled = true
    isFullySettled = false
  }

  /// Returns the bits that have changed.
  private func takeResetValues() -> UInt64 {
    var changes: UInt64 = 0
    for (index, word) in resetWords.enumerated() {
      changes |= machine.values[firstRegister + index] ^ word
      machine.values[firstRegister + index] = word
    }
    return changes
  }

  private var isInReset: Bool { resetSlot.map { machine.values[$0] == 0 } ?? false }

  func memory(_ index: Int) -> MemoryState { memories[index] }

  func setWord(_ words: [UInt64], of memory: Int, at address: Int) {
    memories[memory].write(words, at: address)
  }

  // MARK: Cycles

  func step(_ cycles: Int) -> Int {
    let start = cycle
    while cycle - start < cycles, advance() { continue }
    return cycle - start
  }

  func reset(cycles: Int) {
    guard let resetSlot else { return }
    machine.values[resetSlot] = 0
    isSettled = false
    for _ in 0..<cycles { _ = advance() }
    machine.values[resetSlot] = 1
    isSettled = false
  }

  func run(limit: Int, until goal: EngineGoal) -> EngineOutcome {
    let start = cycle
    while !isReached(goal) {
      if cycle - start >= limit { return .limit }
      if !advance() { return .failed }
    }
    return .reached
  }

  private func isReached(_ goal: EngineGoal) -> Bool {
    switch goal {
    case .port(let port, let words): peek(port: port) == words
    case .quiet: streams.allSatisfy { $0.isSent && $0.hasExpected }
    case .finish: false
    case .expected: streams.allSatisfy { $0.hasExpected }
    }
  }

  /// One cycle. False if it brought a failure.
  private func advance() -> Bool {
    let failuresBefore = failureCount
    let isReset = isInReset
    for index in streams.indices where streams[index].drive(machine, isReset: isReset) {
      isSettled = false
    }
    settle()
    observer?.sample(cycle: cycle, isAfterEdge: false)
    for index in streams.indices {
      streams[index].sample(machine, cycle: cycle, isReset: isReset) { report(.streamRule, $0) }
    }
    for index in taps.indices where !isReset && machine.values[taps[index].valid] != 0 {
      taps[index].recording.append(cycle: cycle, taps[index].fields, machine)
    }
    if !isReset {
      for (index, slot) in requirementSlots.enumerated() where machine.values[slot] == 0 {
        report(compiled.requirements[index].kind, compiled.requirements[index].text)
      }
      for (index, slot) in coverSlots.enumerated() where machine.values[slot] != 0 {
        coverCounts[index] += 1
      }
      counters?.countBranches(machine)
    }
    edge(isReset: isReset)
    observer?.sample(cycle: cycle, isAfterEdge: true)
    cycle += 1
    return failureCount == failuresBefore
  }

  private func edge(isReset: Bool) {
    let values = machine.values
    var changes: UInt64 = 0
    for index in memories.indices { memories[index].readAndWrite(values) }
    counters?.keepRegisters(machine)
    let first = isReset ? resetWords.count : 0
    if isReset, resetStyle == .synchronous { changes |= takeResetValues() }
    next.withUnsafeBufferPointer { next in
      let registers = values + firstRegister
      for index in first..<next.count {
        let word = values[Int(next[index])]
        changes |= registers[index] ^ word
        registers[index] = word
      }
    }
    for index in memories.indices { changes |= memories[index].present(values) }
    counters?.countToggles(machine, isReset: isReset)
    if changes != 0 { isSettled = false }
  }

  private func report(_ kind: SimulationFailure.Kind, _ text: String) {
    failureCount += 1
    guard failures.count < Self.failuresKeptMax else { return }
    failures.append(SimulationFailure(cycle: cycle, kind: kind, text: text))
  }

  // MARK: Streams and taps

  func engage(stream: Int, pauseShare: UInt32, seed: UInt64) {
    streams[stream].engage(pauseShare: pauseShare, seed: seed)
  }

  func send(stream: Int, items: Int, words: [UInt32]) { streams[stream].send(words) }

  func pending(stream: Int) -> Int { streams[stream].pending }

  func expect(stream: Int, items: Int) { streams[stream].expected = items }

  func transferred(stream: Int) -> Int { streams[stream].transfers.count }

  func takeTransfers(stream: Int, items: Int) -> EngineItems { streams[stream].take(items) }

  func recorded(tap: Int) -> Int { taps[tap].recording.count }

  func takeRecorded(tap: Int, items: Int) -> EngineItems { taps[tap].recording.take(items) }

  func coverHits() -> [Int] { coverCounts }
}
