import HardwareDSL

/// A payload of nothing: an item of a stream that says only that it comes.
public struct Token: SignalBundle {
  public init() {}
  public init(_: FieldMaker) {}
}
