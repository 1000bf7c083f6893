import BenchSupport
import HardwareDSL
import HardwareLibrary
import Testing

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

  @Test("Bypass FIFO", arguments: [1, 2, 3, 5, 8])
  func bypassFIFO(depth: Int) async throws { try await keeps(BypassFIFO(width: 33, depth: depth)) }

  @Test("Bypass FIFO of any width", arguments: widths)
  func bypassFIFO(width: Int) async throws { try await keeps(BypassFIFO(width: width, depth: 3)) }

  @Test("Items of several fields", .simulatedInAll)
  func fields() async throws {
    try await keeps(Stages(bits: 12))
  }
}

/// Every stage in a row.
private final class Stages: StreamStage {
  let bits: Int
  let input: ReadyValid<Sample>
  let output: ReadyValid<Sample>
  let register: StreamRegister<Sample>
  let skid: SkidBuffer<Sample>
  let fifo: StreamFIFO<Sample>
  let memory: MemoryFIFO<Sample>
  let bypass: BypassFIFO<Sample>

  init(bits: Int) {
    self.bits = bits
    let sample = { field in Sample(field, bits: bits) }
    input = .input(sample)
    output = .output(sample)
    register = StreamRegister(sample)
    skid = SkidBuffer(sample)
    fifo = StreamFIFO(depth: 3, sample)
    memory = MemoryFIFO(depth: 3, sample)
    bypass = BypassFIFO(depth: 3, sample)
  }

  var documentation: Documentation { Documentation("Every stage in a row.") }

  var body: Behavior { output <== memory(bypass(skid(register(fifo(input))))) }
}
