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
  /// One bit wider than an index, so that full and empty differ.
  let tail: Signal
  let tailGray: Signal
  let head: Signal
  let headGray: Signal
  let isOffered = register(.bit, reset: 0, in: .sink, "a word waits at the output")
  let handshake: ResetHandshake

  private let limits: [Requirement]
  private let width: Int
  private let depth: Int
  private let stages: Int
  /// The counts may not overtake the handshake.
  private var countStages: Int { stages + 1 }
  private var countBits: Int { bitsToHold(depth) }

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
    let count = HardwareType.unsigned(bitsToHold(depth))
    let code = HardwareType.bits(bitsToHold(depth))
    input = .input(.bits(width), in: .source)
    output = .output(.bits(width), in: .sink)
    storage = (0..<depth).map { _ in dataRegister(.bits(width), in: .source) }
    tail = register(count, reset: 0, in: .source, "words that came in")
    tailGray = register(code, reset: 0, in: .source)
    head = register(count, reset: 0, in: .sink, "words that went out")
    headGray = register(code, reset: 0, in: .sink)
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
        .one(
          "word", from: input, to: output,
          note: "that of the slower clock, if the depth is at least \(2 * countStages + 2)")
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
    let headSeen = synchronized("head", gray: headGray, into: .source, stages: countStages)
    // Full where the counts differ in the first bit alone, which is two bits of their codes.
    let otherLap =
      depth == 2 ? ~headSeen : headSeen ^ Signal(3 << (countBits - 2), .bits(countBits))
    let full = wire("full", tailGray == otherLap)
    let runs = handshake.sourceRuns
    handshake.sourceIsIdle <== 1
    input.ready <== (runs && !full)

    let push = wire("push", input.fires)
    let nextTail = wire("nextTail", tail &+ 1)
    when(push) {
      tail <== nextTail
      tailGray <== grayCode(of: nextTail)
    }
    when(!runs) {
      tail <== 0
      tailGray <== 0
    }
    for (index, word) in storage.enumerated() {
      when(push && slot(of: tail) == .number(index)) { word <== input.payload.data }
    }
    claim(
      "LevelInRange", !runs || tail &- number(ofGray: headSeen) <= .number(depth), in: .source,
      "no more words wait than there is room for")
    claim(
      "TailInCode", tailGray == grayCode(of: tail), in: .source,
      "what goes over is the code of the count")
  }

  @HardwareBuilder private var sink: Behavior {
    section("The side of the output")
    let tailSeen = synchronized("tail", gray: tailGray, into: .sink, stages: countStages)
    let runs = handshake.sinkRuns
    let waits = wire("waits", output.valid && !output.ready)
    handshake.sinkIsIdle <== !waits
    isOffered <== waits
    output.valid <== (runs && headGray != tailSeen || isOffered)
    output.payload.data
      <== crossing(
        "word", select(storage, at: slot(of: head)), into: .sink,
        because: "a word is written before its count comes over, and kept until it has gone out")

    let nextHead = wire("nextHead", head &+ 1)
    when(output.fires) {
      head <== nextHead
      headGray <== grayCode(of: nextHead)
    }
    when(!runs && !waits) {
      head <== 0
      headGray <== 0
    }
    cover("KeepsItsWord", !runs && isOffered, in: .sink)
    claim(
      "HeadInCode", headGray == grayCode(of: head), in: .sink,
      "what goes over is the code of the count")
  }

  private func slot(of count: Signal) -> Signal { count.truncated(to: countBits - 1) }
}
