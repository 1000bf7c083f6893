/// The netlist that Yosys writes, as OpenSTA of 2019 reads it.
enum NetlistText {
  /// The text with assignments to concatenations, which that OpenSTA refuses, bit by bit.
  static func withPlainTargets(_ text: String) -> String {
    let mark = "  assign {"
    guard text.contains(mark) else { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let widths = widths(lines)
    for index in lines.indices where lines[index].hasPrefix(mark) {
      let sides = lines[index].dropFirst("  assign ".count).split(separator: " = ")
      guard sides.count == 2, sides[1].hasSuffix(";"), let targets = bits(sides[0], widths),
        let values = bits(sides[1].dropLast(), widths), targets.count == values.count
      else { continue }
      lines[index] =
        zip(targets, values).map { "  assign \($0) = \($1);" }.joined(separator: "\n")[...]
    }
    return lines.joined(separator: "\n")
  }

  /// The ranges of vectors, by their names.
  private static func widths(_ lines: [Substring]) -> [Substring: (high: Int, low: Int)] {
    var widths: [Substring: (high: Int, low: Int)] = [:]
    for line in lines {
      let words = line.split(separator: " ")
      guard words.count >= 3, ["wire", "input", "output"].contains(words[0]),
        let range = range(words[1])
      else { continue }
      widths[words[2].last == ";" ? words[2].dropLast() : words[2]] = range
    }
    return widths
  }

  /// Of `[7:0]` or `[3]`.
  private static func range(_ text: Substring) -> (high: Int, low: Int)? {
    guard text.first == "[", text.last == "]" else { return nil }
    let numbers = text.dropFirst().dropLast().split(separator: ":").compactMap { Int($0) }
    guard let high = numbers.first, let low = numbers.last, high >= low else { return nil }
    return (high, low)
  }

  /// The bits of `2'h1` or `2'b01`, those that are unknown 0.
  private static func constant(_ text: Substring) -> [String]? {
    let parts = text.split(separator: "'")
    guard parts.count == 2, let width = Int(parts[0]), let base = parts[1].first,
      let radix = ["h": 16, "b": 2][base],
      let value = UInt64(
        String(parts[1].dropFirst().map { "xz".contains($0) ? "0" : $0 }), radix: radix)
    else { return nil }
    return (0..<width).reversed().map { "1'h\($0 < 64 ? value >> UInt64($0) & 1 : 0)" }
  }

  /// The bits of a side, the highest first; nil for what is no list of signals.
  private static func bits(
    _ side: Substring, _ widths: [Substring: (high: Int, low: Int)]
  ) -> [String]? {
    var bits: [String] = []
    let inner = side.hasPrefix("{") ? side.dropFirst().dropLast() : side
    for part in inner.split(separator: ",") {
      let text = part.drop { $0 == " " }
      if text.contains("{") { return nil }
      if text.first?.isNumber == true {
        guard let constant = constant(text.prefix { $0 != " " }) else { return nil }
        bits += constant
        continue
      }
      // An escaped name ends at a blank, and may hold brackets.
      let name =
        text.first == "\\" ? text.prefix { $0 != " " } : text.prefix { $0 != "[" && $0 != " " }
      let rest = text.dropFirst(name.count).filter { $0 != " " }
      let gap = text.first == "\\" ? " " : ""
      if let range = rest.isEmpty ? widths[name] : range(rest[...]) {
        bits += (range.low...range.high).reversed().map { "\(name)\(gap)[\($0)]" }
      } else {
        bits.append("\(name)\(gap)")
      }
    }
    return bits
  }
}
