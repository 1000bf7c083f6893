import Basics

extension SplitMix64 {
  /// True `share` times in 65,536, as in testbench/random.hpp: a seed gives the same pauses in
  /// every simulator.
  mutating func chance(_ share: UInt32) -> Bool {
    share != 0 && next() & 0xffff < UInt64(share)
  }
}
