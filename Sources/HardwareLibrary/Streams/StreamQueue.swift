import HardwareDSL

/// First-in first-out queue between two streams, in registers or, if it has more bits than are good
/// to have in registers, in a memory.
public final class StreamQueue<Payload: SignalBundle>: StreamStage {
  public let input: ReadyValid<Payload>
  public let output: ReadyValid<Payload>

  let registers: StreamFIFO<Payload>?
  let memory: MemoryFIFO<Payload>?

  private let limits: [Requirement]
  private let depth: Int

  /// - Parameter registerBitsMax: So many stay in registers.
  init(
    depth: Int, registerBitsMax: Int, at place: SourceLocation,
    _ payload: (FieldMaker) -> Payload
  ) {
    let sizes = UnitSizes.memoryWords
    limits = [.size(depth, in: sizes, "a StreamQueue of \(depth) words", at: place)]
    let depth = depth.clamped(to: sizes)
    self.depth = depth
    input = .input(payload)
    output = .output(payload)
    let bits = depth * output.payload.layout.width
    let isSmall = bits <= registerBitsMax && UnitSizes.registerWords.contains(depth) || depth == 1
    registers = isSmall ? StreamFIFO(depth: depth, payload) : nil
    // Its output is one of the words.
    memory = isSmall ? nil : MemoryFIFO(depth: depth - 1, payload)
  }

  /// A queue of items of any payload, in a memory if it has more than 1,024 bits.
  ///
  /// - Parameter depth: 1 to 2^23.
  public convenience init(
    depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(depth: depth, registerBitsMax: 1_024, at: place, payload)
  }

  public var moduleName: String { "stream_queue_\(output.payload.moduleWords)_d\(depth)" }

  public var documentation: Documentation {
    Documentation(
      "First-in first-out queue of \(Ring(depth).words) in "
        + "\(memory == nil ? "registers" : "a memory").",
      latency: [.cycles(memory == nil ? 1 : 2, from: input, to: output)],
      throughput: [
        .one(
          "word", every: depth == 1 || memory != nil && depth == 2 ? 2 : 1, from: input,
          to: output, note: "at any level but empty and full")
      ],
      reset: [.sentence("empty"), .value(0, of: output.valid), .value(1, of: input.ready)],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    if let registers { output <== registers(input) }
    if let memory { output <== memory(input) }
  }
}
