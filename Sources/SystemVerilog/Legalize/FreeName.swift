import HardwareIR

extension Set<String> {
  /// Takes a name that is not in use: `wanted`, with a number behind it where needed.
  mutating func insertFree(_ wanted: String) -> String {
    var name = wanted
    var suffix = 2
    while ReservedWords.contains(name) || !insert(name).inserted {
      name = "\(wanted)_\(suffix)"
      suffix += 1
    }
    return name
  }
}
