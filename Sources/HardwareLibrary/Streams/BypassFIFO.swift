import HardwareDSL

/// First-in first-out queue that an item passes in the cycle in which it comes, if nothing waits.
public final class BypassFIFO<Payload: SignalBundle>: StreamStage {
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
      depth, in: UnitSizes.registerWords, "a BypassFIFO of \(depth) words", at: place)
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

  public var moduleName: String { "bypass_fifo_\(output.payload.moduleWords)_d\(depth)" }

  public var documentation: Documentation {
    Documentation(
      "First-in first-out queue of \(ring.words), which an item passes at once if nothing waits.",
      latency: [.cycles(0, from: input, to: output)],
      throughput: [.one("word", from: input, to: output, note: "unless it is full")],
      reset: [.sentence("empty"), .value(0, of: level), .value(1, of: input.ready)],
      combinationalPaths: Documentation.Paths(
        [.path(from: input.valid, to: output.valid)]
          + Documentation.Path.fields(of: input.payload, to: output.payload)))
  }

  public var body: Behavior {
    let waits = wire("waits", head != tail)
    input.ready <== ring.hasRoom(from: head, to: tail)
    output.valid <== (input.valid || waits)
    output.payload <== mux(waits, ring.word(at: head, of: storage), input.payload)
    level <== ring.count(from: head, to: tail)

    let push = wire("push", input.fires && (waits || !output.ready))
    when(push) { tail <== ring.next(tail) }
    when(waits && output.ready) { head <== ring.next(head) }
    for (index, word) in storage.enumerated() {
      when(push && ring.slot(of: tail) == .number(index)) { word <== input.payload }
    }
    ring.claimSlots(from: head, to: tail)
    cover("Full", !input.ready)
  }
}
