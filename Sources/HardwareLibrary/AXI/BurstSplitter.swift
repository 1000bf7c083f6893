import HardwareDSL

/// A burst of a range: beats of a bus that follow each other.
public struct MemoryBurst: SignalBundle {
  public let address: Signal
  /// The beats, less 1.
  public let lastBeat: Signal
  public let lastLane: Signal
  public let access: Enumerated<Access>
  public let endsRange: Signal
  public let endsRequest: Signal

  init(_ field: FieldMaker, _ shape: BurstShape) {
    address = field(.unsigned(shape.addressBits), "of the first byte")
    lastBeat = field(.unsigned(shape.beatBits), "beats, less 1")
    lastLane = field(.unsigned(shape.laneBits), "the last byte of the last beat")
    access = field(Access.self)
    endsRange = field(.bit)
    endsRequest = field(.bit)
  }
}

/// Splits ranges of bytes into bursts.
///
/// Memory is cut into blocks of the longest burst, a power of two of at most 4 KiB, and no burst
/// leaves its block. So only the first and the last burst of a range are shorter, none crosses a
/// boundary of 4 KiB, and whether a block is the last one is a comparison for equality.
public final class BurstSplitter: StreamStage {
  public let input: ReadyValid<ByteRange>
  public let output: ReadyValid<MemoryBurst>

  let isStarted = register(.bit, reset: 0, "the first burst of the range is gone")
  let next: Signal

  private let limits: [Requirement]
  let shape: BurstShape

  /// - Parameters:
  ///   - addressBits: More than a burst has, to 64.
  ///   - dataBits: Of a beat: 8, 16, and so on to 1,024.
  ///   - beatsMax: Of a burst, a power of two from 1 to 256; fewer where they would be more than
  ///     4 KiB.
  public convenience init(
    addressBits: Int, dataBits: Int, beatsMax: Int = 256, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let shape = BurstShape(addressBits: addressBits, dataBits: dataBits, beatsMax: beatsMax)
    self.init(shape, shape.limits(of: "a BurstSplitter", at: place))
  }

  init(_ shape: BurstShape, _ limits: [Requirement] = []) {
    self.limits = limits
    self.shape = shape
    input = .input { ByteRange($0, addressBits: shape.addressBits) }
    output = .output { MemoryBurst($0, shape) }
    next = dataRegister(.unsigned(shape.addressBits - shape.blockBits), "the next block")
  }

  public var moduleName: String { "burst_splitter_\(shape.moduleWord)" }

  public var documentation: Documentation {
    let (range, burst) = (input.payload, output.payload)
    return Documentation(
      "Splits ranges of bytes into bursts of at most \(shape.beats) beats of \(shape.dataBytes) "
        + "bytes, none of which crosses a boundary of \(shape.blockBytes) bytes; a range is "
        + "accepted with its last burst.",
      latency: [.cycles(0, from: input, to: output)],
      throughput: [.sentence("one burst every cycle, and no cycle between ranges")],
      reset: [.sentence("the first burst is next")],
      combinationalPaths: [
        .path(from: input.valid, to: output.valid),
        .path(from: output.ready, to: input.ready),
        .path(from: range.first, to: burst.address),
        .path(
          from: range.first, to: burst.lastBeat, burst.lastLane, burst.endsRange,
          burst.endsRequest, input.ready),
        .path(
          from: range.last, to: burst.lastBeat, burst.lastLane, burst.endsRange,
          burst.endsRequest, input.ready),
        .path(
          from: range.access, to: burst.access, burst.endsRange, burst.endsRequest, input.ready),
        .path(from: range.endsRequest, to: burst.endsRequest),
      ])
  }

  public var body: Behavior {
    let (range, burst) = (input.payload, output.payload)
    let block = wire("block", mux(isStarted, next, shape.block(of: range.first)))
    let isInLast = wire("isInLast", block == shape.block(of: range.last))
    let isEmpty = range.access == .empty
    let isLast = wire("isLast", isInLast || isEmpty)
    let start = wire("start", mux(isStarted, 0, shape.offset(of: range.first)))
    let stop = wire(
      "stop",
      mux(isInLast, shape.offset(of: range.last), .number(shape.blockBytes - 1)))

    output.valid <== input.valid
    input.ready <== (output.ready && isLast)
    burst.address <== concatenate(block, start).asUnsigned
    burst.lastBeat <== (shape.beat(of: stop) &- shape.beat(of: start))
    burst.lastLane <== shape.lane(of: stop)
    burst.access <== range.access
    burst.endsRange <== isLast
    burst.endsRequest <== (isLast && range.endsRequest)
    when(output.fires) {
      isStarted <== !isLast
      next <== wideSum("following", block, Signal(1, block.type))
    }
    assume(
      "RangeRuns", !input.valid || isEmpty || !isInLast || start <= stop,
      "a range ends behind its beginning")
    claim(
      "StaysInBlock",
      !input.valid || isEmpty
        || shape.beat(of: start) + burst.lastBeat <= .number(shape.beats - 1),
      "no burst crosses a boundary of its block")
    cover("Split", isStarted && output.fires)
  }
}
