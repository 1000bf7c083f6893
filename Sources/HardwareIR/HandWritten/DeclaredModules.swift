/// The modules that a text of SystemVerilog declares, as far as no macro hides them.
enum DeclaredModules {
  static func names(in text: String) -> [String] {
    let words = VerilogScanner.tokens(of: text).filter { !$0.isString }.map(\.text)
    return words.indices.compactMap { index in
      guard words[index] == "module" || words[index] == "macromodule" else { return nil }
      return words[(index + 1)...].first { $0 != "automatic" && $0 != "static" }
    }
  }
}
