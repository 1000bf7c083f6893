/// What the Verilated runtime has counted at one place, from a line of keys and values such as
/// `C '\u{1}f\u{2}fifo.sv\u{1}l\u{2}12\u{1}h\u{2}TOP.fifo.Full' 3`.
struct CoveragePoint {
  private let values: [Substring: Substring]
  let hits: Int

  static func all(in text: String) -> [CoveragePoint] {
    text.split(separator: "\n").compactMap { CoveragePoint($0) }
  }

  private init?(_ line: Substring) {
    let parts = line.split(separator: "'")
    guard line.hasPrefix("C '"), parts.count == 3, let hits = Int(parts[2].drop { $0 == " " })
    else { return nil }
    self.hits = hits
    var values: [Substring: Substring] = [:]
    for pair in parts[1].split(separator: "\u{1}") {
      let words = pair.split(separator: "\u{2}", maxSplits: 1)
      if words.count == 2 { values[words[0]] = words[1] }
    }
    self.values = values
  }

  /// Empty where it has none.
  subscript(key: Substring) -> Substring { values[key] ?? "" }
}

/// How often simulations reached a line of a design's text.
///
/// A branch that is not written, as where `if` has no `else`, is one, too. Blocks without a clock
/// are counted whenever they are evaluated.
public struct LineCount: Hashable, Sendable {
  public var file: String
  public var line: Int
  /// Verilator's word: `if`, `else`, `elsif`, `case`, `block`.
  public var kind: String
  /// Summed over instances.
  public var hits: Int

  static func all(inCoverage text: String) -> [LineCount] {
    var hits: [[Substring]: Int] = [:]
    for point in CoveragePoint.all(in: text)
    where ["v_line", "v_branch"].contains(where: point["page"].hasPrefix) {
      let name = point["f"].split(separator: "/").last ?? ""
      hits[[name, point["l"], point["n"], point["o"]], default: 0] += point.hits
    }
    return hits.compactMap { place, hits in
      Int(place[1]).map {
        LineCount(file: String(place[0]), line: $0, kind: String(place[3]), hits: hits)
      }
    }.sorted { ($0.file, $0.line, $0.kind) < ($1.file, $1.line, $1.kind) }
  }
}

extension LineCount: CustomStringConvertible {
  /// `fifo.sv:12: else`.
  public var description: String { "\(file):\(line): \(kind)" }
}
