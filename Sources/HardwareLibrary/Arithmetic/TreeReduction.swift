import HardwareDSL

/// What neighbours of a tree are joined by.
public protocol TreeReduction {
  /// What the tree gives, with its article.
  static var noun: String { get }
  /// The bits by which a level of the tree is wider than the one before.
  static var growthBits: Int { get }
  static func join(_ left: Signal, _ right: Signal) -> Signal
}

public enum Addition: TreeReduction {
  public static var noun: String { "the sum" }
  public static var growthBits: Int { 1 }
  public static func join(_ left: Signal, _ right: Signal) -> Signal { left + right }
}

public enum Maximum: TreeReduction {
  public static var noun: String { "the greatest" }
  public static var growthBits: Int { 0 }
  public static func join(_ left: Signal, _ right: Signal) -> Signal {
    mux(left < right, right, left)
  }
}

/// The sum of numbers that come together.
public typealias AdderTree = ReductionTree<Addition>
/// The greatest of numbers that come together.
public typealias MaximumTree = ReductionTree<Maximum>
