import HardwareDSL

/// First-in first-out queue in a memory whose writer takes back what it has not committed: a packet
/// that turns out to be broken is dropped before anybody sees it.
public final class DropFIFO<Payload: SignalBundle>: StreamStage {
  public let input: ReadyValid<Payload>
  public let output: ReadyValid<Payload>
  public let commit = HardwareDSL.input(.bit, "the words so far can go out, that of this cycle too")
  public let drop = HardwareDSL.input(
    .bit, "the words that are not committed are lost, that of this cycle too")

  let words: Memory
  let head: Signal
  let tail: Signal
  let kept: Signal
  let isFetched = register(.bit, reset: 0, "the word at the output is there")

  private let limits: [Requirement]
  private let depth: Int
  var ring: Ring { Ring(depth) }

  init(
    depth: Int, at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let size = UnitSize(
      depth, in: UnitSizes.memoryWords, "a DropFIFO of \(depth) words", at: place)
    self.limits = limits + [size.requirement]
    self.depth = size.number
    let ring = Ring(size.number)
    input = .input(payload)
    output = .output(payload)
    words = Memory(.bits(output.payload.layout.width), depth: ring.depth)
    head = register(ring.position, reset: 0, "of the word that is fetched next")
    tail = register(ring.position, reset: 0)
    kept = register(ring.position, reset: 0, "behind the words that are committed")
  }

  /// A queue of items of any payload.
  ///
  /// - Parameter depth: Of the memory, at least 1; the longest packet that can be dropped. One more
  ///   word waits at the output.
  public convenience init(
    depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) {
    self.init(
      depth: depth, at: SourceLocation(file: file, line: line, column: column), [], payload)
  }

  public var moduleName: String { "drop_fifo_\(output.payload.moduleWords)_d\(depth)" }

  public var documentation: Documentation {
    Documentation(
      "First-in first-out queue of \(ring.words) in a memory, and one more at the output. Words go "
        + "out once they are committed; what is not may be dropped. Where it is full of words that "
        + "are not committed, it waits for either.",
      latency: [.cycles(2, from: commit, to: output), .sentence("a word waits for its commit")],
      throughput: [
        .queue(
          from: input, to: output, every: depth == 1 ? 2 : 1, "if each is committed as it comes")
      ],
      reset: [.sentence("empty"), .value(0, of: output.valid), .value(1, of: input.ready)],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    input.ready <== ring.hasRoom(from: head, to: tail)
    let end = wire("newTail", mux(input.fires, ring.next(tail), tail))
    when(input.fires) { words.write(input.payload.asBits, at: ring.slot(of: tail)) }
    tail <== mux(drop, kept, end)
    when(commit) { kept <== end }
    ring.give(words, from: head, to: kept, isFetched: isFetched, through: output)
    ring.claimSlots(from: head, to: tail)
    assume("OneOfBoth", !(commit && drop), "words are committed or dropped")
    claim(
      "KeptInside", ring.distance(from: head, to: kept) <= ring.distance(from: head, to: tail),
      "what is committed is between what goes out and what came in")
    cover("Full", !input.ready)
    cover("Dropped", drop && tail != kept)
  }
}
