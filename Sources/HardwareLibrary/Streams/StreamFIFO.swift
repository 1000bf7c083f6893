import HardwareDSL

/// First-in first-out queue between two streams, in registers.
public final class StreamFIFO<Payload: SignalBundle>: StreamStage {
  public let input: ReadyValid<Payload>
  public let output: ReadyValid<Payload>
  public let level: Signal

  let storage: [Payload]
  let head: Signal
  let tail: Signal

  private let limits: [Requirement]
  private let depth: Int
  var ring: Ring { Ring(depth) }

  init(
    depth: Int, at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let size = UnitSize(
      depth, in: UnitSizes.registerWords, "a StreamFIFO of \(depth) words", at: place)
    self.limits = limits + [size.requirement]
    let depth = size.number
    self.depth = depth
    let ring = Ring(depth)
    input = .input(payload)
    output = .output(payload)
    level = HardwareDSL.output(ring.level, "words that wait")
    storage = (0..<ring.depth).map { _ in payload(.dataRegister()) }
    head = register(ring.position, reset: 0)
    tail = register(ring.position, reset: 0)
  }

  /// A queue of items of any payload.
  ///
  /// - Parameter depth: 1 to 4,096.
  public convenience init(
    depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) {
    self.init(
      depth: depth, at: SourceLocation(file: file, line: line, column: column), [], payload)
  }

  public var moduleName: String { "stream_fifo_\(storage[0].moduleWords)_d\(depth)" }

  public var documentation: Documentation {
    Documentation(
      "First-in first-out queue of \(ring.words) between two streams.",
      latency: [.cycles(1, from: input, to: output, level)],
      throughput: [.queue(from: input, to: output, every: depth == 1 ? 2 : 1)],
      reset: [.sentence("empty"), .value(0, of: output.valid, level), .value(1, of: input.ready)],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    input.ready <== ring.hasRoom(from: head, to: tail)
    output.valid <== (head != tail)
    output.payload <== ring.word(at: head, of: storage)
    level <== ring.count(from: head, to: tail)

    let push = wire("push", input.fires)
    when(push) { tail <== ring.next(tail) }
    when(output.fires) { head <== ring.next(head) }
    for (index, word) in storage.enumerated() {
      when(push && ring.slot(of: tail) == .number(index)) { word <== input.payload }
    }
    ring.claimSlots(from: head, to: tail)
    cover("Full", !input.ready)
  }
}
