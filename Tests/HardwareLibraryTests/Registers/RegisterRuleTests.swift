import HardwareDSL
import HardwareIR
import HardwareLibrary
import Testing

/// Maps that are refused, each with the full text.
@Suite("Rules of register maps")
struct RegisterRuleTests {
  private static let flag = RegisterField("flag", .readWrite, bit: 0, "A flag.")

  private static func map(_ registers: MappedRegister..., addressBits: Int = 6) -> RegisterMap {
    RegisterMap("unit", "A unit.", addressBits: addressBits, registers)
  }

  private static func map(_ fields: RegisterField...) -> RegisterMap {
    map(MappedRegister("word", at: 0, "A word.", fields))
  }

  private static let cases: [(RegisterMap, [String])] = [
    (
      RegisterMap("Unit", "", addressBits: 2, []),
      [
        "the register map 'Unit' has addresses of 2 bits; give it 3 to 64",
        "the register map 'Unit' has no registers; give it 1 or more",
        "the register map 'Unit' needs a name in snake_case: small letters, digits and single "
          + "'_', a letter first",
        "the register map 'Unit' needs a sentence in one line that says what it is for",
      ]
    ),
    (
      map(MappedRegister("word", at: 6, "A word.", [flag])),
      ["the register 'word' of 'unit' of 32 bits stands at 0x6; give it a multiple of 4"]
    ),
    (
      map(MappedRegister("word", at: -4, "A word.", [flag])),
      ["the register 'word' of 'unit' of 32 bits stands at -4; give it a multiple of 4"]
    ),
    (
      map(
        MappedRegister(
          "word", at: 4, "A word.", [RegisterField("wide", .readWrite, bits: 0...32, "Wide.")])),
      ["the register 'word' of 'unit' of 64 bits stands at 0x4; give it a multiple of 8"]
    ),
    (
      map(MappedRegister("word", at: 64, "A word.", [flag])),
      [
        "the register 'word' of 'unit' stands at 0x40, beyond addresses of 6 bits; give the map "
          + "more"
      ]
    ),
    (
      map(
        MappedRegister("a", at: 8, "One.", [flag]), MappedRegister("b", at: 8, "Two.", [flag])),
      [
        "the registers 'a' and 'b' of 'unit' overlap: both stand at 0x8; give each offsets of its "
          + "own"
      ]
    ),
    (
      map(
        MappedRegister("a", at: 8, "One.", [RegisterField("wide", .constant, bits: 8...40, "W.")]),
        MappedRegister("b", at: 12, "Two.", [flag])),
      [
        "the registers 'a' and 'b' of 'unit' overlap: 'a' of 64 bits at 0x8 reaches over 0xc; give "
          + "each offsets of its own"
      ]
    ),
    (
      map(
        MappedRegister("a", at: Int.min, "One.", [flag]),
        MappedRegister("b", at: Int.max, "Two.", [flag])),
      [
        "the register 'a' of 'unit' of 32 bits stands at \(Int.min); give it a multiple of 4",
        "the register 'b' of 'unit' of 32 bits stands at 0x7fffffffffffffff; give it a multiple of "
          + "4",
        "the register 'b' of 'unit' stands at 0x7fffffffffffffff, beyond addresses of 6 bits; give "
          + "the map more",
      ]
    ),
    (
      map(MappedRegister("a", at: 0, "One.", [])),
      ["the register 'a' of 'unit' has no fields; give it 1 or more"]
    ),
    (
      map(MappedRegister("a", at: 0, "One.", [flag]), MappedRegister("a", at: 4, "One.", [flag])),
      ["two registers of 'unit' are called 'a'; rename one"]
    ),
    (
      map(
        RegisterField("low", .readWrite, bits: 0...4, "Low."),
        RegisterField("high", .readOnly, bits: 4...7, "High.")),
      ["the fields 'low' and 'high' of 'word' overlap in bit 4; give each bits of its own"]
    ),
    (
      map(flag, RegisterField("flag", .readOnly, bit: 1, "Another.")),
      ["two fields of 'word' are called 'flag'; rename one"]
    ),
    (
      map(RegisterField("f", .readWrite, bits: -1...3, "F.")),
      ["the field 'f' of 'word' has the bits -1 to 3; give it bits from 0 to 63"]
    ),
    (
      map(RegisterField("f", .readWrite, bits: 60...64, "F.")),
      ["the field 'f' of 'word' has the bits 60 to 64; give it bits from 0 to 63"]
    ),
    (
      map(RegisterField("f", .readWrite, bits: 4...6, reset: 8, "F.")),
      ["the field 'f' of 'word' has the reset value 8, which 3 bits do not hold; give it 0 to 7"]
    ),
    (
      map(RegisterField("f", .pulse, bit: 0, reset: 1, "F.")),
      [
        "the field 'f' of 'word' has a reset value, but a field of kind pulse keeps none; leave it "
          + "out"
      ]
    ),
    (
      map(RegisterField("f", .counter(.wraps, amountBits: 9), bits: 0...7, "F.")),
      ["the field 'f' of 'word' counts amounts of 9 bits; give them 1 to 8"]
    ),
    (
      map(RegisterField("f", .counter(.wraps, amountBits: 0), bits: 0...7, "F.")),
      ["the field 'f' of 'word' counts amounts of 0 bits; give them 1 to 8"]
    ),
    (
      map(
        RegisterField(
          "f", .readWrite, bits: 0...1, "Two\nlines",
          values: [
            RegisterValue("a", 4, "A."), RegisterValue("b", 1, "B."), RegisterValue("c", 1, "C."),
            RegisterValue("b", 2, " "), RegisterValue("E", 3, "E."),
          ])),
      [
        "the field 'f' of 'word' needs a sentence in one line that says what it is for",
        "the value 'E' of the field 'f' needs a name in snake_case: small letters, digits and "
          + "single '_', a letter first",
        "the value 'a' of the field 'f' is 4, which 2 bits do not hold; give it 0 to 3",
        "the value 'b' of the field 'f' needs a sentence in one line that says what it is for",
        "the value 'b' of the field 'f' stands twice; rename one",
        "the value 'c' of the field 'f' is 1, as is 'b'; give each its own",
      ]
    ),
    (
      map(
        MappedRegister("a_b", at: 0, "One.", [RegisterField("c", .readWrite, bit: 0, "C.")]),
        MappedRegister("a", at: 4, "Two.", [RegisterField("b_c", .readWrite, bit: 0, "C.")])),
      [
        "UNIT_A_B_C_MASK of the C header stands for the mask of the field 'a_b.c' and for the mask "
          + "of the field 'a.b_c' of 'unit'; give one of them another name",
        "UNIT_A_B_C_SHIFT of the C header stands for the shift of the field 'a_b.c' and for the "
          + "shift of the field 'a.b_c' of 'unit'; give one of them another name",
      ]
    ),
    (
      map(
        RegisterField(
          "f", .readWrite, bits: 0...1, "F.", values: [RegisterValue("mask", 1, "Masks.")])),
      [
        "UNIT_WORD_F_MASK of the C header stands for the mask of the field 'word.f' and for the "
          + "value 'mask' of the field 'word.f' of 'unit'; give one of them another name"
      ]
    ),
  ]

  @Test("A bad map is refused, mistake by mistake", arguments: cases.indices)
  func refused(index: Int) {
    let (map, sentences) = Self.cases[index]
    #expect(map.mistakes.map(\.message).sorted() == sentences)
    // Hardware and texts say the same, and nothing else.
    let error = #expect(throws: DiagnosticError.self) { try elaborate(AXI4LiteRegisters(map)) }
    #expect(error?.diagnostics.map(\.message).sorted() == sentences)
    #expect(throws: DiagnosticError.self) { try map.cHeader() }
    #expect(throws: DiagnosticError.self) { try map.markdown() }
  }

  @Test("A mistake stands where the field is described")
  func place() {
    let field = RegisterField("f", .readWrite, bits: 4...6, reset: 8, "F.")
    let line = #line - 1
    let mistakes = Self.map(field).mistakes
    #expect(mistakes.map(\.location?.line) == [line])
  }

  /// What reads and drives fields by name.
  private final class User: Module {
    let registers: AXI4LiteRegisters
    private let act: (AXI4LiteRegisters) -> Void

    init(_ map: RegisterMap, _ act: @escaping (AXI4LiteRegisters) -> Void) {
      registers = AXI4LiteRegisters(map)
      self.act = act
    }

    var documentation: Documentation { Documentation("Uses registers.") }

    var body: Behavior {
      act(registers)
    }
  }

  @Test("A map that is refused has no other consequence where its fields are used")
  func used() {
    let map = Self.map(
      RegisterField("f", .readOnly, bits: -3...90, "F."),
      RegisterField("Not a name", .counter(.wraps, amountBits: 99), bits: 4...6, "F."),
      RegisterField("g", .writeOneToClear, bits: 4...6, reset: 99, "G."))
    let error = #expect(throws: DiagnosticError.self) {
      try elaborate(
        User(map) { registers in
          registers["word.f"] <== 0
          registers.amounts["word.Not a name"] <== 0
          registers.clears["word.Not a name"] <== 0
          registers.sets["word.g"] <== registers["word.g"]
          registers.bus.aw.valid <== 0
          registers.bus.w.valid <== 0
          registers.bus.ar.valid <== 0
          registers.bus.b.ready <== 0
          registers.bus.r.ready <== 0
          registers.bus.aw.payload.addr <== 0
          registers.bus.aw.payload.prot <== 0
          registers.bus.ar.payload.addr <== 0
          registers.bus.ar.payload.prot <== 0
          registers.bus.w.payload.data <== 0
          registers.bus.w.payload.strb <== 0
        })
    }
    #expect(error?.diagnostics == map.mistakes)
  }

  @Test(
    "A name that is none is refused where it is used, with the nearest ones",
    arguments: [
      (
        0,
        "there is no field 'control.strt'; near it: 'control.start', 'control.steps', "
          + "'control.limit'"
      ),
      (1, "the field 'control.limit' is not of kind writeOneToClear"),
      (2, "the field 'identity.magic' is held by no register"),
      (3, "the field 'control.start' is no counter, and not of kind writeOneToSet"),
      (4, "the field 'control.start' is no counter"),
    ])
  func names(index: Int, sentence: String) {
    let error = #expect(throws: DiagnosticError.self) {
      try elaborate(
        User(DeviceMap.map) { registers in
          let signal =
            switch index {
            case 0: registers["control.strt"]
            case 1: registers.sets["control.limit"]
            case 2: registers["identity.magic"]
            case 3: registers.clears["control.start"]
            default: registers.amounts["control.start"]
            }
          signal <== 1
        })
    }
    let messages = error?.diagnostics.map(\.message) ?? []
    #expect(messages.contains { $0.hasSuffix(sentence) }, "\(messages)")
  }
}
