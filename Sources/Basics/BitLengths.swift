/// The number of bits that hold every number from 0 to `largest`; 0 for 0.
///
/// Where `largest` is negative there is none, and the result is -1, a width that every declaration
/// of hardware refuses: the initialiser of a module also runs with parameters that its requirements
/// refuse.
public func bitsToHold(_ largest: Int) -> Int {
  largest < 0 ? -1 : Int.bitWidth - largest.leadingZeroBitCount
}

/// The number of bits of an unsigned value: `2^(b-1) <= value < 2^b`; 0 for 0.
public func bitLength(_ value: Int) -> Int {
  precondition(value >= 0, "The bit length of the negative number \(value) is not defined.")
  return bitsToHold(value)
}

/// The number of bits that number `count` things from 0: 0 for one thing, 1 for two, 2 for three.
public func bitsToIndex(_ count: Int) -> Int {
  precondition(count > 0, "There is no index into \(count) things.")
  return bitsToHold(count - 1)
}
