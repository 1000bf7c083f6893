/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers from a seed on every machine, and in
/// testbench/random.hpp.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  public init(seed: UInt64) {
    state = seed
  }

  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

// What is drawn here is part of the contract: `Int.random(in:using:)` and its kin are not used,
// since the standard library may change how they draw.
extension SplitMix64 {
  /// A number in `range`, taken from the upper bits of one draw (multiply and shift).
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    let span = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound)) &+ 1
    guard span != 0 else { return Int(truncatingIfNeeded: next()) }
    let high = next().multipliedFullWidth(by: span).high
    return range.lowerBound &+ Int(truncatingIfNeeded: high)
  }

  /// One of `choices`, of which there is one at least.
  public mutating func element<Element>(of choices: [Element]) -> Element {
    choices[integer(in: 0...(choices.count - 1))]
  }

  /// True once in `count` times.
  public mutating func oneIn(_ count: Int) -> Bool { integer(in: 1...count) == 1 }

  /// True with a probability of `perMille` thousandths.
  public mutating func chance(perMille: Int) -> Bool { integer(in: 0...999) < perMille }

  /// A bell-shaped integer around 0: the sum of eight uniform ones, so that no library function
  /// can make two machines differ. Its standard deviation is close to `deviation`.
  public mutating func bell(deviation: Int) -> Int {
    // A uniform integer in -n...n has variance n (n + 1) / 3; eight of them, 8 n (n + 1) / 3.
    var scaled = 0
    for _ in 0..<8 { scaled += integer(in: -1024...1024) }
    return roundingShift(scaled * deviation * 627, by: 20)
  }
}
