import HardwareDSL

/// Numbers that come together.
public struct Terms: SignalBundle {
  public let terms: [Signal]

  public init(_ terms: [Signal]) { self.terms = terms }

  /// Numbers of the same type.
  public init(_ field: FieldMaker, _ type: HardwareType, count: Int) {
    terms = (0..<count).map { _ in field(type) }
  }
}
