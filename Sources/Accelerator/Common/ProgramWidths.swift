import AttentionSpec

extension AcceleratorConfiguration {
  /// Widths of offsets from a base in the memory outside, and of counts of a program.
  static let offsetBits = 32
  static let countBits = 32
  /// Bursts of each channel of reads that may be under way at once.
  static let burstsUnderWay = 16
}
