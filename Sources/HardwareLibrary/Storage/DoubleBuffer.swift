import HardwareDSL

/// Two halves of a memory: one is written while the other one is read.
///
/// A half is handed on with its last write, and given back with the last read.
public final class DoubleBuffer: Module {
  public let writes: ReadyValid<Framed<WordWrite>>
  public let reads: ReadyValid<Framed<Item>>
  public let word: Signal

  let words: Memory
  let writeHalf = register(.bit, reset: 0)
  let readHalf = register(.bit, reset: 0)
  let fullHalves = register(.unsigned(2), reset: 0)

  private let limits: [Requirement]
  private let type: HardwareType
  private let depth: Int

  /// - Parameter depth: Words of a half, 1 to 2^23.
  public init(
    _ type: HardwareType, depth: Int, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let sizes = UnitSizes.memoryWords
    limits = [.size(depth, in: sizes, "a DoubleBuffer of \(depth) words a half", at: place)]
    let depth = depth.clamped(to: sizes)
    self.type = type
    self.depth = depth
    writes = .input { Framed($0) { WordWrite($0, type, depth: depth) } }
    reads = .input { Framed($0) { Item($0(.unsigned(bitsToHold(depth - 1)))) } }
    word = output(type, "the word of the last read")
    words = Memory(type, depth: 2 << bitsToHold(depth - 1))
  }

  public var moduleName: String { "double_buffer_\(type.moduleWord)_d\(depth)" }

  public var documentation: Documentation {
    Documentation(
      "Two halves of \(Ring(depth).words), of which one is written while the other one is read. "
        + "The last write of a half hands it to the reads, and the last read hands it back.",
      latency: [
        .cycles(1, from: reads, to: word), .cycles(1, from: writes.valid, to: reads.ready),
      ],
      throughput: [.one("word", from: reads, to: word)],
      reset: [.sentence("both halves are to be written"), .value(0, of: reads.ready)],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    writes.ready <== (fullHalves != 2)
    reads.ready <== (fullHalves != 0)
    when(writes.fires) {
      let write = writes.payload.item
      words.write(write.word, at: concatenate(writeHalf, write.address))
    }
    when(reads.fires) { words.read(at: concatenate(readHalf, reads.payload.item.data)) }
    word <== words.readData

    let isWritten = wire("isWritten", writes.fires && writes.payload.isLast)
    let isRead = wire("isRead", reads.fires && reads.payload.isLast)
    when(isWritten) { writeHalf <== !writeHalf }
    when(isRead) { readHalf <== !readHalf }
    when(isWritten && !isRead) { fullHalves <== fullHalves &+ 1 }
      .elseWhen(isRead && !isWritten) { fullHalves <== fullHalves &- 1 }
    claim("HalvesDiffer", (writeHalf != readHalf) == (fullHalves == 1))
    claim("AtMostTwo", fullHalves <= 2)
    cover("BothFull", fullHalves == 2)
    cover("Overlap", writes.fires && reads.fires)
  }
}
