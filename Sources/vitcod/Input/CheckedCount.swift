import AttentionSpec

extension Int {
  /// A number of images that an option asks for.
  ///
  /// - Throws: `CommandFailure` for more than there are.
  func checked(against count: Int, _ option: String, of path: String) throws -> Int {
    guard self <= count else {
      throw CommandFailure.usage(
        "\(option) is \(self) but \(path) has \(count.counted("image")); give at most \(count).")
    }
    return self
  }
}
