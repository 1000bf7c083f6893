import SimulationInterface

/// Whether a name is in snake_case, so that it stands in SystemVerilog as it is and in C in
/// capitals: small letters and digits, a letter first, parted by single `_`.
func isRegisterName(_ name: String) -> Bool {
  let bytes = Array(name.utf8)
  guard let first = bytes.first, isSmall(first), bytes.last != UInt8(ascii: "_"),
    !name.contains("__")
  else { return false }
  return bytes.allSatisfy { isSmall($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
}

private func isSmall(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// What is said of a field that a map lacks.
func unknownField(_ path: String, among known: [String]) -> String {
  let near = NearNames.of(path, among: known).map { "'\($0)'" }.joined(separator: ", ")
  return "there is no field '\(path)'"
    + (near.isEmpty ? "; the map has none" : "; near it: \(near)")
}

/// A number as software writes it.
func hexadecimal(_ number: some BinaryInteger, digits: Int = 1) -> String {
  let text = String(number, radix: 16)
  return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
}
