import CTestbench

/// A bandwidth: bytes that are gained in every cycle and kept up to a capacity, as tokens in a
/// bucket, which starts empty. What a cycle gains can be spent in it. A beat of 2^size bytes takes
/// as many, whatever its strobes and its alignment.
public struct TokenBucket: Hashable, Sendable {
  public var bytes: Int
  public var cycles: Int
  public var capacity: Int

  /// - Parameters:
  ///   - bytes: So many in `cycles` cycles, an equal part of them in each: 1,536 in 10 are 153.6 in
  ///     each, with nothing rounded.
  ///   - capacity: In bytes.
  public init(bytes: Int, cycles: Int = 1, capacity: Int) {
    self.bytes = bytes
    self.cycles = cycles
    self.capacity = capacity
  }

  func check(beatBytes: Int) throws(SimulationError) {
    guard bytes >= 1, cycles >= 1 else {
      throw .invalidRequest(
        "A token bucket that gains \(bytes) bytes in \(cycles) cycles never fills; give 1 or more "
          + "of both.")
    }
    guard capacity >= beatBytes else {
      throw .invalidRequest(
        "A token bucket of \(capacity) bytes never holds a beat of \(beatBytes); give it as many.")
    }
    let limit = Int.max / 4
    guard bytes <= limit, !capacity.multipliedReportingOverflow(by: cycles).overflow,
      capacity * cycles <= limit
    else {
      throw .invalidRequest(
        "A token bucket of \(capacity) bytes that gains \(bytes) in \(cycles) cycles cannot be "
          + "counted in 62 bits; give smaller numbers.")
    }
  }

  var c: axi_bucket {
    axi_bucket(gain: UInt64(bytes), cycles: UInt64(cycles), capacity: UInt64(capacity))
  }
}

/// How many bytes a memory moves.
public enum MemoryBandwidth: Hashable, Sendable {
  /// A beat of a read and one of a write in every cycle.
  case unlimited
  /// Reads and writes take from one bucket; where both wait for it, they take turns.
  case shared(TokenBucket)
  case separate(reads: TokenBucket, writes: TokenBucket)
}
