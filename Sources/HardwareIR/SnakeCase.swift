/// `indexWord` as `index_word` and `SPIShifter` as `spi_shifter`, the form of names in the emitted
/// text.
public func snakeCase(_ name: String) -> String {
  guard name.utf8.contains(where: { isUpper($0) || $0 >= 0x80 }) else { return name }
  guard name.utf8.contains(where: { $0 >= 0x80 }) else { return asciiSnakeCase(name) }
  let characters = Array(name)
  var result = ""
  for (index, character) in characters.enumerated() {
    guard character.isUppercase else {
      result.append(character)
      continue
    }
    let previous = index > 0 ? characters[index - 1] : "_"
    let next = index + 1 < characters.count ? characters[index + 1] : "_"
    // A word begins behind a small letter, and at the last of several capitals.
    let beginsWord =
      previous.isLowercase || previous.isNumber || previous.isUppercase && next.isLowercase
    if beginsWord { result.append("_") }
    result.append(character.lowercased())
  }
  return result
}

/// The same for a name of ASCII alone, as nearly all are, without the tables of Unicode.
private func asciiSnakeCase(_ name: String) -> String {
  let bytes = Array(name.utf8)
  var result: [UInt8] = []
  for (index, byte) in bytes.enumerated() {
    guard isUpper(byte) else {
      result.append(byte)
      continue
    }
    let previous = index > 0 ? bytes[index - 1] : UInt8(ascii: "_")
    let next = index + 1 < bytes.count ? bytes[index + 1] : UInt8(ascii: "_")
    if isLower(previous) || isDigit(previous) || isUpper(previous) && isLower(next) {
      result.append(UInt8(ascii: "_"))
    }
    result.append(byte | 0x20)
  }
  return String(decoding: result, as: UTF8.self)
}

private func isLower(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isUpper(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
}
