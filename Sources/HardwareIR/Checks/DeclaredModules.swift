/// The modules that a text of SystemVerilog declares, as far as no macro hides them.
enum DeclaredModules {
  static func names(in text: String) -> [String] {
    let words = words(in: text)
    return words.indices.compactMap { index in
      guard words[index] == "module" || words[index] == "macromodule" else { return nil }
      return words[(index + 1)...].first { $0 != "automatic" && $0 != "static" }
    }
  }

  /// The words of letters, digits and underscores outside comments and strings.
  private static func words(in text: String) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    func isWord(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    func skip(past end: String) {
      let end = Array(end.utf8)
      while !bytes.isEmpty, !bytes.starts(with: end) { bytes.removeFirst() }
      bytes = bytes.dropFirst(end.count)
    }
    while let byte = bytes.first {
      if isWord(byte) {
        word.append(byte)
        bytes.removeFirst()
        continue
      }
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
      word = []
      bytes.removeFirst()
      switch (byte, bytes.first) {
      case (UInt8(ascii: "/"), UInt8(ascii: "/")): skip(past: "\n")
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        bytes.removeFirst()
        skip(past: "*/")
      case (UInt8(ascii: "\""), _): skip(past: "\"")
      default: break
      }
    }
    return word.isEmpty ? words : words + [String(decoding: word, as: UTF8.self)]
  }
}
