import HardwareDSL

/// First-in first-out queue of bit vectors between two clock domains, whatever their clocks.
///
/// Each side counts in its own domain. A count goes to the other side as a Gray code, of which one
/// bit changes at a time: whenever it is sampled, it is a count that was true a moment ago, so a
/// side may take the queue for fuller or emptier than it is, but never the other way round.
///
/// Where a side is reset, both sides begin anew. The word that waits at the output then stays until
/// it is taken, for its reader was promised it; the source waits for that.
public final class AsynchronousFIFO: Module {
  public let input: ReadyValid<Item>
  public let output: ReadyValid<Item>

  let storage: [Signal]
  /// Words that came in, and words that went out.
  let tail, head: GrayCount
  let isOffered = register(.bit, reset: 0, in: .sink, "a word waits at the output")
  let handshake: ResetHandshake

  private let limits: [Requirement]
  private let width: Int
  private let depth: Int
  private let stages: Int
  /// The counts may not overtake the handshake.
  private var countStages: Int { stages + 1 }

  /// - Parameters:
  ///   - depth: a power of two, at least 2.
  ///   - stages: of the synchronizers of single bits, at least 2; counts take one more.
  public init(
    width: Int, depth: Int, stages: Int = 2, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    let name = "an AsynchronousFIFO"
    let place = SourceLocation(file: file, line: line, column: column)
    limits = [
      .width(width, of: name, at: place), .depth(depth, of: name, at: place),
      .stages(stages, of: name, at: place),
    ]
    let depth = max(2, depth)
    self.width = width
    self.depth = depth
    self.stages = stages
    handshake = ResetHandshake(stages: max(2, stages))
    input = .input(.bits(width), in: .source)
    output = .output(.bits(width), in: .sink)
    storage = (0..<depth).map { _ in dataRegister(.bits(width), in: .source) }
    tail = GrayCount(.register(reset: 0, in: .source), depth: depth)
    head = GrayCount(.register(reset: 0, in: .sink), depth: depth)
  }

  public var moduleName: String {
    "asynchronous_fifo_w\(width)_d\(depth)" + (stages == 2 ? "" : "_s\(stages)")
  }

  public var documentation: Documentation {
    Documentation(
      "First-in first-out queue of \(depth) words from one clock domain to another.",
      latency: [
        .cycles(
          countStages + 1, from: input, to: output,
          note: "or one more where the edges of both clocks meet")
      ],
      throughput: [
        .queue(
          from: input, to: output, every: 1,
          "that of the slower clock, if the depth is at least \(2 * countStages + 2)")
      ],
      reset: [
        .sentence(
          "empty, also where one side alone is reset. Words that came in before both sides know "
            + "are lost, but for one that waits at the output; then both go on"),
        .value(0, of: output.valid, input.ready),
      ],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    source
    sink
  }

  @HardwareBuilder private var source: Behavior {
    section("The side of the input")
    let headSeen = synchronized("head", gray: head.code, into: .source, stages: countStages)
    // Full where the counts differ in the first bit alone, which is two bits of their codes.
    let otherLap =
      depth == 2 ? ~headSeen : headSeen ^ Signal(3 * depth / 2, tail.code.type)
    let full = wire("full", tail.code == otherLap)
    let runs = handshake.sourceRuns
    handshake.sourceIsIdle <== 1
    input.ready <== (runs && !full)

    let push = wire("push", input.fires)
    tail.step("Tail", where: push, clears: !runs, in: .source)
    for (index, word) in storage.enumerated() {
      when(push && tail.slot == .number(index)) { word <== input.payload.data }
    }
    let level = tail.number &- number(ofGray: headSeen)
    claim(
      "LevelInRange", !runs || level <= .number(depth), in: .source,
      "no more words wait than there is room for")
  }

  @HardwareBuilder private var sink: Behavior {
    section("The side of the output")
    let tailSeen = synchronized("tail", gray: tail.code, into: .sink, stages: countStages)
    let runs = handshake.sinkRuns
    let waits = wire("waits", output.valid && !output.ready)
    handshake.sinkIsIdle <== !waits
    isOffered <== waits
    output.valid <== (runs && head.code != tailSeen || isOffered)
    output.payload.data
      <== crossing(
        "word", select(storage, at: head.slot), into: .sink,
        because: "a word is written before its count comes over, and kept until it has gone out")

    head.step("Head", where: output.fires, clears: !runs && !waits, in: .sink)
    cover("KeepsItsWord", !runs && isOffered, in: .sink)
  }
}
