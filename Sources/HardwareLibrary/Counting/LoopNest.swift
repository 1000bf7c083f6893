import HardwareDSL

/// Loops inside each other: gives every step of a nest, in order, for the bounds that come in.
///
/// A nest of one loop is a counter. Where the bounds of the next nest wait, it follows at once.
public final class LoopNest: StreamStage {
  public let input: ReadyValid<LoopBounds>
  public let output: ReadyValid<LoopStep>

  let index: [Signal]

  private let limits: [Requirement]
  private let bits: [Int]

  /// - Parameter bits: Of the index of each loop, the outermost first; at least 1 each.
  public init(
    bits: [Int], file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    limits =
      [
        require(!bits.isEmpty, "a LoopNest without loops; give it 1 or more", at: place)
      ]
      + bits.map {
        .size($0, in: UnitSizes.bits, "a LoopNest with an index of \($0) bits", at: place)
      }
    let bits = bits.isEmpty ? [1] : bits.map { $0.clamped(to: UnitSizes.bits) }
    self.bits = bits
    input = .input { LoopBounds($0, bits: bits) }
    output = .output { LoopStep($0, bits: bits) }
    index = bits.map { register(.unsigned($0), reset: 0) }
  }

  public var moduleName: String { "loop_nest_" + bits.map { "b\($0)" }.joined(separator: "_") }

  public var documentation: Documentation {
    let ends = output.payload.ends
    return Documentation(
      "Gives every step of \(bits.count) nested loops, the outermost first; the bounds are "
        + "accepted with the last step.",
      latency: [.cycles(0, from: input, to: output)],
      throughput: [.sentence("one step every cycle, and no cycle between nests")],
      reset: [.sentence("the first step is next")],
      combinationalPaths: Documentation.Paths(
        [
          .path(from: input.valid, to: output.valid),
          .path(from: output.ready, to: input.ready),
        ]
          + input.payload.last.enumerated().map { loop, last in
            .path(from: last, to: Array(ends[...loop]), input.ready)
          }))
  }

  public var body: Behavior {
    var isFirst = Signal(1, .bit)
    var isLast = Signal(1, .bit)
    for loop in bits.indices.reversed() {
      let isInnerLast = isLast
      let isAtLast = wire("isAtLast_\(loop)", index[loop] == input.payload.last[loop])
      let isAtFirst = index[loop] == 0
      let isInnermost = loop == bits.count - 1
      isFirst = wire("begins_\(loop)", isInnermost ? isAtFirst : isFirst && isAtFirst)
      isLast = isInnermost ? isAtLast : wire("ends_\(loop)", isLast && isAtLast)
      output.payload.index[loop] <== index[loop]
      output.payload.begins[loop] <== isFirst
      output.payload.ends[loop] <== isLast
      when(isInnermost ? output.fires : output.fires && isInnerLast) {
        index[loop] <== mux(isAtLast, 0, index[loop] &+ 1)
      }
      claim("InRange_\(loop)", !input.valid || index[loop] <= input.payload.last[loop])
    }
    output.valid <== input.valid
    input.ready <== (output.ready && isLast)
    claim("BeginsAtFirst", input.valid || isFirst, "between nests the first step is next")
  }
}
