import HardwareIR

extension Set<String> {
  /// Takes a name that is not in use: `wanted`, with a number behind it where needed.
  mutating func insertFree(_ wanted: String) -> String {
    numberedName(wanted) { ReservedWords.contains($0) || !insert($0).inserted }
  }
}
