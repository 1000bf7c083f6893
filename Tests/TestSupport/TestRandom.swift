import Basics

/// Numbers for tests, the same from a seed on every machine.
public typealias TestRandom = SplitMix64

extension SplitMix64 {
  public mutating func integer(_ range: ClosedRange<Int>) -> Int { integer(in: range) }
}
