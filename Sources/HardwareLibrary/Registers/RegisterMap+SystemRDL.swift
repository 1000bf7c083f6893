extension RegisterMap {
  /// The map in SystemRDL 2.0, for other tools of registers. What that language has no property for
  /// stands in descriptions: several bits that pulse or are cleared one by one, and two words that
  /// are read as one.
  ///
  /// - Throws: `DiagnosticError` where the map has mistakes.
  public func systemRDL() throws -> String {
    try throwMistakes()
    var text = "addrmap \(Self.identifier(name)) {\n  desc = \(Self.quoted(note));\n"
    text += "  default accesswidth = 32;\n"
    for placed in fields where !placed.field.values.isEmpty { text += Self.enumeration(placed) }
    for register in registers {
      text += "\n  reg {\n    desc = \(Self.quoted(register.note + Self.addition(to: register)));\n"
      text += "    regwidth = \(8 * register.bytes);\n"
      for field in register.fields {
        text += Self.text(of: PlacedField(register: register, field: field))
      }
      text += "  } \(Self.identifier(register.name)) @ \(hexadecimal(register.offset));\n"
    }
    return text + "};\n"
  }

  private static func enumeration(_ placed: PlacedField) -> String {
    let values = placed.field.values.map { value in
      "    \(identifier(value.name)) = \(number(value.number, placed.field)) { "
        + "desc = \(quoted(value.note)); };\n"
    }
    return "\n  enum \(enumerationName(placed)) {\n" + values.joined() + "  };\n"
  }

  /// What SystemRDL has no property for.
  private static func addition(to register: MappedRegister) -> String {
    register.fields.contains { $0.keptBits != nil }
      ? " A read of the low word keeps the high one for the next read of that." : ""
  }

  private static func addition(to field: RegisterField) -> String {
    switch field.access {
    case .pulse where field.width > 1: " Each bit is 1 for one cycle after a write of 1."
    case .writeOneToSet where field.width > 1: " Hardware clears each bit by itself."
    default: ""
    }
  }

  /// In capitals, so that no register of any map is called so.
  private static func enumerationName(_ placed: PlacedField) -> String {
    placed.label.uppercased() + "_E"
  }

  private static func text(of placed: PlacedField) -> String {
    let field = placed.field
    let (low, high) = (field.bits.lowerBound, field.bits.upperBound)
    var properties = properties(of: field)
    properties.append("desc = \(quoted(field.note + addition(to: field)))")
    if !field.values.isEmpty { properties.append("encode = \(enumerationName(placed))") }
    let reset = field.access == .readOnly ? "" : " = \(number(field.reset, field))"
    return "    field { \(properties.map { "\($0); " }.joined())} \(identifier(field.name))"
      + "[\(high):\(low)]\(reset);\n"
  }

  private static func properties(of field: RegisterField) -> [String] {
    switch field.access {
    case .constant: ["sw = r", "hw = na"]
    case .readOnly: ["sw = r", "hw = w"]
    case .readWrite: ["sw = rw", "hw = r"]
    case .writeOneToClear:
      ["sw = rw", "hw = rw", "onwrite = woclr", "stickybit", "precedence = hw"]
    case .writeOneToSet: ["sw = rw", "hw = r", "onwrite = woset", "hwclr", "precedence = sw"]
    case .pulse: ["sw = w", "hw = r"] + (field.width == 1 ? ["singlepulse"] : [])
    case .counter(let overflow, let amountBits):
      ["sw = r", "hw = r", "counter", "hwclr", "incrwidth = \(amountBits)"]
        + (overflow == .saturates ? ["incrsaturate"] : [])
    }
  }

  private static func number(_ value: UInt64, _ field: RegisterField) -> String {
    "\(field.width)'h\(String(value, radix: 16))"
  }

  private static func quoted(_ text: String) -> String {
    // The language is preprocessed, inside of strings too.
    let plain = text.replacing("<%", with: "< %").replacing("`include", with: "` include")
    return "\"" + plain.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// A name, marked where the language has it for itself.
  private static func identifier(_ name: String) -> String {
    reserved.contains(name) ? "\\\(name)" : name
  }

  /// What the language uses, and what it keeps for later.
  private static let reserved = Set(
    """
    abstract accesstype addressingtype addrmap alias all alternate bit boolean bothedge byte \
    compact component componentwidth constraint default encode enum external false field \
    fullalign hw inside int internal level longint mem na negedge nonsticky number onreadtype \
    onwritetype posedge precedencetype property r rclr real ref reg regalign regfile rset ruser \
    rw rw1 shortint shortreal signal signed string struct sw this true type unsigned w w1 wclr \
    with within woclr woset wot wr wset wuser wzc wzs wzt
    """.split(separator: " ").map(String.init))
}
