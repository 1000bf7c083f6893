/// What Verilator said of a design, among whatever scripts around it say.
struct VerilatorText {
  /// Warnings and errors, each with the lines that explain it; empty if there are none.
  let complaints: String

  /// A complaint begins with `%`, and lines that go on with it are indented.
  init(_ text: String) {
    var isComplaint = false
    complaints = text.split(separator: "\n").filter { line in
      if line.hasPrefix("%") {
        isComplaint = true
      } else if line.first?.isWhitespace != true {
        isComplaint = false
      }
      return isComplaint
    }.joined(separator: "\n")
  }
}
