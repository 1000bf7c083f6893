/// What the bits of a signal mean to a reader.
public struct SignalFormat: Hashable, Sendable {
  public var widthBits: Int
  public var isSigned: Bool
  /// The names of an enumeration's cases, by their encoding; none for numbers.
  public var cases: [String]

  public init(widthBits: Int, isSigned: Bool, cases: [String] = []) {
    self.widthBits = widthBits
    self.isSigned = isSigned
    self.cases = cases
  }
}
