import BenchSupport
import HardwareDSL
import HardwareLibrary

/// The units of the library whose slips are tried, with the checks that may notice them.
enum LibraryUnits {
  static let all: [MutatedUnit] = streams + computing + others

  private static let streams: [MutatedUnit] = [
    MutatedUnit(
      "StreamRegister", StreamRegister(width: 33),
      [
        { try await StreamStageTests().register(width: 33) },
        { try await ContractTests().streamRegister() },
      ]),
    MutatedUnit(
      "SkidBuffer", SkidBuffer(width: 33),
      [
        { try await StreamStageTests().skidBuffer(width: 33) },
        { try await ContractTests().skidBuffer() },
      ]),
    MutatedUnit(
      "MemoryFIFO", MemoryFIFO(width: 33, depth: 3),
      [
        { try await StreamStageTests().memoryFIFO(depth: 3) },
        { try await StreamStageTests().levels(queue: .memory, depth: 3) },
        { try await ContractTests().memoryFIFO(depth: 3) },
      ]),
    MutatedUnit(
      "BypassFIFO", BypassFIFO(width: 33, depth: 3),
      [
        { try await StreamStageTests().bypassFIFO(depth: 3) },
        { try await StreamStageTests().levels(queue: .bypass, depth: 3) },
        { try await ContractTests().bypassFIFO(depth: 3) },
      ]),
    MutatedUnit(
      "DropFIFO", DropFIFO(width: 33, depth: 3),
      [
        { try await QueueTests().drop(depth: 3, width: 33) },
        { try await ContractTests().dropFIFO(depth: 3) },
      ]),
    MutatedUnit(
      "ReplayFIFO", ReplayFIFO(width: 33, depth: 3),
      [
        { try await QueueTests().replay(depth: 3, width: 33) },
        { try await ContractTests().replayFIFO(depth: 3) },
      ]),
    MutatedUnit(
      "MulticastFIFO", MulticastFIFO(width: 33, depth: 3, readers: 2),
      [
        { try await QueueTests().multicast(depth: 3, readers: 2, width: 33) },
        { try await QueueTests().stopped() },
        { try await ContractTests().multicastFIFO(depth: 3) },
      ]),
    MutatedUnit(
      "WeightedArbiter", WeightedArbiter(width: 32, weights: [2, 5, 1]),
      [
        { try await WeightedArbiterTests().turns(weights: [2, 5, 1]) },
        { try await ContractTests().weightedArbiter(weights: [3, 1, 2]) },
      ]),
    MutatedUnit(
      "PriorityArbiter", PriorityArbiter(width: 33, count: 3),
      [
        { try await StreamJunctionTests().priority(count: 3) },
        { try await StreamJunctionTests().waiting() },
        { try await ContractTests().priorityArbiter(count: 3) },
      ]),
    MutatedUnit(
      "StreamFork", StreamFork(width: 33, count: 3),
      [
        { try await StreamJunctionTests().fork(count: 3) },
        { try await ContractTests().streamFork(count: 3) },
      ]),
    MutatedUnit(
      "StreamUpsizer", StreamUpsizer(width: 33, lanes: 3),
      [
        { try await StreamWidthTests().up(lanes: 3) },
        { try await ContractTests().streamUpsizer(lanes: 3) },
      ]),
    MutatedUnit(
      "StreamDownsizer", StreamDownsizer(width: 33, lanes: 3),
      [
        { try await StreamWidthTests().down(lanes: 3) },
        { try await ContractTests().streamDownsizer(lanes: 3) },
      ]),
  ]

  private static let computing: [MutatedUnit] = [
    MutatedUnit(
      "LoopNest", LoopNest(bits: [3, 1, 4]),
      [
        { try await LoopNestTests().steps(bits: [3, 1, 4]) },
        { try await ContractTests().loopNest(bits: [2, 3]) },
      ]),
    MutatedUnit(
      "AdderTree", AdderTree(count: 7, .signed(12), levelsPerStage: 2),
      [
        { try await StreamArithmeticTests().sum(count: 7, bits: 12, levels: 2) },
        { try await ContractTests().trees(levels: 2) },
      ]),
    MutatedUnit(
      "Requantizer",
      Requantizer(lanes: 1, bits: 24, multiplierBits: 17, shift: 20, resultBits: 8),
      [
        {
          try await StreamArithmeticTests().requantizer(
            lanes: 1, bits: 24, multiplierBits: 17, shift: 20, resultBits: 8)
        },
        { try await ContractTests().requantizer() },
      ]),
    MutatedUnit(
      "PipelinedDivider", PipelinedDivider(dividendBits: 8, divisorBits: 4),
      [
        { try await StreamArithmeticTests().divider(dividendBits: 8, divisorBits: 4) },
        { try await ContractTests().pipelinedDivider(dividendBits: 5) },
      ]),
    MutatedUnit(
      "DoubleBuffer", DoubleBuffer(.bits(33), depth: 5),
      [
        { try await DoubleBufferTests().halves(depth: 5) },
        { try await ContractTests().doubleBuffer() },
      ]),
    MutatedUnit(
      "WindowRing", WindowRing(.bits(33), depth: 3, ports: 2, releasesMax: 2),
      [
        { try await WindowRingTests().reads((3, 2, 2), width: 33) },
        { try await WindowRingTests().outside() },
        { try await ContractTests().windowRing() },
      ]),
    MutatedUnit(
      "SlidingWindow", SlidingWindow(depth: 3, ports: 2, releasesMax: 2),
      [
        { try await WindowRingTests().reads((3, 2, 2), width: 33) },
        { try await WindowRingTests().outside() },
        { try await ContractTests().slidingWindow() },
      ]),
    MutatedUnit(
      "ByteMaskedMemory", ByteMaskedMemory(bytes: 4, depth: 3),
      [
        { try await ByteMaskedMemoryTests().bytes((4, 3)) },
        { try await ContractTests().byteMaskedMemory() },
      ]),
    MutatedUnit(
      "BankedMemory", BankedMemory(.bits(33), depth: 5, banks: 3, ports: 2),
      [
        { try await BankedMemoryTests().reads(banks: 3, ports: 2) },
        { try await BankedMemoryTests().conflict() },
        { try await ContractTests().bankedMemory() },
      ]),
  ]

  private static let others: [MutatedUnit] = [
    MutatedUnit(
      "StreamFIFO", StreamFIFO(width: 32, depth: 4),
      [
        { try await StreamFIFOTests().order(drive: 3) },
        { try await StreamFIFOTests().queue(depth: 4, seed: 11) },
        { try await StreamFIFOTests().order(drive: 0) },
        { try await StreamStageTests().levels(queue: .registers, depth: 8) },
        { try await ContractTests().streamFIFO(depth: 4) },
      ]),
    MutatedUnit(
      "StreamArbiter", StreamArbiter(width: 32, count: 4),
      [
        { try await StreamArbiterTests().roundRobin(count: 4) },
        { try await StreamArbiterTests().order(count: 5, seed: 3) },
        { try await ContractTests().streamArbiter(count: 3) },
      ]),
    MutatedUnit(
      "SerialDivider", SerialDivider(quotientBits: 18, divisorBits: 16),
      [
        { try await SerialDividerTests().exhaustive() },
        { try await SerialDividerTests().wide(seed: 1) },
        { try await ContractTests().serialDivider(quotientBits: 18) },
      ]),
    MutatedUnit(
      "AXI4LiteWrites", AXI4LiteWrites(addressBits: 7),
      [
        { try await RegisterTests().model() }, { try await AXIContractTests().axi4LiteWrites() },
      ]),
    MutatedUnit(
      "AXI4LiteReads", AXI4LiteReads(addressBits: 7),
      [
        { try await RegisterTests().model() }, { try await AXIContractTests().axi4LiteReads() },
      ]),
    MutatedUnit(
      "AXI4LiteRegisters", AXI4LiteRegisters(DeviceMap.map),
      [
        { try await RegisterTests().model() },
        { try await AXIContractTests().registers() },
      ]),
    MutatedUnit(
      "AsynchronousFIFO", AsynchronousFIFO(width: 32, depth: 4),
      [
        { try await AsynchronousFIFOTests().order(drive: 3, depth: 4) },
        { try await AsynchronousFIFOTests().order(drive: 0, depth: 4) },
        { try await AsynchronousFIFOTests().shallow() },
        { try await AsynchronousFIFOTests().throughput(stages: 2) },
        { try await AsynchronousFIFOTests().oneDomain() },
        { try await ContractTests().asynchronousFIFO(stages: 2, clocks: 4) },
        { try await OneSidedResetTests().words(number: 2) },
        { try await OneSidedResetTests().words(number: 6) },
        { try await OneSidedResetTests().waitingWord() },
      ]),
    MutatedUnit(
      "PulseSynchronizer", PulseSynchronizer(),
      [
        { try await PulseSynchronizerTests().arrives(index: 4) },
        { try await PulseSynchronizerTests().arrives(index: 1) },
        { try await ContractTests().pulseSynchronizer(stages: 2, clocks: 2) },
        { try await OneSidedResetTests().firstPulse(number: 2) },
        { try await OneSidedResetTests().firstPulse(number: 7) },
        { try await OneSidedResetTests().pulses(number: 2) },
        { try await OneSidedResetTests().pulses(number: 6) },
      ]),
    MutatedUnit(
      "ResetSynchronizer", ResetSynchronizer(stages: 3),
      [
        { try await ResetSynchronizerTests().ends(stages: 3) },
        { try await ContractTests().resetSynchronizer() },
      ]),
    MutatedUnit(
      "ResetHandshake", ResetHandshake(),
      [
        { try await OneSidedResetTests().answers(stages: 2) },
        { try await OneSidedResetTests().handshake(stages: 2, number: 2) },
        { try await OneSidedResetTests().handshake(stages: 2, number: 7) },
        { try await OneSidedResetTests().words(number: 2) },
        { try await OneSidedResetTests().words(number: 6) },
        { try await ContractTests().resetHandshake() },
      ]),
  ]
}
