import HardwareIR
import SimulationInterface

/// Sees every cycle of a simulation, with all values settled.
protocol CycleObserver: AnyObject {
  /// Before the rising edge of `cycle`, and after it.
  func sample(cycle: Int, isAfterEdge: Bool)
}

/// The compiled circuit with its state, in the order of things of testbench/bench.hpp: agents set
/// the inputs, values settle, streams and taps are sampled, the edges.
final class InterpreterKernel: SimulationKernel {
  static let failuresKeptMax = 64

  let compiled: CompiledCircuit
  let machine: Machine
  private(set) var cycle = 0
  private(set) var failureCount = 0
  private(set) var failures: [SimulationFailure] = []
  weak var observer: (any CycleObserver)?
  private(set) var counters: CoverageCounters?

  private let ports: [PortSlots]
  private let clocks: UnsafeMutableBufferPointer<ClockState>
  private var streams: [StreamAgent] = []
  private var taps: [(clock: Int, valid: Int, fields: Fields, recording: Recording)] = []
  private var attachments: [Attachment] = []
  private let memories: [MemoryState]
  private let requirements: [(clock: Int, slot: Int)]
  private let covers: [(clock: Int, slot: Int)]
  private var coverCounts: [Int]
  /// Whether an input or a register has changed since values last settled, and whether those that
  /// only observers ask for have settled since.
  private var isSettled = false
  private var isFullySettled = false

  init(_ compiled: CompiledCircuit, fill: StateFill, resetStyle: ResetStyle) {
    self.compiled = compiled
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
    requirements = compiled.requirements.map { ($0.clock, $0.slot) }
    covers = compiled.covers.map { ($0.clock, $0.slot) }
    coverCounts = covers.map { _ in 0 }
    let states = zip(compiled.registers, interface.clocks).map { registers, spec in
      ClockState(
        registers, resetSlot: spec.reset.flatMap { slotOfPort[$0]?.slot },
        resetLevel: spec.resetLevel, resetStyle: resetStyle)
    }
    clocks = .allocate(capacity: states.count)
    _ = clocks.initialize(from: states)
    var filler = Filler(fill)
    memories = compiled.memories.map { MemoryState($0, filler: &filler) }
    if compiled.coverage == .counted { counters = CoverageCounters(compiled) }
    fillState(&filler)
    for clock in clocks { clock.assertReset(machine.values) }
    func slot(_ name: String) -> Int { slotOfPort[name]?.slot ?? 0 }
    for spec in interface.streams {
      streams.append(
        StreamAgent(
          spec, clock: interface.clockIndex(of: spec.domain) ?? 0, valid: slot(spec.valid),
          ready: slot(spec.ready),
          fields: Fields(spec.payload.compactMap { slotOfPort[$0] })))
    }
    for spec in interface.taps {
      let fields = Fields(spec.data.compactMap { slotOfPort[$0] })
      let clock = interface.clockIndex(of: spec.domain) ?? 0
      taps.append((clock, slot(spec.valid), fields, Recording(fields)))
    }
  }

  deinit {
    for attachment in attachments { attachment.deallocate() }
    for memory in memories { memory.deallocate() }
    for clock in clocks { clock.deallocate() }
    clocks.deallocate()
  }

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
    ports[port].write(machine, words)
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
    for clock in clocks { clock.holdReset(machine.values) }
    machine.run(0..<compiled.program.neededBatches)
    isSettled = true
    isFullySettled = false
  }

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

  func setClock(_ clock: Int, period: Int, phase: Int) {
    clocks[clock].set(period: period, phase: phase, now: cycle)
  }

  /// Whether the present cycle ends with an edge of a clock.
  func hasEdge(_ clock: Int) -> Bool { clocks[clock].hasEdge }

  func reset(cycles: Int) {
    let slowest = clocks.map(\.period).max() ?? 1
    for clock in clocks { clock.assertReset(machine.values) }
    isSettled = false
    for _ in 0..<(cycles * slowest) { _ = advance() }
    for clock in clocks { clock.releaseReset(machine.values) }
    isSettled = false
  }

  func run(limit: Int, until goal: KernelGoal) -> KernelOutcome {
    let start = cycle
    while !isReached(goal) {
      if cycle - start >= limit { return .limit }
      if !advance() { return .failed }
    }
    return .reached
  }

  private func isReached(_ goal: KernelGoal) -> Bool {
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
    for index in clocks.indices { clocks[index].beginCycle(machine.values) }
    for index in streams.indices where clocks[streams[index].clock].hasEdge {
      let isReset = clocks[streams[index].clock].isReset
      if streams[index].drive(machine, isReset: isReset) { isSettled = false }
    }
    for attachment in attachments where clocks[attachment.clock].hasEdge {
      let isReset = clocks[attachment.clock].isReset
      let isChanged = attachment.drive(machine, &streams, cycle: cycle, isReset: isReset) {
        report(.busRule, $0)
      }
      if isChanged { isSettled = false }
    }
    settle()
    observer?.sample(cycle: cycle, isAfterEdge: false)
    for index in streams.indices where clocks[streams[index].clock].hasEdge {
      let isReset = clocks[streams[index].clock].isReset
      streams[index].sample(machine, cycle: cycle, isReset: isReset) { report(.streamRule, $0) }
    }
    for attachment in attachments where clocks[attachment.clock].hasEdge {
      let isReset = clocks[attachment.clock].isReset
      attachment.sample(machine, streams, cycle: cycle, isReset: isReset) { report(.busRule, $0) }
    }
    for index in taps.indices where machine.values[taps[index].valid] != 0 {
      guard clocks[taps[index].clock].isLive else { continue }
      taps[index].recording.append(cycle: cycle, taps[index].fields, machine)
    }
    for (index, requirement) in requirements.enumerated()
    where machine.values[requirement.slot] == 0 {
      guard clocks[requirement.clock].isLive else { continue }
      report(compiled.requirements[index].kind, compiled.requirements[index].text)
    }
    for (index, cover) in covers.enumerated() where machine.values[cover.slot] != 0 {
      if clocks[cover.clock].isLive { coverCounts[index] += 1 }
    }
    if clocks.isEmpty || clocks.contains(where: \.isLive) { counters?.countBranches(machine) }
    edge()
    observer?.sample(cycle: cycle, isAfterEdge: true)
    for index in clocks.indices { clocks[index].endCycle() }
    cycle += 1
    return failureCount == failuresBefore
  }

  /// All clocks that have an edge in the cycle have it together.
  private func edge() {
    let values = machine.values
    var changes: UInt64 = 0
    for index in memories.indices where clocks[memories[index].clock].hasEdge {
      memories[index].readAndWrite(values)
    }
    counters?.keepRegisters(machine)
    for clock in clocks where clock.hasEdge { changes |= clock.edge(values) }
    for index in memories.indices where clocks[memories[index].clock].hasEdge {
      changes |= memories[index].present(values)
    }
    for clock in clocks where clock.isLive {
      counters?.countToggles(machine, clock.changedSlots)
    }
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

  func attach(_ agent: any AttachedAgent, to streams: [Int]) {
    attachments.append(Attachment(agent, to: streams, &self.streams))
  }

  func pending(stream: Int) -> Int { streams[stream].pending }

  func expect(stream: Int, items: Int) { streams[stream].expected = items }

  func transferred(stream: Int) -> Int { streams[stream].transfers.count }

  func takeTransfers(stream: Int, items: Int) -> KernelItems { streams[stream].take(items) }

  func recorded(tap: Int) -> Int { taps[tap].recording.count }

  func takeRecorded(tap: Int, items: Int) -> KernelItems { taps[tap].recording.take(items) }

  func coverHits() -> [Int] { coverCounts }
}
