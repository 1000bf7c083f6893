/// What the name of a file of SystemVerilog says of it.
public enum SourceFileName {
  /// What becomes of a file.
  public enum Role: Hashable, Sendable {
    /// Compiled, and listed for tools.
    case compiled
    /// Only included or read by others, as `.svh` files and data are.
    case besides
  }

  /// Files that end in `.sv` or `.v` are compiled, and settings of Verilator, `.vlt`, given to it.
  public static func role(of name: String) -> Role {
    ["sv", "v", "vlt"].contains(suffix(of: name)) ? .compiled : .besides
  }

  /// Whether a file is SystemVerilog: compiled, or included by what is.
  public static func isText(_ name: String) -> Bool {
    ["sv", "v", "svh", "vh", "h"].contains(suffix(of: name))
  }

  /// Why no list of files, command line or folder can hold a file of this name; nil if all can.
  public static func problem(with name: String) -> String? {
    if name.isEmpty || name.contains("/") {
      return "is not a plain file name, without a folder; rename it"
    }
    let signs = [UInt8(ascii: "-"), UInt8(ascii: ".")]
    guard name.utf8.first?.isWord == true,
      name.utf8.allSatisfy({ $0.isWord || signs.contains($0) })
    else {
      return "is spoiled by command lines and lists of files; use letters, digits, '_', '.' and "
        + "'-', and begin with one of the first three"
    }
    if suffix(of: name) == "f" {
      return "has the name of a list of files, as files.f is; give the files themselves"
    }
    return nil
  }

  /// Why a black box can have no file of this name.
  static func problemOfBlackBox(_ name: String) -> String? {
    if let problem = problem(with: name) { return problem }
    guard foreign.contains(suffix(of: name)) else { return nil }
    return "is neither SystemVerilog (.sv, .v, .svh, .vh) nor data for it; write the box in "
      + "SystemVerilog"
  }

  /// C and C++, what they become, VHDL, encrypted text, settings of Verilator.
  private static let foreign: Set<String> = [
    "c", "cc", "cpp", "cxx", "o", "a", "so", "vhd", "vhdl", "svp", "vp", "vlt",
  ]

  private static func suffix(of name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }
}
