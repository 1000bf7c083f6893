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

  /// What the wire to a port of an instance is in the parent, the place of the instance first; nil
  /// where neither is an element of an array.
  ///
  /// - Parameters:
  ///   - port: The name of the port, without the suffix of its kind.
  ///   - portElement: Its place, the name of the array also without the suffix.
  public static func wire(
    to port: String, _ portElement: ElementName?, of instance: String,
    _ instanceElement: ElementName?
  ) -> ElementName? {
    guard portElement != nil || instanceElement != nil else { return nil }
    return ElementName(
      stem: (instanceElement?.stem ?? instance) + "_" + (portElement?.stem ?? port),
      indices: (instanceElement?.indices ?? []) + (portElement?.indices ?? []))
  }

  /// The element of the array's name without the suffix of its kind.
  public var withoutSuffix: ElementName {
    ElementName(stem: signalStem(stem), indices: indices)
  }

  /// The element of an array whose name has another word at its end.
  public func appending(_ suffix: String) -> ElementName {
    ElementName(stem: stem + suffix, indices: indices)
  }
}
