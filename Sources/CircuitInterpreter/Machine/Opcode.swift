/// The operations of the machine on values of at most 64 bits. Operands are slots of the value
/// buffer but where a letter is said to be a number.
///
/// A value lies in its slot as the number that it is: an unsigned one with zeros above its width,
/// a signed one with its sign. So an extension costs nothing, and only what can leave the range is
/// brought back: `unused` is 64 less the width.
enum Opcode: UInt8, Hashable, Sendable {
  /// a
  case copy
  /// a + b, unsigned or signed; c = unused
  case add, addSigned
  /// a - b, unsigned or signed; c = unused
  case subtract, subtractSigned
  /// a b, which never leaves the range of its exact width
  case multiply
  case and, or, xor
  /// a ? b, for comparisons of unsigned or signed numbers
  case equal, notEqual, less, lessOrEqual, lessSigned, lessOrEqualSigned
  /// Whether any bit of a is 1; whether an odd number of bits is.
  case isAnySet, parity
  /// a ? b : c
  case select
  /// a 2^b in the same width; c = unused
  case shiftLeft, shiftLeftSigned
  /// floor(a / 2^b)
  case shiftRight, shiftRightSigned
  /// Bits of a from b on; c = unused
  case slice
  /// The same over the border of two words: a and the slot behind it.
  case sliceAcross
  /// The low bits of a as a signed number; b = unused
  case signExtend
  /// a above the c bits of b
  case join
  /// The slots of a table, chosen by a: b = start of the table, c = entries before the default
  case pick
  /// Parts of a table side by side: b = start of the table, c = number of parts
  case gather
  /// A value or operand of more than 64 bits: a = the wide instruction
  case wide
}

/// Operations that have an operand or a result of more than 64 bits.
enum WideOpcode: UInt8, Hashable, Sendable {
  case add, subtract, multiply, and, or, xor
  case equal, notEqual, less, lessOrEqual
  case isAnySet, parity
  case select, pick
  case shiftLeft, shiftRight
  case slice, gather
  /// The number in a longer form.
  case extend
  /// The same bits under another sign.
  case reinterpret
}

/// One operation on wide values; what an operation has no use for is 0.
struct WideInstruction: Hashable, Sendable {
  var opcode: WideOpcode
  /// The width and sign of the result, or of the operands of a comparison.
  var width: Int32
  var isSigned: Bool
  /// Slots.
  var result: Int32 = 0
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
  /// Words of the operands.
  var aWords: Int32 = 0
  var bWords: Int32 = 0
  /// Whether the operands carry a sign into longer forms.
  var aIsSigned = false
  var bIsSigned = false
  /// The first bit of a slice.
  var low: Int32 = 0
  /// Entries of the table of slots, for `pick` and `gather`.
  var table: Int32 = 0
  var count: Int32 = 0

  var words: Int { (Int(width) + 63) / 64 }
}
