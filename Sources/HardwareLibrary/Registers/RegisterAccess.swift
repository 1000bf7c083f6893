/// Who changes a field of a register, and how. Nothing that is asked for is lost: where hardware
/// and software act on a bit in the same cycle, the one that sets it wins.
public enum RegisterAccess: Hashable, Sendable {
  /// Reads as its reset value for ever, as a version does.
  case constant
  /// Reads as what hardware gives in the cycle of the read.
  case readOnly
  /// Written by software; hardware sees it.
  case readWrite
  /// Each bit is set by hardware, as an event, and cleared by a write of 1. An event in the cycle
  /// of the write stays, since software cannot have seen it.
  case writeOneToClear
  /// Each bit is set by a write of 1, as a request, and cleared by hardware. A write in the cycle
  /// of the clear stays.
  case writeOneToSet
  /// Each bit is 1 for one cycle after a write of 1, and reads as 0.
  case pulse
  /// Grows by what hardware gives in every cycle, an unsigned number of `amountBits`; hardware
  /// clears it.
  case counter(RegisterOverflow, amountBits: Int = 1)

  /// As the page has it.
  var word: String {
    switch self {
    case .constant: "constant"
    case .readOnly: "ro"
    case .readWrite: "rw"
    case .writeOneToClear: "w1c"
    case .writeOneToSet: "w1s"
    case .pulse: "pulse"
    case .counter(.saturates, _): "counter, saturates"
    case .counter(.wraps, _): "counter, wraps"
    }
  }

  var isWritable: Bool {
    switch self {
    case .readWrite, .writeOneToClear, .writeOneToSet, .pulse: true
    case .constant, .readOnly, .counter: false
    }
  }

  /// Whether the value changes with no write, and is more than a number of bits by themselves: then
  /// two words of it are read as one.
  var isReadAtOnce: Bool {
    switch self {
    case .readOnly, .counter: true
    case .constant, .readWrite, .writeOneToClear, .writeOneToSet, .pulse: false
    }
  }

  /// Whether a reset value means anything.
  var hasReset: Bool { self != .pulse && self != .readOnly }
}

/// What a counter does when it would exceed its bits.
public enum RegisterOverflow: Hashable, Sendable {
  /// It stays at its greatest value.
  case saturates
  /// It goes on from 0.
  case wraps
}
