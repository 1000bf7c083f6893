import HardwareDSL

extension Signal {
  /// Whether an unsigned number is less than a limit, which may be one that it never reaches.
  func isBelow(_ limit: Int) -> Signal {
    limit < 1 << width ? self < .number(limit) : Signal(1, .bit)
  }
}
