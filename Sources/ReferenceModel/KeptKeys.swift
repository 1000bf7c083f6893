import AttentionSpec

extension KeptRows<Int> {
  /// Traps for a key that no token has. What reads rows by pointers, without looking, asks first.
  func requireKeys(below tokens: Int) {
    precondition(
      storage.allSatisfy { $0 >= 0 && $0 < tokens }, "Kept keys are tokens of 0..<\(tokens).")
  }
}
