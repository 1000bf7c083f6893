/// How often an agent of a stream pauses: withholds valid of a stream into the design, or ready of
/// a stream out of it.
public enum StreamPace: Hashable, Sendable {
  case full
  /// Pauses in a cycle with this probability, from 0 to less than 1. The seed decides in which.
  case random(pausing: Double, seed: UInt64)
  /// Pauses until another pace is set.
  case stopped

  /// How many of 65,536 cycles are pauses.
  var pauseShare: UInt32 {
    switch self {
    case .full: 0
    case .random(let probability, _): shareParts(probability)
    case .stopped: shareParts(1)
    }
  }

  var seed: UInt64 {
    switch self {
    case .full, .stopped: 0
    case .random(_, let seed): seed
    }
  }
}

/// A share as it is drawn, of 65,536. What is rare does not become never, nor what is frequent
/// always: these are 0 and 1 alone.
func shareParts(_ share: Double) -> UInt32 {
  if share <= 0 { return 0 }
  if share >= 1 { return 65_536 }
  return UInt32(max(1, min(65_535, (share * 65_536).rounded())))
}

/// An item that went through a stream, or that a tap recorded.
public struct StreamItem: Hashable, Sendable {
  /// The cycle that ended with the item's clock edge.
  public var cycle: Int
  /// The ports of the payload, in order.
  public var fields: [PortValue]

  public init(cycle: Int, fields: [PortValue]) {
    self.cycle = cycle
    self.fields = fields
  }

  /// The fields as integers; nil for one that is too wide.
  public var integers: [Int?] { fields.map(\.integer) }

  /// The only field, if there is one field and it fits.
  public var integer: Int? { fields.count == 1 ? fields[0].integer : nil }
}

extension StreamItem: CustomStringConvertible {
  /// `cycle 3: [1, 77]`.
  public var description: String { "cycle \(cycle): \(fields)" }
}
