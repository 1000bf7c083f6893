import HardwareIR

extension Set<String> {
  /// Takes a name that is not in use: `wanted`, with a number behind it where needed.
  mutating func insertFree(_ wanted: String) -> String {
    numberedName(wanted) { ReservedWords.contains($0) || !insert($0).inserted }
  }

  /// Takes `wanted`, or where that is in use `other`, with a number behind where neither is free.
  mutating func insertFree(_ wanted: String, or other: String?) -> String {
    if let other, contains(wanted), !ReservedWords.contains(other), insert(other).inserted {
      return other
    }
    return insertFree(wanted)
  }
}
