import HardwareDSL

/// An item of a packet, and whether it is the last.
public struct Framed<Payload: SignalBundle>: SignalBundle {
  public let item: Payload
  public let isLast: Signal

  public init(item: Payload, isLast: Signal) {
    self.item = item
    self.isLast = isLast
  }

  /// One that is declared for items of any payload.
  public init(_ field: FieldMaker, _ payload: (FieldMaker) -> Payload) {
    self.init(item: payload(field), isLast: field(.bit, "the packet ends"))
  }
}

/// Several items of a packet side by side. A packet fills all beats but its last, whose items stand
/// in front; what stands behind them means nothing.
public struct Beat<Payload: SignalBundle>: SignalBundle {
  public let items: [Payload]
  /// How many there are, at least 1.
  public let count: Signal
  public let isLast: Signal

  public init(items: [Payload], count: Signal, isLast: Signal) {
    self.items = items
    self.count = count
    self.isLast = isLast
  }

  /// One that is declared for items of any payload.
  public init(_ field: FieldMaker, lanes: Int, _ payload: (FieldMaker) -> Payload) {
    self.init(
      items: (0..<lanes).map { _ in payload(field) },
      count: field(.unsigned(bitsToHold(lanes)), "items, from the first on"),
      isLast: field(.bit, "the packet ends"))
  }
}
