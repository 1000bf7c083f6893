import HardwareIR

extension ModulePrinter {
  /// Lines of one statement at `depth` levels of two spaces, with its place behind the first line,
  /// or above where that has no room.
  mutating func printLines(
    _ lines: [String], depth: Int, at location: SourceLocation? = nil
  ) {
    let indent = String(repeating: "  ", count: scopes + depth)
    let place = newPlace(location)
    for (index, line) in lines.enumerated() {
      let text = indent + line
      guard index == 0, let place else {
        out.line(text)
        continue
      }
      if text.count + place.count + 5 <= TextWriter.columns {
        out.line("\(text)  // \(place)")
      } else {
        out.line("\(indent)// \(place)")
        out.line(text)
      }
    }
  }

  /// The note of a declaration, with its place: `an operand (Adder.swift:12)`.
  func note(_ note: String?, at location: SourceLocation?) -> String? {
    guard let place = place(location) else { return note }
    return note.map { "\($0) (\(place))" } ?? place
  }

  /// The place if it is to be shown and is not the one that was shown last.
  private mutating func newPlace(_ location: SourceLocation?) -> String? {
    guard let place = place(location), place != placeShown else { return nil }
    placeShown = place
    return place
  }

  /// `Adder.swift:12`: a file has its name once in a project, and its folder says nothing more.
  private func place(_ location: SourceLocation?) -> String? {
    guard emitter.locations == .shown, let location else { return nil }
    return location.short
  }
}
