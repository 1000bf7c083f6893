import HardwareDSL
import Testing

/// A mistake is said of the call that the designer wrote, not of what that is built of.
@Suite struct OwnWordsTests {
  private final class User: TestModule {
    let a = input(.bits(8))
    let n = input(.unsigned(8))
    let s = input(.signed(8))
    let t = input(.bit)
    let at = input(.unsigned(2))
    let y = output(.bits(8))
    private let use: (User) -> Signal
    init(_ use: @escaping (User) -> Signal) { self.use = use }
    var moduleName: String { "user" }
    var body: Behavior { y <== use(self) }
  }

  private func refuse(
    _ sentence: String, _ location: Testing.SourceLocation = #_sourceLocation,
    _ use: @escaping (User) -> Signal
  ) {
    let error = #expect(throws: DiagnosticError.self, sourceLocation: location) {
      try elaborate(User(use))
    }
    #expect(error?.diagnostics.map(\.message) == [sentence], sourceLocation: location)
  }

  @Test("A table")
  func tables() {
    refuse(
      "'squares': the table at 'at_i' (unsigned(2)) reaches 4 of 5 values; use an index of 3 bits"
    ) { table("squares", of: .bits(8), [0, 1, 4, 9, 16], at: $0.at) }
    refuse(
      "'squares': the table takes an index of bits or unsigned, not 's_i' (signed(8)); "
        + "convert it with .asUnsigned"
    ) { table("squares", of: .bits(8), [0, 1, 4, 9, 16], at: $0.s) }
    refuse("'none': the table has no values to choose from; give at least one") {
      table("none", of: .bits(8), [], at: $0.at)
    }
    refuse("'squares': the table at 5 finds no element: the 5 values are 0 to 4") { _ in
      table("squares", of: .bits(8), [0, 1, 4, 9, 16], at: Signal(5, .unsigned(3)))
    }
    refuse(
      "'long': the table has 65537 values, more than the 65536 that tools take; use a Memory with "
        + "initial contents"
    ) { table("long", of: .bits(8), Array(repeating: 1, count: 65537), at: $0.n) }
  }

  @Test("An index")
  func indices() {
    refuse("index 'at_i' (unsigned(2)) reaches 4 of 8 signals; use an index of 3 bits") {
      concatenate([$0.a.bits[$0.at], Signal(0, .bits(7))])
    }
    refuse("index 8 finds no element: the 8 signals are 0 to 7") {
      concatenate([$0.a.bits[Signal(8, .unsigned(4))], Signal(0, .bits(7))])
    }
    refuse(
      "an index is bits or unsigned, not 's_i' (signed(8)); convert it with .asUnsigned"
    ) { concatenate([$0.a.bits[$0.s], Signal(0, .bits(7))]) }
    refuse(
      "an index chooses between 'a_i' (bits(8)) and 't_i' (bit); give all signals one type"
    ) { [$0.a, $0.t][$0.at] }
  }

  @Test("A sum, and many conditions")
  func lists() {
    refuse("sum(of:) takes numbers, not bits(8); convert with .asUnsigned or .asSigned") {
      sum(of: [$0.a, $0.a]).asBits
    }
    refuse("sum(of:) takes numbers, not bits(8); convert with .asUnsigned or .asSigned") {
      sum(of: [$0.a])
    }
    refuse(
      "sum(of:) joins 'n_i' (unsigned(8)) and 's_i' (signed(8)); convert the unsigned one with "
        + ".toSigned()"
    ) { sum(of: [$0.n, $0.s]).asBits }
    refuse("sum(of:) has no terms, and so no type; give at least one") { _ in sum(of: []).asBits }
    refuse("anyOf takes conditions (bit), not 'a_i' (bits(8)); write [0], != 0 or .isAnySet") {
      mux(anyOf([$0.t, $0.a]), $0.a, $0.a)
    }
    refuse("allOf takes conditions (bit), not 'a_i' (bits(8)); write [0], != 0 or .isAnySet") {
      mux(allOf([$0.a]), $0.a, $0.a)
    }
  }

  @Test("Shifts and rotations")
  func moves() {
    refuse(
      "a rotation is by an unsigned signal, not 's_i' (signed(8)); convert it with .asUnsigned"
    ) { $0.a.rotatedLeft(by: $0.s) }
    refuse("a shift is by an unsigned signal, not 'a_i' (bits(8)); convert it with .asUnsigned") {
      $0.a.shiftedLeft(by: $0.a)
    }
    refuse(
      "a shift is by an unsigned signal, not the literal 3; give an Int, or a type with "
        + "Signal(_, _)"
    ) { $0.a.shiftedRight(by: .number(3)) }
  }

  @Test("Numbers with a binary point")
  func fixed() {
    func number(_ user: User, _ bits: Int) -> Fixed { Fixed(user.s, fractionBits: bits) }
    refuse(
      "floored(toFraction: 2) of 's_i' (signed(8)) with 12 fraction bits leaves no bit; keep 5 "
        + "fraction bits or more"
    ) { number($0, 12).floored(toFraction: 2).raw.asBits }
    refuse(
      "extended(toFraction: 65536) of 's_i' (signed(8)) makes a value too wide; a width must be at "
        + "most 65536"
    ) { number($0, 2).extended(toFraction: 65536).raw.asBits }
    refuse("constant 9.0 does not fit signed(8) with 4 fraction bits; use a wider type") { _ in
      Fixed.constant(9, .signed(8), fractionBits: 4).raw.asBits
    }
    refuse(
      "rounded(toFraction: 1) needs a typed operand, not the literal 5; give it a type with "
        + "Signal(_, _)"
    ) { _ in Fixed(5, fractionBits: 2).rounded(toFraction: 1).raw.asBits }
    refuse(
      "'>' joins 's_i' (signed(8)) and 'n_i' (unsigned(8)); convert the unsigned one with "
        + ".toSigned()"
    ) {
      mux(number($0, 2) > Fixed($0.n, fractionBits: 2), $0.a, $0.a)
    }
  }

  @Test("A register in a body, by its name")
  func registers() {
    refuse("'held': literal 256 does not fit bits(8) (0...255); use a wider type") {
      delayed("held", $0.a, reset: 256)
    }
    refuse("'flag': literal 2 does not fit bit (0...1); use a wider type") {
      concatenate(
        synchronized("flag", $0.t, into: .default, reset: 2), Signal(0, .bits(7)))
    }
  }

  private final class Constants: TestModule {
    let a = input(.bits(4))
    let y = output(.bits(4))
    let z = output(.bits(4))
    private let words = (0..<5).map { _ in wire(.bits(4)) }
    private let pairs = (0..<2).map { _ in Item(wire(.bits(4))) }
    var body: Behavior {
      for number in 0..<5 { words[.number(number)] <== a ^ Signal(number, .bits(4)) }
      y <== words[Signal(3, .unsigned(3))] & select(words, at: 2)
      for number in 0..<2 { pairs[.number(number)].data <== a }
      z <== table("squares", of: .bits(4), [0, 1, 4, 9], at: Signal(2, .bits(2)))
        ^ pairs[Signal(1, .bit)].data
    }
  }

  @Test("A constant index is the element, read or driven, as a memory takes one")
  func constants() throws {
    let circuit = try elaborate(Constants())
    let values = circuit.top.statements.compactMap { statement -> Expression? in
      if case .assign("y_o", let value, _) = statement { value } else { nil }
    }
    #expect(
      values == [
        .binary(.and, .reference("words_3", .bits(4)), .reference("words_2", .bits(4)))
      ])
  }
}
