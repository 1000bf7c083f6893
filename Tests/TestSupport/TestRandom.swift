/// Numbers for tests, the same from a seed on every machine (SplitMix64).
public struct TestRandom: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  public mutating func integer(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  public mutating func element<Element>(of choices: [Element]) -> Element {
    choices[integer(0...(choices.count - 1))]
  }

  /// True once in `count` times.
  public mutating func oneIn(_ count: Int) -> Bool { integer(1...count) == 1 }
}
