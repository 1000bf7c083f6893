import Foundation
import HardwareIR

/// The names that mean something in the C++ of a model, so that no port of it can have them: words
/// of C++, members of the model's classes and what these use, macros of the headers.
struct CppNames {
  private let taken: Set<String>

  /// - Parameters:
  ///   - headers: the texts of the model's headers and those of the runtime.
  ///   - macros: the definitions that the preprocessor knows behind them.
  init(headers: [String], macros: String) {
    var taken = Self.reserved
    for header in headers {
      // Ports are members, too.
      let lines = header.split(separator: "\n").filter { !Self.isPort($0) }
      let tokens = VerilogScanner.tokens(of: lines.joined(separator: "\n"))
      taken.formUnion(tokens.lazy.filter { !$0.isString }.map(\.text))
    }
    for line in macros.split(separator: "\n") where line.hasPrefix("#define ") {
      taken.insert(String(line.dropFirst(8).prefix { $0 != " " && $0 != "(" }))
    }
    self.taken = taken
  }

  private static func isPort(_ line: Substring) -> Bool {
    let declaration = line.utf8.drop { $0 == UInt8(ascii: " ") }
    return declaration.starts(with: "VL_IN".utf8) || declaration.starts(with: "VL_OUT".utf8)
  }

  func contains(_ name: String) -> Bool { taken.contains(name) }

  /// Whether the name is one that no header of a model has: in lower case, and ending in `_i`, `_o`
  /// or `_ni`. A test looks whether that is so.
  static func isPlain(_ name: String) -> Bool {
    let characters = name.utf8
    guard let first = characters.first, lowerCase.contains(first) else { return false }
    return ["_i", "_o", "_ni"].contains(where: name.hasSuffix) && !name.contains("__")
      && characters.allSatisfy {
        lowerCase.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_")
      }
  }

  private static let lowerCase = UInt8(ascii: "a")...UInt8(ascii: "z")
  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

  /// The words of C++ up to C++20, and what Verilator 5 takes for such. A module that it makes no
  /// class of can have these names.
  static let reserved: Set<String> = [
    "abort", "alignas", "alignof", "and_eq", "asm", "atomic_cancel", "atomic_commit",
    "atomic_noexcept", "auto", "bit_vector", "bitand", "bitor", "bool", "catch", "cdecl", "char",
    "char16_t", "char32_t", "char8_t", "co_await", "co_return", "co_yield", "compl", "complex",
    "concept", "const_cast", "const_iterator", "consteval", "constexpr", "constinit", "decltype",
    "delete", "deque", "double", "dynamic_cast", "explicit", "false", "far", "float", "friend",
    "goto", "huge", "inline", "interrupt", "iterator", "list", "long", "map", "mutable",
    "namespace", "near", "noexcept", "not_eq", "nullptr", "operator", "or_eq", "override", "pascal",
    "private", "public", "queue", "reflexpr", "register", "reinterpret_cast", "requires",
    "sc_clock", "sc_in", "sc_inout", "sc_out", "sc_signal", "sensitive", "sensitive_neg",
    "sensitive_pos", "set", "short", "sizeof", "static_assert", "static_cast", "switch",
    "synchronized", "template", "thread_local", "throw", "transaction_safe",
    "transaction_safe_dynamic", "true", "try", "type_info", "typeid", "typename", "uint16_t",
    "uint32_t", "uint8_t", "using", "vector", "volatile", "wchar_t", "xor_eq",
  ]

  /// Settings of Verilator by which no module of a reserved name becomes a class. No source can
  /// have the name of the file.
  static let settings = SourceFile(
    name: ".settings.vlt",
    text: "`verilator_config\n"
      + reserved.sorted().map { "inline -module \"\($0)\"\n" }.joined())
}
