/// What text that is written by hand must not say, since it would not stay in its file.
///
/// Most directives are harmless, since hand-written text is compiled behind what is generated, and
/// `` `default_nettype``, `` `timescale``, `` `resetall``, `` `begin_keywords`` and macros act on
/// what follows. Comments such as `verilator lint_off` end with their file.
public struct HandWrittenText {
  public enum Fault: Hashable, Sendable {
    /// It decides whether claims of other files are looked at.
    case claims
    /// It brings in text from elsewhere, of which nobody would know that it has changed.
    case outside
    /// It reads a file that is not there.
    case data
  }

  public struct Problem: Hashable, Sendable {
    public var fault: Fault
    public var line: Int
    /// What the line does, why not, and what to do instead.
    public var text: String
  }

  private let tokens: [VerilogScanner.Token]
  private let names: Set<String>

  /// - Parameters:
  ///   - text: SystemVerilog.
  ///   - names: the files that stand beside it.
  public static func problems(in text: String, beside names: Set<String>) -> [Problem] {
    guard mayHoldProblem(text) else { return [] }
    let text = HandWrittenText(tokens: VerilogScanner.tokens(of: text), names: names)
    return text.tokens.indices.compactMap { text.problem(at: $0) }
  }

  /// The files that texts include, whatever these are called.
  public static func included(by texts: some Sequence<String>) -> Set<String> {
    var names: Set<String> = []
    for text in texts where text.contains("`include") {
      let tokens = VerilogScanner.tokens(of: text)
      for (word, name) in zip(tokens, tokens.dropFirst())
      where word.text == "`include" && !word.isString && name.isString {
        names.insert(name.text)
      }
    }
    return names
  }

  /// A look that costs little, since emitted text can be long.
  private static func mayHoldProblem(_ text: String) -> Bool {
    // The first letters of what is looked for; not `ifndef, which stands before claims.
    let (directives, tasks) = (Array("dusv".utf8), Array("acrf".utf8))
    var (earlier, last): (UInt8, UInt8) = (0, 0)
    for byte in text.utf8 {
      if last == UInt8(ascii: "`"), directives.contains(byte) { return true }
      if last == UInt8(ascii: "$"), tasks.contains(byte) { return true }
      if earlier == UInt8(ascii: "`"), last == UInt8(ascii: "i"), byte == UInt8(ascii: "n") {
        return true
      }
      (earlier, last) = (last, byte)
    }
    return false
  }

  private func problem(at index: Int) -> Problem? {
    let token = tokens[index]
    guard !token.isString else { return nil }
    func problem(_ fault: Fault, _ text: String) -> Problem {
      Problem(fault: fault, line: token.line, text: text)
    }
    let next = index + 1 < tokens.count ? tokens[index + 1] : nil
    switch token.text {
    case "`define", "`undef":
      guard next?.text == "SYNTHESIS" else { return nil }
      return problem(
        .claims,
        "\(token.text == "`define" ? "defines" : "undefines") SYNTHESIS, which decides about "
          + "the claims of every file; leave that to the tools")
    case "`undefineall":
      return problem(
        .claims, "undefines all macros, SYNTHESIS among them; undefine those of this file")
    case "`verilator_config":
      return problem(
        .claims, "begins settings of Verilator, which hold for every file; remove them")
    case let task where task.hasPrefix("$assert"):
      return problem(.claims, "calls \(task), which switches claims of every file; remove the call")
    case let task where Self.isCode(task):
      return problem(
        .claims,
        "holds C++ (\(task)), which may do anything in Verilator, and nothing elsewhere; "
          + "write SystemVerilog")
    case "`include": return include(at: index + 1).map { problem(.outside, $0) }
    case "$readmemh", "$readmemb", "$fopen": return missing(at: index).map { problem(.data, $0) }
    default: return nil
    }
  }

  /// `$c`, `$c32` and their like, and `` `systemc_header``.
  private static func isCode(_ word: String) -> Bool {
    word.hasPrefix("`systemc_") || word == "$cpure"
      || word.hasPrefix("$c") && word.dropFirst(2).allSatisfy(\.isNumber)
  }

  private func include(at index: Int) -> String? {
    guard index < tokens.count else { return nil }
    let file = tokens[index]
    if !file.isString, file.text != "<" {
      return "includes a file that a macro names; write its name, so that it is known"
    }
    let rest = tokens[(index + 1)...].prefix { $0.text != ">" && $0.line == file.line }
    let name = file.isString ? file.text : rest.map(\.text).joined()
    guard name.contains("/") else { return nil }
    return "includes '\(name)', which lies elsewhere; give the file as a source, and include it by "
      + "its name alone"
  }

  private func missing(at index: Int) -> String? {
    let rest = tokens[(index + 1)...].prefix(4).map { $0 }
    guard rest.count == 4, rest[0].text == "(", rest[1].isString else { return nil }
    if tokens[index].text == "$fopen" {
      guard rest[2].text == ",", rest[3].isString, rest[3].text.hasPrefix("r") else { return nil }
    }
    let name = rest[1].text.hasPrefix("./") ? String(rest[1].text.dropFirst(2)) : rest[1].text
    if name.hasPrefix("/") || names.contains(name) { return nil }
    return "reads '\(name)', which is not among the sources; give the file as one, and read it by "
      + "its name alone"
  }
}
