/// The first difference between the ports of a module and the port table of its description.
public struct PortDifference: Hashable, Sendable {
  public var design: String
  /// The port of the table; nil where the module has one that the table does not name.
  public var expected: PortSpec?
  /// The port of the module; nil where it has none of that name.
  public var found: PortSpec?

  public init(design: String, expected: PortSpec?, found: PortSpec?) {
    self.design = design
    self.expected = expected
    self.found = found
  }
}

extension PortDifference: CustomStringConvertible {
  public var description: String {
    let start = "Design \(design): port"
    switch (expected, found) {
    case (let expected?, let found?):
      return "\(start) \(found.name) is an \(found.direction) of \(found.widthBits) bits in the "
        + "module and an \(expected.direction) of \(expected.widthBits) in the port table; "
        + "correct the port table."
    case (let expected?, nil):
      return "\(start) \(expected.name) is not a port of the module; correct the port table."
    case (nil, let found):
      return "\(start) \(found?.name ?? "") is not in the port table; add it."
    }
  }
}
