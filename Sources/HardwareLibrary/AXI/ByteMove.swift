import HardwareDSL

/// How the bytes of a packet move from one place in beats to another.
public struct ByteMove: SignalBundle {
  public let shift: Signal
  public let skipsFirst: Signal
  public let flushes: Signal
}

extension ByteMove {
  /// - Parameter laneBits: Of a place in a beat.
  public init(_ field: FieldMaker, laneBits: Int) {
    shift = field(.unsigned(laneBits), "places to higher lanes, and around to the lowest")
    skipsFirst = field(.bit, "the first beat that comes in gives none")
    flushes = field(.bit, "a beat goes out after the last that comes in")
  }

  /// From where a range lies in memory to the beginning of a beat.
  init(packing range: ByteRange, _ laneBits: Int) {
    let from = range.first.truncated(to: laneBits)
    let isMoved = from != 0
    self.init(
      shift: Signal(0, .unsigned(laneBits)) &- from, skipsFirst: isMoved,
      flushes: isMoved && range.last.truncated(to: laneBits) >= from)
  }

  /// From the beginning of a beat to where a range lies in memory.
  init(placing range: ByteRange, _ laneBits: Int) {
    let to = range.first.truncated(to: laneBits)
    self.init(
      shift: to, skipsFirst: Signal(0, .bit), flushes: range.last.truncated(to: laneBits) < to)
  }
}
