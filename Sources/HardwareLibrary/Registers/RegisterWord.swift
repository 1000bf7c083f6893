/// A word of 32 bits of a map, as a bus sees it.
struct RegisterWord {
  /// The bits of a field that lie in the word.
  struct Part {
    let field: PlacedField
    /// Of the word.
    let bits: ClosedRange<Int>
    /// Of the field.
    let fieldBits: ClosedRange<Int>

    /// The bytes of the word that it lies in, each with the bits of the word and of the field.
    var bytes: [(byte: Int, bits: ClosedRange<Int>, fieldBits: ClosedRange<Int>)] {
      let shift = fieldBits.lowerBound - bits.lowerBound
      return (bits.lowerBound / 8...bits.upperBound / 8).map { byte in
        let low = max(bits.lowerBound, 8 * byte)
        let high = min(bits.upperBound, 8 * byte + 7)
        return (byte, low...high, (low + shift)...(high + shift))
      }
    }
  }

  /// That of the register, and `_high` behind it for the upper word of two.
  let name: String
  /// In words, from the first of the map on.
  let index: Int
  /// Whether it is the upper word of two.
  let isHigh: Bool
  /// From bit 0 up.
  let parts: [Part]

  var isWritable: Bool { parts.contains { $0.field.field.access.isWritable } }

  init(_ register: MappedRegister, half: Int) {
    name = register.name + (half == 0 ? "" : "_high")
    index = register.offset / 4 + half
    isHigh = half == 1
    parts = register.fields.compactMap { field in
      let low = max(field.bits.lowerBound, 32 * half)
      let high = min(field.bits.upperBound, 32 * half + 31)
      guard low <= high else { return nil }
      let start = field.bits.lowerBound
      return Part(
        field: PlacedField(register: register, field: field),
        bits: (low - 32 * half)...(high - 32 * half), fieldBits: (low - start)...(high - start))
    }
  }
}

/// A field, and where it stands.
struct PlacedField {
  let register: MappedRegister
  let field: RegisterField

  /// As designers and tests name it.
  var path: String { "\(register.name).\(field.name)" }
  /// In the names of signals.
  var label: String { "\(register.name)_\(field.name)" }
}

extension RegisterMap {
  /// All fields, in the order of the registers.
  var fields: [PlacedField] {
    registers.flatMap { register in
      register.fields.map { PlacedField(register: register, field: $0) }
    }
  }

  /// All words of a map without mistakes, in the order of their addresses.
  var words: [RegisterWord] {
    registers.flatMap { register in
      (0..<register.words).map { RegisterWord(register, half: $0) }
    }
  }
}
