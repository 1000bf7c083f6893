/// The sizes that every tool takes, and that the stack of a thread holds.
public enum Limits {
  /// The bits of a signal: the width that IEEE 1800 promises. Verilator 5.006 and Icarus 11 take
  /// more, Yosys 0.23 takes a minute for an XOR of a million bits.
  public static let widthMax = 1 << 16
  /// The words of a memory: the elements of an array that IEEE 1800 promises.
  public static let memoryWordsMax = 1 << 24
  /// The bits of a memory: Yosys 0.23 ends in an exception at twice as many.
  public static let memoryBitsMax = 1 << 30
  /// The operations of an expression above each other. Yosys 0.23 warns of a recursion that is too
  /// deep where these and three times the conditions around are a thousand.
  public static let expressionLevelsMax = 400
  /// The conditions that a statement stands under, each `elseWhen` before it counted.
  public static let conditionLevelsMax = 160
  /// The values that one `decode` lists.
  public static let decodeValuesMax = 1 << 16
}
