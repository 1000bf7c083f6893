import HardwareDSL

/// First-in first-out queue of bit vectors between two streams.
public final class StreamFIFO: Module {
  public let input: ReadyValid<Item>
  public let output: ReadyValid<Item>

  let storage: [Signal]
  let head: Signal
  let tail: Signal
  let count: Signal

  private let width: Int
  private let depth: Int

  /// - Parameter depth: a power of two, at least 2.
  public init(width: Int, depth: Int) {
    precondition(depth >= 2 && depth.nonzeroBitCount == 1, "the depth is a power of two from 2 on")
    self.width = width
    self.depth = depth
    input = .input { field in Item(field(.bits(width))) }
    output = .output { field in Item(field(.bits(width))) }
    storage = (0..<depth).map { _ in dataRegister(.bits(width)) }
    head = register(.unsigned(bitsToHold(depth - 1)), reset: 0)
    tail = register(.unsigned(bitsToHold(depth - 1)), reset: 0)
    count = register(.unsigned(bitsToHold(depth)), reset: 0)
  }

  public var moduleName: String { "stream_fifo_w\(width)_d\(depth)" }

  public var documentation: Documentation {
    Documentation(
      "First-in first-out queue of \(depth) words between two streams.",
      latency: "1 cycle from input to output.",
      throughput: "one word every cycle, at any level but empty and full.",
      reset: "empty.", combinationalPaths: "none from input to output, nor back.")
  }

  public var body: Behavior {
    input.ready <== (count != .number(depth))
    output.valid <== (count != 0)

    let front = wire("front", .bits(width))
    front <== Signal(0, .bits(width))
    decode(head, values: 0..<depth) { slot in front <== storage[slot] }
    output.payload.data <== front

    when(input.fires) {
      tail <== tail &+ 1
      for (slot, word) in storage.enumerated() {
        when(tail == .number(slot)) { word <== input.payload.data }
      }
    }
    when(output.fires) { head <== head &+ 1 }
    when(input.fires && !output.fires) { count <== count &+ 1 }
      .elseWhen(output.fires && !input.fires) { count <== count &- 1 }
    claim("CountInRange", count <= .number(depth))
  }
}
