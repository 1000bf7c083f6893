extension Int {
  /// A number of things, for messages: `1 image`, `2 images`.
  ///
  /// - Parameter plural: nil for the noun with an s.
  public func counted(_ noun: String, _ plural: String? = nil) -> String {
    "\(self) \(self == 1 ? noun : plural ?? noun + "s")"
  }
}
