import HardwareDSL

/// First-in first-out queue of bit vectors between two streams.
public final class StreamFIFO: Module {
  public let input: ReadyValid<Item>
  public let output: ReadyValid<Item>

  let storage: [Signal]
  /// One bit wider than an index: they are equal where the queue is empty, and differ in the first
  /// bit alone where it is full.
  let head: Signal
  let tail: Signal

  private let limits: [Requirement]
  private let width: Int
  private let depth: Int

  /// - Parameter depth: a power of two, at least 2.
  public init(
    width: Int, depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    limits = [
      .width(width, of: "a StreamFIFO", at: place), .depth(depth, of: "a StreamFIFO", at: place),
    ]
    let depth = max(2, depth)
    self.width = width
    self.depth = depth
    input = .input(.bits(width))
    output = .output(.bits(width))
    storage = (0..<depth).map { _ in dataRegister(.bits(width)) }
    head = register(.unsigned(bitsToHold(depth)), reset: 0)
    tail = register(.unsigned(bitsToHold(depth)), reset: 0)
  }

  public var moduleName: String { "stream_fifo_w\(width)_d\(depth)" }

  public var documentation: Documentation {
    Documentation(
      "First-in first-out queue of \(depth) words between two streams.",
      latency: [.cycles(1, from: input, to: output)],
      throughput: [
        .one("word", from: input, to: output, note: "at any level but empty and full")
      ],
      reset: [.sentence("empty"), .value(0, of: output.valid), .value(1, of: input.ready)],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    input.ready <== (head ^ tail != .number(depth))
    output.valid <== (head != tail)
    output.payload.data <== select(storage, at: slot(of: head))

    let push = wire("push", input.fires)
    when(push) { tail <== tail &+ 1 }
    when(output.fires) { head <== head &+ 1 }
    for (index, word) in storage.enumerated() {
      when(push && slot(of: tail) == .number(index)) {
        word <== input.payload.data
      }
    }
    claim(
      "LevelInRange", tail &- head <= .number(depth), "no more words wait than there is room for")
  }

  private func slot(of pointer: Signal) -> Signal {
    pointer.truncated(to: bitsToHold(depth - 1))
  }
}
