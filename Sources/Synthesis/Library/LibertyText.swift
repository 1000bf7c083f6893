/// Liberty text: what mapping and timing have no use for is left out, and the cells are looked at.
enum LibertyText {
  /// Groups of power and of noise: two thirds of the text of some libraries.
  private static let omitted: Set<String> = [
    "internal_power", "leakage_power", "power_lut_template", "normalized_driver_waveform",
    "ccsn_first_stage", "ccsn_last_stage", "receiver_capacitance", "output_current_rise",
    "output_current_fall",
  ]

  /// The text without such groups.
  static func withoutPower(_ text: [UInt8]) -> [UInt8] {
    without(text) { omitted.contains(word($0)) }
  }

  /// The text without some of its cells.
  static func without(_ cells: Set<String>, _ text: [UInt8]) -> [UInt8] {
    if cells.isEmpty { return text }
    return without(text) { line in
      guard word(line) == "cell" else { return false }
      let name = line.drop { $0 != UInt8(ascii: "(") }.dropFirst().prefix {
        $0 != UInt8(ascii: ")")
      }
      return cells.contains(
        String(decoding: name, as: UTF8.self).filter { $0 != "\"" && !$0.isWhitespace })
    }
  }

  /// The text without the groups that `isOmitted` knows by their first lines. A group begins on a
  /// line of its own that ends in a brace, as in all files that tools write; others stay.
  private static func without(
    _ text: [UInt8], _ isOmitted: (ArraySlice<UInt8>) -> Bool
  ) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(text.count / 2)
    var depth = 0
    var omittedFrom: Int?
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
      if omittedFrom == nil, line.last(where: { $0 > 32 }) == UInt8(ascii: "{"),
        isOmitted(line)
      {
        omittedFrom = depth
      }
      for byte in line {
        if byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "}") { depth -= 1 }
      }
      if let from = omittedFrom {
        if depth <= from { omittedFrom = nil }
      } else {
        kept += line
        kept.append(UInt8(ascii: "\n"))
      }
    }
    return kept
  }

  private static func word(_ line: ArraySlice<UInt8>) -> String {
    let letters = line.drop { $0 <= 32 }.prefix {
      $0 == UInt8(ascii: "_") || ($0 | 32) >= UInt8(ascii: "a") && ($0 | 32) <= UInt8(ascii: "z")
    }
    return String(decoding: letters, as: UTF8.self)
  }

  /// What is said of a cell, a pin or a flip-flop: nested groups with plain attributes.
  struct Group {
    var kind: String
    var name: String
    var values: [String: String] = [:]
    var groups: [Group] = []
  }

  /// The library with its cells and their pins; tables are passed over.
  ///
  /// - Returns: nil for a text that is no liberty library.
  static func library(_ text: [UInt8]) -> Group? {
    var open: [Group] = []
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let content = line.drop { $0 <= 32 }
      guard let first = content.first, first != UInt8(ascii: "\""), first != UInt8(ascii: "*")
      else { continue }
      // Rows of numbers need no look.
      if first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9") { continue }
      read(String(decoding: content, as: UTF8.self), &open)
      if open.count == 1, open[0].kind == "done" { return open[0].groups.first }
    }
    return nil
  }

  private static func read(_ line: String, _ open: inout [Group]) {
    var line = Substring(line)
    while let last = line.last, last.isWhitespace || last == "\\" { line.removeLast() }
    if line.last == "{", let bracket = line.firstIndex(of: "(") {
      let end = line[bracket...].lastIndex(of: ")") ?? line.index(before: line.endIndex)
      let name = line[line.index(after: bracket)..<end].filter { $0 != "\"" && $0 != " " }
      let kind = line[..<bracket].filter { !$0.isWhitespace }
      open.append(Group(kind: kind, name: name))
      return
    }
    if line == "}" {
      guard let group = open.popLast() else { return }
      if open.isEmpty {
        open = [Group(kind: "done", name: "", groups: [group])]
      } else if ["cell", "pin", "ff", "bus", "latch"].contains(group.kind) {
        open[open.count - 1].groups.append(group)
      }
      return
    }
    guard !open.isEmpty, let colon = line.firstIndex(where: { $0 == ":" || $0 == "(" }) else {
      return
    }
    let key = line[..<colon].filter { !$0.isWhitespace }
    // What follows the semicolon is a remark.
    let value = line[line.index(after: colon)...].prefix { $0 != ";" }
      .filter { !"\" )".contains($0) }
    open[open.count - 1].values[key] = value
  }
}
