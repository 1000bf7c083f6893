import HardwareDSL

/// First-in first-out queue with several readers, each at its own pace: the place of a word is free
/// when all have it. The readers share the words, in one ring, and its port that reads, in turn.
public final class MulticastFIFO<Payload: SignalBundle>: Module {
  public let input: ReadyValid<Payload>
  public let outputs: [ReadyValid<Payload>]

  let ring: WindowRing
  let turns: StreamArbiter<Item>
  /// What each reader was given and has not taken.
  let queues: [StreamFIFO<Payload>]
  /// Of the word that each reader is given next.
  let next: [Signal]

  private let limits: [Requirement]
  private let depth: Int

  init(
    depth: Int, readers: Int, at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let size = UnitSize(
      depth, in: UnitSizes.memoryWords, "a MulticastFIFO of \(depth) words", at: place)
    let count = UnitSize(
      readers, in: UnitSizes.streams, "a MulticastFIFO with \(readers) readers", at: place)
    self.limits = limits + [size.requirement, count.requirement]
    self.depth = size.number
    input = .input(payload)
    outputs = (0..<count.number).map { _ in .output(payload) }
    ring = WindowRing(.bits(input.payload.layout.width), depth: size.number)
    let position = ring.first.type
    turns = StreamArbiter(count: count.number) { Item($0(position)) }
    queues = outputs.map { _ in StreamFIFO(depth: 2, payload) }
    next = outputs.map { _ in register(position, reset: 0) }
  }

  /// A queue of items of any payload.
  ///
  /// - Parameters:
  ///   - depth: Words that not all readers have, at least 1.
  ///   - readers: 2 to 1,024.
  public convenience init(
    depth: Int, readers: Int, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) {
    self.init(
      depth: depth, readers: readers, at: SourceLocation(file: file, line: line, column: column),
      [], payload)
  }

  public var moduleName: String {
    "multicast_fifo_\(input.payload.moduleWords)_d\(depth)_n\(outputs.count)"
  }

  public var documentation: Documentation {
    Documentation(
      "First-in first-out queue of \(Ring(depth).words) with \(outputs.count) readers, each at its "
        + "own pace. The place of a word is free when all have it.",
      latency: [.cycles(3, from: input, to: outputs[0]), .sentence("as many more as read before")],
      throughput: [.sentence("one word every cycle, to one reader after the other")],
      reset: [
        .sentence("empty"), .value(0, of: outputs.map(\.valid)), .value(1, of: input.ready),
      ], combinationalPaths: .none)
  }

  public var body: Behavior {
    ring.input.valid <== input.valid
    ring.input.payload.data <== input.payload.asBits
    input.ready <== ring.input.ready
    for (index, queue) in queues.enumerated() {
      let asks = turns.inputs[index]
      let comes = delayed("comes_\(index)", asks.fires, reset: 0)
      // What comes has its place already.
      asks.valid <== (next[index] != ring.end && queue.level + comes.asUnsigned < 2)
      asks.payload.data <== next[index]
      when(asks.fires) { next[index] <== ring.next(next[index]) }
      queue.input.valid <== comes
      queue.input.payload <== ring.words[0].asBundle(like: input.payload)
      outputs[index] <== queue.output
      claim("HasPlace_\(index)", !comes || queue.input.ready)
    }
    ring.reads[0] <== turns.output
    let isFree = wire("isFree", allOf(next.map { $0 != ring.first }))
    ring.releases <== isFree.asUnsigned
    claim("ReadAtOnce", !turns.output.valid || turns.output.ready, "who asks does not wait")
    cover("Full", !input.ready)
  }
}
