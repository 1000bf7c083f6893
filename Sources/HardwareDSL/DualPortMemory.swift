import HardwareIR

/// A memory with two equal ports `a` and `b` on one clock (true dual port), a stored property of a
/// module. Each port reads or writes in a cycle, at an address of its own.
///
///     let frame = DualPortMemory(.bits(32), depth: 1024)
///     ...
///     frame.a.access(at: address, enable: request, write: isWrite, data: word)
///     frame.b.read(at: pixel)
///
/// - Read latency: 1 cycle. `readData` follows every enabled cycle of its port, also one that
///   writes, and holds in the others.
/// - Read of the word being written, in the same cycle, by either port: `readUnderWrite`. By
///   default it gives the old word, as block RAM does that has a mode for it (`READ_FIRST`).
///   `.writeFirst` gives the new word: a comparison and a choice around it, in any block RAM.
/// - Both ports write one word in one cycle: the write of port `b` counts, lane by lane. Block RAM
///   leaves that undefined, so the cell keeps port `a` from writing then.
/// - Lanes, contents, and what is beyond the depth: as of `Memory`. One that no port writes is a
///   ROM with two ports.
/// - Emitted as an instance of `sram_2rw`, `sram_2rw_masked`, `..._write_first`; with contents, of
///   a cell of its own.
public final class DualPortMemory: MemoryProperty {
  public let a: Port
  public let b: Port
  let declaration: MemoryDeclaration

  private init(_ declaration: MemoryDeclaration) {
    self.declaration = declaration
    a = Port(declaration.ports[0])
    b = Port(declaration.ports[1])
  }

  /// - Parameters:
  ///   - maskGranularity: The bits of a lane, which divide the word; nil: words are written whole.
  ///   - initial: The first words, as numbers of the word's type.
  public convenience init(
    _ word: HardwareType, depth: Int, maskGranularity: Int? = nil,
    readUnderWrite: ReadUnderWrite = .readFirst, initial: [Int] = [],
    in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    self.init(
      MemoryDeclaration(
        .twoReadWrite, word, depth: depth, laneWidth: maskGranularity,
        readUnderWrite: readUnderWrite, initial: InitialWords(initial, word), domain: domain,
        note: note,
        location: SourceLocation(file: file, line: line, column: column)))
  }

  /// A memory of words of any width.
  ///
  /// - Parameter initial: The first words, each as 64 bits and 64 bits, least significant first.
  @_disfavoredOverload
  public convenience init(
    _ word: HardwareType, depth: Int, maskGranularity: Int? = nil,
    readUnderWrite: ReadUnderWrite = .readFirst, initial: [[UInt64]],
    in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    self.init(
      MemoryDeclaration(
        .twoReadWrite, word, depth: depth, laneWidth: maskGranularity,
        readUnderWrite: readUnderWrite, initial: InitialWords(initial, word), domain: domain,
        note: note,
        location: SourceLocation(file: file, line: line, column: column)))
  }

  public var depth: Int { declaration.depth }
  public var word: HardwareType { declaration.word }
  public var addressWidth: Int { declaration.addressWidth }
  /// The width of a mask; 1 where words are written whole.
  public var laneCount: Int { declaration.laneCount }

  /// One of the two ports.
  public final class Port {
    /// The word at the address, one cycle after the port was enabled.
    public let readData: Signal
    private let signals: MemoryPortSignals
    /// The width of an address.
    public var addressWidth: Int { signals.address.width }

    fileprivate init(_ signals: MemoryPortSignals) {
      self.signals = signals
      readData = signals.wordRead
    }

    /// Requests the word at `address`, an unsigned number of at most `addressWidth` bits, where
    /// `enable` holds.
    public func read(
      at address: Signal, enable: Signal = 1, file: String = #filePath, line: Int = #line,
      column: Int = #column
    ) {
      signals.use(
        MemoryCall("read", at: address, enable: enable, write: 0),
        SourceLocation(file: file, line: line, column: column))
    }

    /// Writes `data` at `address` where `enable` holds: all of it, or the lanes whose bit of `mask`
    /// is 1.
    public func write(
      _ data: Signal, at address: Signal, enable: Signal = 1, mask: Signal? = nil,
      file: String = #filePath, line: Int = #line, column: Int = #column
    ) {
      signals.use(
        MemoryCall("written", at: address, enable: enable, write: 1, data: data, mask: mask),
        SourceLocation(file: file, line: line, column: column))
    }

    /// Reads the word at `address` where `enable` holds, and writes `data` there where `write`
    /// holds too.
    public func access(
      at address: Signal, enable: Signal = 1, write: Signal, data: Signal, mask: Signal? = nil,
      file: String = #filePath, line: Int = #line, column: Int = #column
    ) {
      signals.use(
        MemoryCall("used", at: address, enable: enable, write: write, data: data, mask: mask),
        SourceLocation(file: file, line: line, column: column))
    }
  }
}
