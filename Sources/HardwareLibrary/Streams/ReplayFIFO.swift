import HardwareDSL

/// First-in first-out queue in a memory whose reader can go back: words that were taken and not
/// committed come again.
///
/// A rewind is a stream without data: it goes over where no word waits at the output, or with the
/// word that is taken, which was promised to the reader.
public final class ReplayFIFO<Payload: SignalBundle>: StreamStage {
  public let input: ReadyValid<Payload>
  public let output: ReadyValid<Payload>
  public let commit = HardwareDSL.input(
    .bit, "the words taken so far do not come again, that of this cycle neither")
  public let rewinds = ReadyValid<Token>.input { Token($0) }

  let words: Memory
  let head: Signal
  let tail: Signal
  let taken, done: Signal
  let isFetched = register(.bit, reset: 0, "the word at the output is there")

  private let limits: [Requirement]
  private let depth: Int
  var ring: Ring { Ring(depth) }

  init(
    depth: Int, at place: SourceLocation, _ limits: [Requirement],
    _ payload: (FieldMaker) -> Payload
  ) {
    let size = UnitSize(
      depth, in: UnitSizes.memoryWords, "a ReplayFIFO of \(depth) words", at: place)
    self.limits = limits + [size.requirement]
    self.depth = size.number
    let ring = Ring(size.number)
    input = .input(payload)
    output = .output(payload)
    words = Memory(.bits(output.payload.layout.width), depth: ring.depth)
    head = register(ring.position, reset: 0, "of the word that is fetched next")
    tail = register(ring.position, reset: 0)
    taken = register(ring.position, reset: 0, "behind the words that were taken")
    done = register(ring.position, reset: 0, "behind the words that are committed")
  }

  /// A queue of items of any payload.
  ///
  /// - Parameter depth: Of the memory, at least 1.
  public convenience init(
    depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ payload: (FieldMaker) -> Payload
  ) {
    self.init(
      depth: depth, at: SourceLocation(file: file, line: line, column: column), [], payload)
  }

  public var moduleName: String { "replay_fifo_\(output.payload.moduleWords)_d\(depth)" }

  public var documentation: Documentation {
    Documentation(
      "First-in first-out queue of \(ring.words) in a memory. A word keeps its place until it is "
        + "taken and committed, and comes again after a rewind.",
      latency: [.cycles(2, from: input, rewinds, to: output)],
      throughput: [
        .queue(
          from: input, to: output, every: max(1, 4 - depth), "if each is committed as it is taken")
      ],
      reset: [.sentence("empty"), .value(0, of: output.valid), .value(1, of: input.ready)],
      combinationalPaths: [.path(from: output.ready, to: rewinds.ready)])
  }

  public var body: Behavior {
    input.ready <== ring.hasRoom(from: done, to: tail)
    when(input.fires) {
      words.write(input.payload.asBits, at: ring.slot(of: tail))
      tail <== ring.next(tail)
    }
    ring.give(words, from: head, to: tail, isFetched: isFetched, through: output)
    let end = wire("newTaken", mux(output.fires, ring.next(taken), taken))
    let start = wire("newDone", mux(commit, end, done))
    taken <== end
    done <== start
    rewinds.ready <== (!output.valid || output.ready)
    when(rewinds.fires) {
      head <== start
      taken <== start
      isFetched <== 0
    }
    ring.claimSlots(from: done, to: tail)
    claim(
      "TakenInside", ring.distance(from: done, to: taken) <= ring.distance(from: done, to: tail),
      "what was taken came in")
    cover("Full", !input.ready)
    cover("Again", rewinds.fires && start != end)
  }
}
