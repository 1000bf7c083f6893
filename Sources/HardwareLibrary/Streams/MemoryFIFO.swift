import HardwareDSL

/// First-in first-out queue between two streams, in a memory with one write and one read port.
///
/// The next word is fetched as soon as the one before has gone: it waits in the read data of the
/// memory, so that the queue needs no register for words.
public final class MemoryFIFO<Payload: SignalBundle>: StreamStage {
  public let input: ReadyValid<Payload>
  public let output: ReadyValid<Payload>
  public let level: Signal

  let words: Memory
  let head: Signal
  let tail: Signal
  let isFetched = register(.bit, reset: 0, "the word at the output is there")

  private let limits: [Requirement]
  private let depth: Int
  var ring: Ring { Ring(depth) }

  init(
    depth: Int, at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let size = UnitSize(
      depth, in: UnitSizes.memoryWords, "a MemoryFIFO of \(depth) words", at: place)
    self.limits = limits + [size.requirement]
    let depth = size.number
    self.depth = depth
    let ring = Ring(depth)
    input = .input(payload)
    output = .output(payload)
    level = HardwareDSL.output(
      .unsigned(bitsToHold(ring.depth + 1)), "words that wait, the one at the output among them")
    words = Memory(.bits(output.payload.layout.width), depth: ring.depth)
    head = register(ring.position, reset: 0)
    tail = register(ring.position, reset: 0)
  }

  /// A queue of items of any payload.
  ///
  /// - Parameter depth: Of the memory, at least 1; one more word waits at the output.
  public convenience init(
    depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) {
    self.init(
      depth: depth, at: SourceLocation(file: file, line: line, column: column), [], payload)
  }

  public var moduleName: String { "memory_fifo_\(output.payload.moduleWords)_d\(depth)" }

  public var documentation: Documentation {
    Documentation(
      "First-in first-out queue of \(ring.words) in a memory, and one more at the "
        + "output.",
      latency: [.cycles(2, from: input, to: output), .cycles(1, from: input, to: level)],
      throughput: [.queue(from: input, to: output, every: depth == 1 ? 2 : 1)],
      reset: [.sentence("empty"), .value(0, of: output.valid, level), .value(1, of: input.ready)],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    input.ready <== ring.hasRoom(from: head, to: tail)
    when(input.fires) {
      words.write(input.payload.asBits, at: ring.slot(of: tail))
      tail <== ring.next(tail)
    }
    ring.give(words, from: head, to: tail, isFetched: isFetched, through: output)
    let waiting = ring.count(from: head, to: tail) + isFetched.asUnsigned
    level <== waiting.truncated(to: level.width)
    ring.claimSlots(from: head, to: tail)
    cover("Full", !input.ready)
  }
}
