/// A value of the flat circuit before it has a slot: what computes it, and from which nodes.
struct Node: Hashable {
  enum Operation: Hashable {
    /// An input, a register or read data: its slot is filled from outside.
    case source(Int)
    case constant([UInt64])
    case narrow(Opcode)
    case wide(WideOpcode)
  }

  var operation: Operation
  /// The nodes read, in order.
  var operands: [Int32] = []
  /// The word of the first operand that is read, for slices of wide values.
  var word: Int32 = 0
  /// Numbers: see `Opcode`.
  var first: Int32 = 0
  var second: Int32 = 0
  /// Of the result; of a wide comparison, of its operands.
  var width: Int32
  var isSigned: Bool
  /// Widths of gathered parts.
  var partWidths: [Int32] = []

  /// The words of the value itself.
  var words: Int {
    switch operation {
    case .wide(.equal), .wide(.notEqual), .wide(.less), .wide(.lessOrEqual), .wide(.isAnySet),
      .wide(.parity):
      1
    default: (Int(width) + 63) / 64
    }
  }

  var isConstant: Bool {
    if case .constant = operation { true } else { false }
  }

  var isComputed: Bool {
    switch operation {
    case .source, .constant: false
    case .narrow, .wide: true
    }
  }
}
