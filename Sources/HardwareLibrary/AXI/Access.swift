import HardwareDSL

/// What becomes of an access to memory.
public enum Access: HardwareEnum {
  /// It goes to the bus.
  case allowed
  /// It lies in no window: nothing of it reaches the bus.
  case refused
  /// It is of no bytes, so it ends at once.
  case empty
}

/// A range of addresses that accesses may lie in.
public struct AddressWindow: SignalBundle {
  public let first: Signal
  /// The last byte that belongs to it, so that a window can end with the last address.
  public let last: Signal
  public let isOpen: Signal

  public init(_ field: FieldMaker, addressBits: Int) {
    first = field(.unsigned(addressBits), "its first byte")
    last = field(.unsigned(addressBits), "its last byte")
    isOpen = field(.bit)
  }
}

extension [AddressWindow] {
  /// Whether a range lies wholly inside a window that is open.
  func hold(first: Signal, last: Signal) -> Signal {
    anyOf(map { $0.isOpen && first >= $0.first && last <= $0.last })
  }
}
