import AttentionSpec

extension AcceleratorConfiguration {
  /// Widths of offsets from a base in the memory outside, and of counts of a program.
  static let offsetBits = 32
  static let countBits = 32
}
