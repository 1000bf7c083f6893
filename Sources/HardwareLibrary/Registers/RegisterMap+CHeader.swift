import HardwareIR

/// A name of the C header and what it stands for.
struct CName {
  let text: String
  /// What follows it in its line.
  let value: String
  let meaning: String
  let place: SourceLocation
  /// Whether it is a constant of an enumeration and not a macro.
  var isEnumerated = false
}

extension RegisterMap {
  /// A header for software in C99: offsets, masks, shifts, reset values and enumerations.
  ///
  /// - Throws: `DiagnosticError` where the map has mistakes.
  public func cHeader() throws -> String {
    try throwMistakes()
    let guardName = "\(prefix)_REGISTERS_H"
    var text = """
      /* \(Self.comment(note)) Made of the register map '\(name)'. */
      #ifndef \(guardName)
      #define \(guardName)

      #include <stdint.h>

      """
    for register in registers {
      let order = register.fields.contains { $0.keptBits != nil } ? " Read the low word first." : ""
      text += "\n/* \(Self.comment("\(register.name): \(register.note)\(order)")) */\n"
      text += Self.defines(cNames(of: register))
      for field in register.fields {
        text += "\n/* \(Self.comment("\(field.name) (\(field.access.word)): \(field.note)")) */\n"
        text += Self.defines(cNames(of: field, in: register).filter { !$0.isEnumerated })
        text += enumeration(of: field, in: register)
      }
    }
    return text + "\n#endif /* \(guardName) */\n"
  }

  /// All names of the header.
  var cNames: [CName] {
    registers.flatMap { register in
      cNames(of: register) + register.fields.flatMap { cNames(of: $0, in: register) }
    }
  }

  private var prefix: String { name.uppercased() }

  private func cNames(of register: MappedRegister) -> [CName] {
    let stem = "\(prefix)_\(register.name.uppercased())"
    func name(_ suffix: String, _ value: String, _ meaning: String) -> CName {
      CName(
        text: "\(stem)_\(suffix)", value: value,
        meaning: "\(meaning) of the register '\(register.name)'", place: register.place)
    }
    func offset(_ word: Int) -> String { "\(hexadecimal(register.offset + 4 * word, digits: 2))u" }
    let high =
      register.words == 2 ? [name("HIGH_OFFSET", offset(1), "the offset of the high word")] : []
    let reset = register.fields.reduce(0) { $0 | $1.reset << UInt64($1.bits.lowerBound) }
    return [name("OFFSET", offset(0), "the offset")] + high
      + [name("RESET", Self.number(reset, words: register.words), "the reset value")]
  }

  private func cNames(of field: RegisterField, in register: MappedRegister) -> [CName] {
    let stem = "\(prefix)_\(register.name.uppercased())_\(field.name.uppercased())"
    let owner = "the field '\(register.name).\(field.name)'"
    func name(_ suffix: String, _ value: String, _ meaning: String) -> CName {
      CName(
        text: "\(stem)_\(suffix)", value: value, meaning: "\(meaning) of \(owner)",
        place: field.place)
    }
    let low = field.bits.lowerBound
    let mask = RegisterField.greatest(field.width) << UInt64(low)
    let values = field.values.map { value in
      var constant = name(
        value.name.uppercased(), Self.number(value.number, words: value.number >> 32 == 0 ? 1 : 2),
        "the value '\(value.name)'")
      constant.isEnumerated = Self.fitsEnumeration(field)
      return constant
    }
    return [
      name("MASK", Self.number(mask, words: register.words), "the mask"),
      name("SHIFT", "\(low)", "the shift"),
    ] + values
  }

  /// In C99 the constants of an enumeration are `int`.
  private static func fitsEnumeration(_ field: RegisterField) -> Bool {
    field.values.allSatisfy { $0.number <= 0x7fff_ffff }
  }

  private func enumeration(of field: RegisterField, in register: MappedRegister) -> String {
    guard !field.values.isEmpty, Self.fitsEnumeration(field) else { return "" }
    let names = cNames(of: field, in: register).filter(\.isEnumerated)
    let lines = zip(names, field.values).map { name, value in
      "  \(name.text) = \(value.number)"
    }
    return "enum \(name)_\(register.name)_\(field.name) {\n"
      + lines.joined(separator: ",\n") + "\n};\n"
  }

  private static func number(_ value: UInt64, words: Int) -> String {
    words == 1
      ? "UINT32_C(\(hexadecimal(value, digits: 8)))"
      : "UINT64_C(\(hexadecimal(value, digits: 16)))"
  }

  private static func defines(_ names: [CName]) -> String {
    names.map { "#define \($0.text) \($0.value)\n" }.joined()
  }

  /// Text that neither ends a comment nor begins another.
  private static func comment(_ text: String) -> String {
    text.replacing("*/", with: "* /").replacing("/*", with: "/ *")
  }
}
