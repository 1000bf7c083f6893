extension RegisterMap {
  /// A page for people: what an access does, and every register with its fields.
  ///
  /// - Throws: `DiagnosticError` where the map has mistakes.
  public func markdown() throws -> String {
    try throwMistakes()
    var text = "# Registers of \(name)\n\n\(Self.escaped(note))\n\n"
    text += accesses
    text += "\n| offset | register | bits | what it is for |\n|---|---|--:|---|\n"
    for register in registers {
      text += Self.row([
        "`\(hexadecimal(register.offset, digits: 2))`", "`\(register.name)`",
        "\(8 * register.bytes)", Self.escaped(register.note),
      ])
    }
    for register in registers { text += section(of: register) }
    return text
  }

  private var accesses: String {
    let kinds = Set(fields.map { Self.rule(of: $0.field.access) }).sorted()
    let isWide = registers.contains { $0.words == 2 }
    let wide = """
      A register of 64 bits is two words, the low one first. A read of the low word keeps the bits \
      of kind ro and counter of the high word for the next read of that one, so the two belong \
      together. They are written each by itself.


      """
    return """
      Words of 32 bits over AXI4-Lite, with addresses of bytes in \(addressBits) bits. An access \
      is to the word that holds the byte: the low two bits of the address choose nothing, and a \
      write changes the bytes whose strobe is 1. SLVERR is the answer where no register is, and to \
      a write of a word that has nothing to write; such a write changes nothing, such a read gives \
      0. Bits without a field read as 0, and what is written to them is lost.

      \(isWide ? wide : "")| access | means |
      |---|---|

      """ + kinds.joined()
  }

  private static func rule(of access: RegisterAccess) -> String {
    let meaning =
      switch access {
      case .constant: "reads as its reset value; a write changes nothing"
      case .readOnly: "given by hardware; a write changes nothing"
      case .readWrite: "reads as what was written last"
      case .writeOneToClear:
        "hardware sets bits, a write of 1 clears them; what comes in the cycle of the write stays"
      case .writeOneToSet:
        "a write of 1 sets bits, hardware clears them; what is written in that cycle stays set"
      case .pulse: "a write of 1 acts once; reads as 0"
      case .counter(.saturates, _):
        "grows by itself and stays at its greatest value; a write changes nothing"
      case .counter(.wraps, _):
        "grows by itself and goes on from 0 behind its greatest value; a write changes nothing"
      }
    return row([access.word, meaning])
  }

  private func section(of register: MappedRegister) -> String {
    var text = "\n## `\(register.name)` at `\(hexadecimal(register.offset, digits: 2))`\n\n"
    text += "\(Self.escaped(register.note))\n\n"
    text += "| bits | field | access | reset | what it is for |\n|--:|---|---|--:|---|\n"
    for field in register.fields {
      let (low, high) = (field.bits.lowerBound, field.bits.upperBound)
      text += Self.row([
        low == high ? "\(low)" : "\(high):\(low)", "`\(field.name)`", field.access.word,
        field.access.hasReset ? "`\(hexadecimal(field.reset))`" : "", Self.escaped(field.note),
      ])
    }
    for field in register.fields where !field.values.isEmpty {
      text += "\n| `\(field.name)` | value | what it means |\n|---|--:|---|\n"
      for value in field.values {
        text += Self.row([
          "`\(value.name)`", "`\(hexadecimal(value.number))`", Self.escaped(value.note),
        ])
      }
    }
    return text
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  /// Text that is no markup: a `|` would end a cell.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      if "\\`*_[]<>|#".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
  }
}
