import AttentionSpec

/// The kept entries that are to be scheduled, row after row: those of a mask, or of its columns
/// from one on. Then rows may be empty.
struct KeptEntries {
  /// `tokens + 1` offsets into `keys`.
  let rowPointers: [Int]
  /// The columns of the entries, ascending within a row.
  let keys: [Int]
  let columnCounts: [Int]

  init(_ mask: AttentionMask, fromColumn first: Int = 0) {
    var pointers = [0]
    var keys: [Int] = []
    for query in 0..<mask.tokens {
      for key in first..<max(mask.tokens, first) where mask[query, key] { keys.append(key) }
      pointers.append(keys.count)
    }
    rowPointers = pointers
    self.keys = keys
    columnCounts = mask.columnCounts.enumerated().map { $0 < first ? 0 : $1 }
  }

  func count(ofRow row: Int) -> Int { rowPointers[row + 1] - rowPointers[row] }

  /// The rows that keep something.
  var rows: [Int] { (0..<rowPointers.count - 1).filter { count(ofRow: $0) > 0 } }
}
