import HardwareDSL

/// Numbers, and the multiplier that all of them are scaled with.
public struct ScaledTerms: SignalBundle {
  public let terms: [Signal]
  public let multiplier: Signal

  public init(terms: [Signal], multiplier: Signal) {
    self.terms = terms
    self.multiplier = multiplier
  }

  public init(_ field: FieldMaker, count: Int, bits: Int, multiplierBits: Int) {
    terms = (0..<count).map { _ in field(.signed(bits)) }
    multiplier = field(.unsigned(multiplierBits))
  }
}

/// Products with the lower half of a multiplier, and with the upper one, if there is one.
struct HalfProducts: SignalBundle {
  let low: [Signal]
  let high: [Signal]

  init(low: [Signal], high: [Signal]) {
    self.low = low
    self.high = high
  }

  init(_ field: FieldMaker, count: Int, lowBits: Int, highBits: Int?) {
    low = (0..<count).map { _ in field(.signed(lowBits)) }
    high = highBits.map { bits in (0..<count).map { _ in field(.signed(bits)) } } ?? []
  }

  /// The products, where the upper half begins at bit `start` of the multiplier.
  func whole(at start: Int, bits: Int) -> Terms {
    let low = low.map { $0.extended(to: bits) }
    guard !high.isEmpty else { return Terms(low) }
    return Terms(zip(low, high).map { $0 &+ $1.shiftedLeft(by: start) })
  }
}
