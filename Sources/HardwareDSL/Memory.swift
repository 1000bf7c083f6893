import HardwareIR

/// A memory with one write port and one read port, a stored property of a module.
///
///     let lines = Memory(.bits(32), depth: 64, maskGranularity: 8)
///     ...
///     lines.write(word, at: address, enable: accept, mask: byteEnables)
///     lines.read(at: next, enable: advance)
///     line <== lines.readData
///
/// - Write: visible to reads from the next cycle on. With `maskGranularity` a word is divided in
///   lanes of so many bits, and only those whose bit of the mask is 1 are written.
/// - Read latency: 1 cycle. `readData` holds while no read is requested.
/// - Read of the address being written, in the same cycle: `readUnderWrite`, by default the old
///   word. With `.writeFirst` it is the new word, which takes a comparison and a choice around most
///   memories of a technology; of a word written in part, the written lanes are new.
/// - Contents: `initial` gives the first words, and zero the others; without it they are undefined
///   until written. Reset changes no word. A memory with contents that is never written is a ROM.
/// - Beyond the depth: nothing is stored, and a read gives 0 in a simulator of two states.
/// - Emitted as an instance of a wrapper cell, which a flow replaces: `sram_1r1w`,
///   `sram_1r1w_masked`, `..._write_first`; with contents, of a cell of its own that is named after
///   the module and the memory.
///
/// A call under a condition requests nothing elsewhere, and a later call goes before an earlier one
/// where both have their conditions.
public final class Memory: MemoryProperty {
  /// The word read one cycle after `read`.
  public let readData: Signal
  let declaration: MemoryDeclaration
  private let writePort: MemoryPortSignals
  private let readPort: MemoryPortSignals

  private init(_ declaration: MemoryDeclaration) {
    self.declaration = declaration
    writePort = declaration.ports[0]
    readPort = declaration.ports[1]
    readData = readPort.wordRead
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
        .oneReadOneWrite, word, depth: depth, laneWidth: maskGranularity,
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
        .oneReadOneWrite, word, depth: depth, laneWidth: maskGranularity,
        readUnderWrite: readUnderWrite, initial: InitialWords(initial, word), domain: domain,
        note: note,
        location: SourceLocation(file: file, line: line, column: column)))
  }

  public var depth: Int { declaration.depth }
  public var word: HardwareType { declaration.word }
  public var addressWidth: Int { declaration.addressWidth }
  /// The width of a mask; 1 where words are written whole.
  public var laneCount: Int { declaration.laneCount }

  /// Requests the word at `address`, bits or an unsigned number of at most `addressWidth`
  /// bits, where `enable` holds.
  public func read(
    at address: Signal, enable: Signal = 1, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    readPort.use(
      MemoryCall("read", at: address, enable: enable),
      SourceLocation(file: file, line: line, column: column))
  }

  /// Writes `data` at `address` where `enable` holds: all of it, or the lanes whose bit of `mask`
  /// is 1, the lowest bit for the lowest lane.
  public func write(
    _ data: Signal, at address: Signal, enable: Signal = 1, mask: Signal? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    writePort.use(
      MemoryCall("written", at: address, enable: enable, data: data, mask: mask),
      SourceLocation(file: file, line: line, column: column))
  }
}
