import AttentionSpec

/// A memory as a program sees it: words by address, nothing before the first write.
struct PlainMemory<Word: Sendable>: Sendable {
  /// What sentences call it, for example "key bank 3".
  let name: String
  private var words: [Word?]

  init(_ name: String, depth: Int) {
    self.name = name
    words = Array(repeating: nil, count: depth)
  }

  /// - Throws: `ProgramViolation` of `wordInMemory`.
  mutating func write(_ word: Word, at address: Int) throws {
    try check(address)
    words[address] = word
  }

  /// - Throws: `ProgramViolation` of `wordInMemory` or `written`.
  func read(at address: Int) throws -> Word {
    try check(address)
    guard let word = words[address] else {
      throw ProgramViolation(.written, "Word \(address) of \(name) is read but was never written.")
    }
    return word
  }

  private func check(_ address: Int) throws {
    guard words.indices.contains(address) else {
      throw ProgramViolation(
        .wordInMemory, "Word \(address) of \(name) lies outside its \(words.count) words.")
    }
  }
}
