import HardwareIR

/// A memory with one write port and one read port, a stored property of a module.
///
/// - Write: visible to reads from the next cycle on; a read of the address being written in the
///   same cycle gives the old word.
/// - Read latency: 1 cycle. `readData` holds while no read is requested.
/// - Emitted as an instance of the wrapper cell `sram_1r1w`, which a flow replaces.
public final class Memory {
  public let depth: Int
  public let word: HardwareType
  /// The word read one cycle after `read`.
  public let readData: Signal
  let readEnable: Signal
  let readAddress: Signal
  let writeEnable: Signal
  let writeAddress: Signal
  let writeData: Signal
  let domain: ClockDomain
  let note: String?
  let location: SourceLocation

  public init(
    _ word: HardwareType, depth: Int, in domain: ClockDomain = .default, _ note: String? = nil,
    file: String = #fileID, line: Int = #line
  ) {
    self.depth = depth
    self.word = word
    self.domain = domain
    self.note = note
    location = SourceLocation(file: file, line: line)
    let address = HardwareType.unsigned(max(1, bitsToHold(max(1, depth) - 1)))
    func port(_ type: HardwareType) -> Signal { wire(type, file: file, line: line) }
    readData = port(word)
    readEnable = port(.bit)
    readAddress = port(address)
    writeEnable = port(.bit)
    writeAddress = port(address)
    writeData = port(word)
  }

  public var addressWidth: Int { readAddress.width }

  /// Requests the word at `address` where `enable` holds.
  public func read(
    at address: Signal, enable: Signal, file: String = #fileID, line: Int = #line
  ) {
    assign(readEnable, enable, file, line)
    assign(readAddress, address, file, line)
  }

  /// Writes `data` at `address` where `enable` holds.
  public func write(
    _ data: Signal, at address: Signal, enable: Signal, file: String = #fileID, line: Int = #line
  ) {
    assign(writeEnable, enable, file, line)
    assign(writeAddress, address, file, line)
    assign(writeData, data, file, line)
  }

  private func assign(_ target: Signal, _ value: Signal, _ file: String, _ line: Int) {
    (target <== value).location = SourceLocation(file: file, line: line)
  }
}
