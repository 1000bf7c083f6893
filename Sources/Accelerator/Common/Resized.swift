import HardwareDSL

extension Signal {
  /// A number of another width; bits beyond the top are lost.
  func resized(to width: Int) -> Signal {
    width < self.width ? truncated(to: width) : extended(to: width)
  }
}
