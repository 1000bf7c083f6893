import HardwareDSL
import HardwareIR

// What fields are in hardware.

extension RegisterField {
  /// Of the field as a signal.
  var type: HardwareType {
    if case .counter = access { return .unsigned(width) }
    return width == 1 ? .bit : .bits(width)
  }

  /// Whether a register holds the value.
  var isState: Bool {
    switch access {
    case .constant, .readOnly: false
    case .readWrite, .writeOneToClear, .writeOneToSet, .pulse, .counter: true
    }
  }

  /// How wide what a counter adds is; nil for other fields.
  var amountType: HardwareType? {
    guard case .counter(_, let bits) = access else { return nil }
    return bits == 1 ? .bit : .unsigned(bits.clamped(to: 1...64))
  }

  /// The reset value; of what is refused, one that fits.
  var resetSignal: Signal { Signal(reset: reset & Self.greatest(width), type) }

  /// The bits that a read of the low word of the register keeps for the read of the high one.
  var keptBits: ClosedRange<Int>? {
    guard access.isReadAtOnce, (32...63).contains(bits.upperBound), bits.lowerBound >= 0 else {
      return nil
    }
    return max(0, 32 - bits.lowerBound)...(bits.upperBound - bits.lowerBound)
  }
}

extension Signal {
  fileprivate convenience init(reset: UInt64, _ type: HardwareType) {
    self.init(hexadecimal: String(reset, radix: 16), type)
  }
}
