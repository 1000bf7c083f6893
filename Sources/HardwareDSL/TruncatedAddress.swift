import HardwareIR

/// An address of which a memory takes as many low bits as it has addresses for:
/// `lines.read(at: .truncating(count))`, of a count that also says how many words there are, or of
/// an address that a larger map has.
public struct TruncatedAddress {
  private let signal: Signal

  /// The low bits of `signal`, which may as well be narrower than an address.
  public static func truncating(_ signal: Signal) -> TruncatedAddress {
    TruncatedAddress(signal: signal)
  }

  /// What is no unsigned number is left to the memory to refuse.
  func address(bits: Int) -> Signal {
    guard signal.mistake == nil, !signal.isLiteral, signal.width > bits else { return signal }
    switch signal.type {
    case .bit, .bits, .unsigned: return signal.truncated(to: bits)
    case .signed, .enumeration: return signal
    }
  }
}

/// What takes an address to read and to write at: a memory with a port for each, or one of two
/// equal ports.
public protocol AddressedMemory {
  /// The width of an address.
  var addressWidth: Int { get }
  /// Requests the word at `address`, where `enable` holds.
  func read(at address: Signal, enable: Signal, file: String, line: Int, column: Int)
  /// Writes `data` at `address`, where `enable` holds, in the lanes that `mask` says.
  func write(
    _ data: Signal, at address: Signal, enable: Signal, mask: Signal?, file: String, line: Int,
    column: Int)
}

extension Memory: AddressedMemory {}
extension DualPortMemory.Port: AddressedMemory {}

extension AddressedMemory {
  /// Requests the word at the low bits of `address`, where `enable` holds.
  public func read(
    at address: TruncatedAddress, enable: Signal = 1, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    read(
      at: address.address(bits: addressWidth), enable: enable, file: file, line: line,
      column: column)
  }

  /// Writes `data` at the low bits of `address`, where `enable` holds.
  public func write(
    _ data: Signal, at address: TruncatedAddress, enable: Signal = 1, mask: Signal? = nil,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    write(
      data, at: address.address(bits: addressWidth), enable: enable, mask: mask, file: file,
      line: line, column: column)
  }
}

extension DualPortMemory.Port {
  /// Reads the word at the low bits of `address`, and writes `data` there where `write` holds too.
  public func access(
    at address: TruncatedAddress, enable: Signal = 1, write: Signal, data: Signal,
    mask: Signal? = nil, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    access(
      at: address.address(bits: addressWidth), enable: enable, write: write, data: data, mask: mask,
      file: file, line: line, column: column)
  }
}
