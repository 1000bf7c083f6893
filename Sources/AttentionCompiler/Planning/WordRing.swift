import AttentionSpec

/// Gives the units of work places in a memory, round and round, and says when each place is free.
struct WordRing {
  let memory: OperandMemory
  let words: Int
  private let banks: Int
  /// The next free word.
  private var next = 0
  /// For each word, the progress after which it is read no more; 0 if it never was.
  private var lastUse: [Int]

  init(_ memory: OperandMemory, words: Int, banks: Int) {
    self.memory = memory
    self.words = words
    self.banks = banks
    lastUse = Array(repeating: 0, count: words)
  }

  /// A place of so many words, at a multiple of the banks; nil if the memory has no such place.
  mutating func place(_ count: Int) -> Int? {
    guard count <= words else { return nil }
    var base = (next + banks - 1) / banks * banks
    if base + count > words { base = 0 }
    next = base + count
    return base
  }

  /// When words can be written in some places.
  func free(_ places: some Sequence<Int>) -> AttentionPlan.Wait {
    AttentionPlan.Wait(memory.progress, places.reduce(0) { max($0, lastUse[$1]) })
  }

  /// States when the word in a place is read for the last time. Places between heads, which a unit
  /// leaves alone, keep what was said of the unit before.
  mutating func use(_ place: Int, _ lastUse: Int) {
    self.lastUse[place] = lastUse
  }
}
