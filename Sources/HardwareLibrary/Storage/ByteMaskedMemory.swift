import HardwareDSL

/// A memory of words of which single bytes are written.
public final class ByteMaskedMemory: Module {
  public let write: MaskedWrite
  public let read: ReadRequest
  public let word: Signal

  let words: Memory

  private let limits: [Requirement]
  private let bytes: Int
  private let depth: Int

  /// - Parameters:
  ///   - bytes: Of a word, at least 1.
  ///   - depth: Words, at least 1.
  public init(
    bytes: Int, depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let width = UnitSize(
      bytes, in: UnitSizes.lanes, "a ByteMaskedMemory of words of \(bytes) bytes", at: place)
    let size = UnitSize(
      depth, in: UnitSizes.memoryWords, "a ByteMaskedMemory of \(depth) words", at: place)
    limits = [width.requirement, size.requirement]
    (self.bytes, self.depth) = (width.number, size.number)
    let (bytes, depth) = (width.number, size.number)
    write = MaskedWrite(.input(), bytes: bytes, depth: depth)
    read = ReadRequest(.input(), depth: depth)
    word = output(.bits(8 * bytes), "the word of the last read")
    words = Memory(.bits(8 * bytes), depth: depth, maskGranularity: 8)
  }

  public var moduleName: String { "byte_masked_memory_b\(bytes)_d\(depth)" }

  public var documentation: Documentation {
    Documentation(
      "A memory of \(Ring(depth).words) of \(bytes) bytes, which are written one by one. A read of "
        + "what is being written gives the old word.",
      latency: [.cycles(1, from: read.enable, to: word)],
      throughput: [.one("read", from: read.enable, to: word)], reset: [.none],
      combinationalPaths: .none)
  }

  public var body: Behavior {
    words.write(write.word, at: write.address, enable: write.enable, mask: write.mask)
    words.read(at: read.address, enable: read.enable)
    word <== words.readData
    cover("Partial", write.enable && write.mask.isAnySet && !write.mask.areAllSet)
    cover("OldWord", write.enable && read.enable && write.address == read.address)
  }
}
