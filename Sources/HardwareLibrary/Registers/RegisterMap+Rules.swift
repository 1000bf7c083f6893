import HardwareDSL
import HardwareIR

// What a map has to keep to. Hardware and texts are made of maps alone that do.

extension RegisterMap {
  /// What is wrong with the map, in the order of the source: each a sentence with its place.
  public var mistakes: [Diagnostic] {
    var mistakes: [Diagnostic] = []
    func check(_ condition: Bool, _ sentence: @autoclosure () -> String) {
      if !condition { mistakes.append(Diagnostic(.definition, sentence(), at: place)) }
    }
    let subject = "the register map '\(name)'"
    check(isRegisterName(name), "\(subject) \(Self.nameRule)")
    check(Self.isLine(note), "\(subject) \(Self.noteRule)")
    check(
      UnitSizes.wordAddressBits.contains(addressBits),
      "\(subject) has addresses of \(addressBits) bits; give it 3 to 64")
    check(!registers.isEmpty, "\(subject) has no registers; give it 1 or more")
    mistakes += Self.repeated(registers.map { ($0.name, $0.place) }, "registers of '\(name)'")
    for register in registers { mistakes += register.mistakes(in: self) }
    mistakes += overlaps
    // Names that are none collide with all and sundry.
    if mistakes.isEmpty { mistakes += collisions }
    return mistakes.sorted()
  }

  /// The same, as a unit has it.
  var requirements: [Requirement] {
    mistakes.map { mistake in
      require(false, mistake.message, at: mistake.location ?? place)
    }
  }

  /// - Throws: `DiagnosticError` where the map has mistakes.
  func throwMistakes() throws {
    let mistakes = mistakes
    if !mistakes.isEmpty { throw DiagnosticError(mistakes) }
  }

  static let nameRule =
    "needs a name in snake_case: small letters, digits and single '_', a letter first"
  static let noteRule = "needs a sentence in one line that says what it is for"

  static func isLine(_ note: String) -> Bool {
    !note.allSatisfy(\.isWhitespace) && !note.contains(where: \.isNewline)
      && note.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
  }

  /// Names that stand twice.
  static func repeated(_ all: [(name: String, place: SourceLocation)], _ kind: String)
    -> [Diagnostic]
  {
    var seen: Set<String> = []
    return all.sorted { $0.place < $1.place }.filter { !seen.insert($0.name).inserted }.map {
      Diagnostic(.name, "two \(kind) are called '\($0.name)'; rename one", at: $0.place)
    }
  }

  /// Registers that take one place.
  private var overlaps: [Diagnostic] {
    zip(registers, registers.dropFirst()).compactMap { first, second in
      let (distance, isFar) = second.offset.subtractingReportingOverflow(first.offset)
      guard !isFar, distance < first.bytes else { return nil }
      let reason =
        first.offset == second.offset
        ? "both stand at \(hexadecimal(first.offset))"
        : "'\(first.name)' of 64 bits at \(hexadecimal(first.offset)) reaches over "
          + hexadecimal(second.offset)
      return Diagnostic(
        .definition,
        "the registers '\(first.name)' and '\(second.name)' of '\(name)' overlap: \(reason); give "
          + "each offsets of its own", at: second.place)
    }
  }

  /// Names that would stand for two things in C.
  private var collisions: [Diagnostic] {
    var first: [String: CName] = [:]
    return cNames.compactMap { name in
      guard let other = first.updateValue(name, forKey: name.text) else { return nil }
      return Diagnostic(
        .name,
        "\(name.text) of the C header stands for \(other.meaning) and for \(name.meaning) of "
          + "'\(self.name)'; give one of them another name", at: name.place)
    }
  }
}

extension MappedRegister {
  fileprivate func mistakes(in map: RegisterMap) -> [Diagnostic] {
    var mistakes: [Diagnostic] = []
    func check(_ condition: Bool, _ sentence: @autoclosure () -> String) {
      if !condition { mistakes.append(Diagnostic(.definition, sentence(), at: place)) }
    }
    let subject = "the register '\(name)' of '\(map.name)'"
    check(isRegisterName(name), "\(subject) \(RegisterMap.nameRule)")
    check(RegisterMap.isLine(note), "\(subject) \(RegisterMap.noteRule)")
    check(!fields.isEmpty, "\(subject) has no fields; give it 1 or more")
    check(
      offset >= 0 && offset % bytes == 0,
      "\(subject) of \(8 * bytes) bits stands at \(shownOffset); give it a multiple of \(bytes)")
    let isInside = map.addressBits >= 63 || offset >> map.addressBits.clamped(to: 0...62) == 0
    check(
      offset < 0 || isInside,
      "\(subject) stands at \(shownOffset), beyond addresses of \(map.addressBits) bits; give the "
        + "map more")
    mistakes += RegisterMap.repeated(fields.map { ($0.name, $0.place) }, "fields of '\(name)'")
    for field in fields { mistakes += field.mistakes(in: self) }
    for (low, high) in zip(fields, fields.dropFirst())
    where low.bits.upperBound >= high.bits.lowerBound {
      mistakes.append(
        Diagnostic(
          .definition,
          "the fields '\(low.name)' and '\(high.name)' of '\(name)' overlap in bit "
            + "\(high.bits.lowerBound); give each bits of its own", at: high.place))
    }
    return mistakes
  }

  private var shownOffset: String {
    offset < 0 ? "\(offset)" : hexadecimal(offset)
  }
}

extension RegisterField {
  fileprivate func mistakes(in register: MappedRegister) -> [Diagnostic] {
    var mistakes: [Diagnostic] = []
    func check(_ condition: Bool, _ sentence: @autoclosure () -> String) {
      if !condition { mistakes.append(Diagnostic(.definition, sentence(), at: place)) }
    }
    let subject = "the field '\(name)' of '\(register.name)'"
    check(isRegisterName(name), "\(subject) \(RegisterMap.nameRule)")
    check(RegisterMap.isLine(note), "\(subject) \(RegisterMap.noteRule)")
    let isInside = bits.lowerBound >= 0 && bits.upperBound < 64
    check(
      isInside,
      "\(subject) has the bits \(bits.lowerBound) to \(bits.upperBound); give it bits from 0 to 63")
    guard isInside else { return mistakes }
    check(
      reset <= Self.greatest(width),
      "\(subject) has the reset value \(reset), which \(width) bits do not hold; give it 0 to "
        + "\(Self.greatest(width))")
    check(
      access.hasReset || reset == 0,
      "\(subject) has a reset value, but a field of kind \(access.word) keeps none; leave it out")
    if case .counter(_, let amountBits) = access {
      check(
        (1...width).contains(amountBits),
        "\(subject) counts amounts of \(amountBits) bits; give them 1 to \(width)")
    }
    for (index, value) in values.enumerated() {
      let subject = "the value '\(value.name)' of the field '\(name)'"
      check(isRegisterName(value.name), "\(subject) \(RegisterMap.nameRule)")
      check(RegisterMap.isLine(value.note), "\(subject) \(RegisterMap.noteRule)")
      check(
        value.number <= Self.greatest(width),
        "\(subject) is \(value.number), which \(width) bits do not hold; give it 0 to "
          + "\(Self.greatest(width))")
      let before = values[..<index]
      check(!before.contains { $0.name == value.name }, "\(subject) stands twice; rename one")
      if let other = before.first(where: { $0.number == value.number && $0.name != value.name }) {
        check(false, "\(subject) is \(value.number), as is '\(other.name)'; give each its own")
      }
    }
    return mistakes
  }
}
