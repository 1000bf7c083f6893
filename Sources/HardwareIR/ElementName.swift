/// What a name is in an array of them: `words_3_1_o` is element [3, 1] of `words_o`.
///
/// Names are made from it, never the other way round, so that digits in a designer's own name stay
/// part of that name.
public struct ElementName: Hashable, Sendable {
  /// The name of the array, with the suffix of its kind.
  public var stem: String
  /// The place in the array, the outermost index first; at least one.
  public var indices: [Int]

  public init(stem: String, indices: [Int]) {
    self.stem = stem
    self.indices = indices
  }

  /// The element of an array whose name has another word at its end.
  public func appending(_ suffix: String) -> ElementName {
    ElementName(stem: stem + suffix, indices: indices)
  }
}
