import HardwareDSL

/// Moves the bytes of packets of beats by a number of lanes: what is pushed out of a beat on top
/// comes into the next one below.
///
/// What is to be done with a packet comes as a `ByteMove`, which is accepted with its last beat.
public final class ByteAligner: Module {
  public let moves: ReadyValid<ByteMove>
  public let input: ReadyValid<Framed<Item>>
  public let output: ReadyValid<Framed<Item>>

  let isStarted = register(.bit, reset: 0, "the first beat of the packet came in")
  let isFlushing = register(.bit, reset: 0, "the rest of the packet is to go out")
  let rest: Signal

  private let limits: [Requirement]
  private let laneBits: Int
  private let dataBits: Int

  /// - Parameter dataBits: Of a beat: 16, 32, and so on to 1,024.
  public convenience init(
    dataBits: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let lanes = UnitSizes.alignedLanes
    let laneBits = bitsToHold((dataBits / 8).clamped(to: lanes) - 1)
    self.init(
      laneBits: laneBits,
      [
        require(
          dataBits == 8 << laneBits,
          "a ByteAligner of beats of \(dataBits) bits; give them a power of two from 16 to 1024",
          at: place)
      ])
  }

  init(laneBits: Int, _ limits: [Requirement] = []) {
    self.limits = limits
    self.laneBits = laneBits
    let dataBits = 8 << laneBits
    self.dataBits = dataBits
    moves = .input { ByteMove($0, laneBits: laneBits) }
    input = .input { field in Framed(field) { Item($0(.bits(dataBits))) } }
    output = .output { field in Framed(field) { Item($0(.bits(dataBits))) } }
    rest = dataRegister(.bits(dataBits), "the beat before, with its lanes where they are to be")
  }

  public var moduleName: String { "byte_aligner_w\(dataBits)" }

  public var documentation: Documentation {
    let (move, beat) = (moves.payload, output.payload)
    return Documentation(
      "Moves the bytes of packets of beats by a number of lanes.",
      latency: [.cycles(0, from: moves, input, to: output)],
      throughput: [
        .one("beat", from: input, to: output, note: "and a cycle for a packet that flushes")
      ],
      reset: [.sentence("a packet begins"), .value(0, of: moves.ready)],
      combinationalPaths: [
        .path(from: moves.valid, move.skipsFirst, input.valid, to: output.valid),
        .path(from: moves.valid, move.skipsFirst, output.ready, to: input.ready),
        .path(
          from: move.flushes, input.valid, input.payload.isLast, output.ready, to: moves.ready),
        .path(from: move.shift, input.payload.item, to: beat.item),
        .path(from: move.flushes, input.payload.isLast, to: beat.isLast),
      ])
  }

  public var body: Behavior {
    let (move, beat) = (moves.payload, input.payload)
    let turned = turnedLanes("turned", beat.item.data, by: move.shift)
    let skips = wire("skips", move.skipsFirst && !isStarted)
    let ends = wire("ends", isFlushing || beat.isLast && !move.flushes)
    output.valid <== (moves.valid && (isFlushing || input.valid && !skips))
    input.ready <== (moves.valid && !isFlushing && (skips || output.ready))
    moves.ready <== (output.ready && ends && (isFlushing || input.valid))
    when(output.fires) { isFlushing <== 0 }
    when(input.fires) {
      isStarted <== !beat.isLast
      isFlushing <== (beat.isLast && move.flushes)
      rest <== turned
    }
    output.payload.isLast <== ends

    section("Lanes of the beat that comes in from the shift on, and of the one before below it")
    let all = Signal(1, .bit).replicated(dataBits / 8)
    let isNew = wire("isNew", mux(isFlushing, 0, all.shiftedLeft(by: move.shift)))
    output.payload.item.data <== chosenLanes(isNew, turned, rest)
    assume("GivesABeat", !(input.fires && skips) || !beat.isLast || move.flushes)
    cover("Flushes", isFlushing && output.fires)
  }
}
