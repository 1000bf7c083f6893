import HardwareDSL

/// First-in first-out queue of bit vectors between two clock domains, whatever their clocks.
///
/// Each side counts in its own domain. A count goes to the other side as a Gray code, of which one
/// bit changes at a time: whenever it is sampled, it is a count that was true a moment ago, so a
/// side may take the queue for fuller or emptier than it is, but never the other way round.
public final class AsynchronousFIFO: Module {
  public let input: ReadyValid<Item>
  public let output: ReadyValid<Item>

  let storage: [Signal]
  /// One bit wider than an index, so that full and empty differ.
  let tail: Signal
  let tailGray: Signal
  let head: Signal
  let headGray: Signal

  private let limits: [Requirement]
  private let width: Int
  private let depth: Int
  private let stages: Int
  private var countBits: Int { bitsToHold(depth) }

  /// - Parameters:
  ///   - depth: a power of two, at least 2.
  ///   - stages: of the synchronizers, at least 2.
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
          stages + 1, from: input, to: output,
          note: "or one more where the edges of both clocks meet")
      ],
      throughput: [
        .one(
          "word", from: input, to: output,
          note: "that of the slower clock, if the depth is at least \(2 * stages + 2)")
      ],
      reset: [
        .sentence(
          "empty. Both resets are to be asserted together: where one is asserted alone, words come "
            + "again or are lost, and a claim, SourceNotResetAlone or SinkNotResetAlone, fails"),
        .value(0, of: output.valid),
        .value(1, of: input.ready),
      ],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    source
    sink
    claimCommonReset(stages: stages)
  }

  @HardwareBuilder private var source: Behavior {
    section("The side of the input")
    let headSeen = synchronized("head", gray: headGray, into: .source, stages: stages)
    // Full where the counts differ in the first bit alone, which is two bits of their codes.
    let otherLap =
      depth == 2 ? ~headSeen : headSeen ^ Signal(3 << (countBits - 2), .bits(countBits))
    let full = wire("full", tailGray == otherLap)
    input.ready <== !full

    let push = wire("push", input.fires)
    let nextTail = wire("nextTail", tail &+ 1)
    when(push) {
      tail <== nextTail
      tailGray <== grayCode(of: nextTail)
    }
    for (index, word) in storage.enumerated() {
      when(push && slot(of: tail) == .number(index)) { word <== input.payload.data }
    }
    claim(
      "LevelInRange", tail &- number(ofGray: headSeen) <= .number(depth), in: .source,
      "no more words wait than there is room for")
    claim(
      "TailInCode", tailGray == grayCode(of: tail), in: .source,
      "what goes over is the code of the count")
  }

  @HardwareBuilder private var sink: Behavior {
    section("The side of the output")
    let tailSeen = synchronized("tail", gray: tailGray, into: .sink, stages: stages)
    output.valid <== (headGray != tailSeen)
    output.payload.data
      <== crossing(
        "word", select(storage, at: slot(of: head)), into: .sink,
        because: "a word is written before its count comes over, and kept until it has gone out")

    let nextHead = wire("nextHead", head &+ 1)
    when(output.fires) {
      head <== nextHead
      headGray <== grayCode(of: nextHead)
    }
    claim(
      "HeadInCode", headGray == grayCode(of: head), in: .sink,
      "what goes over is the code of the count")
  }

  private func slot(of count: Signal) -> Signal { count.truncated(to: countBits - 1) }
}
