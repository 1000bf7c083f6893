/// Breaks a long expression into lines: before operators, after `?`, `:` and `,`, and first where
/// the expression is least nested. Only spaces become line ends, so the meaning cannot change.
enum LineLayout {
  static func broken(_ text: String, room: Int) -> [String] {
    var rest = Array(text)
    var lines: [String] = []
    while rest.count > room, let end = lineEnd(in: rest, room: room) {
      lines.append(String(rest[..<end]))
      rest.removeFirst(end + 1)
    }
    return lines + [String(rest)]
  }

  /// The space to break at: of those that leave the line within `room`, the last of the outermost;
  /// where none does, the first.
  private static func lineEnd(in text: [Character], room: Int) -> Int? {
    var best: (position: Int, depth: Int, looseness: Int)?
    var depth = 0
    for (position, character) in text.enumerated() {
      switch character {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case " ":
        guard let looseness = looseness(of: position, in: text) else { continue }
        guard let current = best else {
          best = (position, depth, looseness)
          continue
        }
        if position > room { return current.position }
        if (depth, -looseness) <= (current.depth, -current.looseness) {
          best = (position, depth, looseness)
        }
      default: break
      }
    }
    return best?.position
  }

  /// How loosely the operator at a space binds, where a line may end; nil elsewhere.
  private static func looseness(of space: Int, in text: [Character]) -> Int? {
    switch text[space - 1] {
    case ",": return operators.count + 1
    case "?", ":": return operators.count
    default: break
    }
    let token = String(text[(space + 1)...].prefix { $0 != " " })
    return operators.firstIndex { $0.contains(token) }.map { operators.count - 1 - $0 }
  }

  /// From the loosest to the tightest.
  private static let operators: [[String]] = [
    ["||"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", "<=", ">", ">="],
    ["<<", ">>", ">>>"], ["+", "-"], ["*"],
  ]
}
