import HardwareDSL

extension Signal {
  /// Whether a number is below a limit; nil where its width keeps it there, so that there is
  /// nothing to claim.
  func isBelow(_ limit: Int) -> Signal? {
    limit < 1 << width ? self < .number(limit) : nil
  }
}
