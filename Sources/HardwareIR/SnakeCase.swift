/// `indexWord` as `index_word` and `SPIShifter` as `spi_shifter`, the form of names in the emitted
/// text.
public func snakeCase(_ name: String) -> String {
  guard name.utf8.contains(where: { isUpper($0) || $0 >= 0x80 }) else { return name }
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

private func isUpper(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
}
