import BenchSupport
import HardwareDSL
import HardwareIR
import TestSupport
import Testing

@testable import HardwareLibrary

/// A payload of several fields.
struct Sample: SignalBundle {
  let value: Signal
  let isLast: Signal

  init(_ field: FieldMaker, bits: Int) {
    value = field(.signed(bits))
    isLast = field(.bit)
  }
}

/// What goes into a stage comes out of it, under four drives.
@Suite("Stages that keep what they are given", .simulated)
struct StreamStageTests {
  private func keeps(
    _ stage: @autoclosure () -> some StreamStage, every cycles: Int = 1
  ) async throws {
    try await verifyStreams(of: stage()) { run in
      run.gives("output", run.sent["input"]) ?? run.keeps("output", every: cycles)
    }
  }

  static let widths = [0, 1, 8, 33, 128, 512]

  @Test("Stream register", arguments: widths)
  func register(width: Int) async throws { try await keeps(StreamRegister(width: width)) }

  @Test("Skid buffer", arguments: widths)
  func skidBuffer(width: Int) async throws { try await keeps(SkidBuffer(width: width)) }

  @Test("Stream FIFO", arguments: [1, 2, 3, 5, 8])
  func fifo(depth: Int) async throws {
    try await keeps(StreamFIFO(width: 33, depth: depth), every: depth == 1 ? 2 : 1)
  }

  @Test("Stream FIFO of any width", arguments: widths)
  func fifo(width: Int) async throws { try await keeps(StreamFIFO(width: width, depth: 3)) }

  @Test("Memory FIFO", arguments: [1, 2, 3, 5, 8])
  func memoryFIFO(depth: Int) async throws {
    try await keeps(MemoryFIFO(width: 33, depth: depth), every: depth == 1 ? 2 : 1)
  }

  @Test("Memory FIFO of any width", arguments: widths)
  func memoryFIFO(width: Int) async throws { try await keeps(MemoryFIFO(width: width, depth: 3)) }

  @Test("Stream queue, in registers and in a memory", arguments: [1, 2, 3, 5, 33])
  func queue(depth: Int) async throws {
    let isSlow = depth == 1 || depth == 2
    try await keeps(
      StreamQueue(depth: depth) { Item($0(.bits(33))) }, every: depth == 1 ? 2 : 1)
    let place = SourceLocation(file: #filePath, line: #line, column: 0)
    try await keeps(
      StreamQueue(depth: depth, registerBitsMax: 0, at: place) { Item($0(.bits(33))) },
      every: isSlow ? 2 : 1)
  }

  @Test("Bypass FIFO", arguments: [1, 2, 3, 5, 8])
  func bypassFIFO(depth: Int) async throws { try await keeps(BypassFIFO(width: 33, depth: depth)) }

  @Test("Bypass FIFO of any width", arguments: widths)
  func bypassFIFO(width: Int) async throws { try await keeps(BypassFIFO(width: width, depth: 3)) }

  /// Expects that `level` is, in every cycle, what came in and has not gone out.
  private func countsLevel(_ queue: some StreamStage) async throws {
    let bench = try await Bench(queue, pulses: ["input_valid", "output_ready"])
    var noise = TestRandom(seed: 5)
    var level = 0
    var isOffered = false
    for cycle in 0..<600 {
      // Phases in which it fills and drains, so that both ends are met.
      let share = [800, 200][cycle / 40 % 2]
      isOffered = isOffered || noise.chance(perMille: share)
      var inputs = ["output_ready": noise.chance(perMille: 1000 - share) ? 1 : 0]
      if isOffered { inputs.merge(["input_valid": 1, "input_data": 7]) { $1 } }
      try bench.set(inputs)
      #expect(bench["level"] == level, "cycle \(cycle)")
      let comes = isOffered && bench["input_ready"] == 1
      let goes = inputs["output_ready"] == 1 && bench["output_valid"] == 1
      level += (comes ? 1 : 0) - (goes ? 1 : 0)
      if comes { isOffered = false }
      try bench.simulation.step()
    }
  }

  enum Queue: CaseIterable { case registers, memory, bypass }

  @Test("Queues count their words", arguments: Queue.allCases, [1, 2, 3, 5, 8])
  func levels(queue: Queue, depth: Int) async throws {
    switch queue {
    case .registers: try await countsLevel(StreamFIFO(width: 8, depth: depth))
    case .memory: try await countsLevel(MemoryFIFO(width: 8, depth: depth))
    case .bypass: try await countsLevel(BypassFIFO(width: 8, depth: depth))
    }
  }

  @Test("Enumerations, numbers with a point, arrays and nothing are payloads")
  func payloads() async throws {
    try await keeps(Stages { Message($0) })
  }

  @Test("Items of several fields", .simulatedInAll)
  func fields() async throws {
    try await keeps(Stages { Sample($0, bits: 12) })
  }
}

private enum Kind: HardwareEnum { case plain, marked, last, spare }

private struct Message: SignalBundle {
  let kind: Enumerated<Kind>
  let gain: Fixed
  let sample: Sample
  let words: [Signal]
  let nothing: Signal

  init(_ field: FieldMaker) {
    kind = field(Kind.self)
    gain = Fixed(field(.signed(9)), fractionBits: 4)
    sample = Sample(field, bits: 5)
    words = (0..<3).map { _ in field(.bits(7)) }
    nothing = field(.unsigned(0))
  }
}

/// Every stage in a row.
private final class Stages<Payload: SignalBundle>: StreamStage {
  let input: ReadyValid<Payload>
  let output: ReadyValid<Payload>
  let register: StreamRegister<Payload>
  let skid: SkidBuffer<Payload>
  let fifo: StreamFIFO<Payload>
  let memory: MemoryFIFO<Payload>
  let bypass: BypassFIFO<Payload>

  init(_ payload: (FieldMaker) -> Payload) {
    input = .input(payload)
    output = .output(payload)
    register = StreamRegister(payload)
    skid = SkidBuffer(payload)
    fifo = StreamFIFO(depth: 3, payload)
    memory = MemoryFIFO(depth: 3, payload)
    bypass = BypassFIFO(depth: 3, payload)
  }

  var documentation: Documentation { Documentation("Every stage in a row.") }

  var body: Behavior { output <== memory(bypass(skid(register(fifo(input))))) }
}
