import HardwareIR
import Testing

/// Constants are computed, and nothing else changes.
@Suite struct FoldingTests {
  private let s = Expression.reference("s", .signed(8))
  private let u = Expression.reference("u", .unsigned(8))
  private let b = Expression.reference("b", .bit)

  private func unsigned(_ value: Int, _ width: Int = 8) -> Expression {
    .literal(BitPattern(value, width: width), .unsigned(width))
  }

  private func signed(_ value: Int, _ width: Int = 8) -> Expression {
    .literal(BitPattern(value, width: width), .signed(width))
  }

  private func bit(_ value: Int) -> Expression { .literal(BitPattern(value, width: 1), .bit) }

  private func folded(_ operation: BinaryOperator, _ left: Expression, _ right: Expression)
    -> Expression
  {
    Expression.binary(operation, left, right).folded()
  }

  @Test("Two numbers are computed at their width and sign")
  func numbers() {
    #expect(folded(.add, unsigned(200), unsigned(100)) == unsigned(44))
    #expect(folded(.subtract, unsigned(3), unsigned(5)) == unsigned(254))
    #expect(folded(.multiply, signed(-128), signed(-128)) == signed(16384, 16))
    #expect(folded(.multiply, unsigned(255), unsigned(3, 2)) == unsigned(765, 10))
    #expect(folded(.less, signed(-1), signed(0)) == bit(1))
    #expect(folded(.less, unsigned(255), unsigned(0)) == bit(0))
    #expect(folded(.greaterOrEqual, signed(-1), signed(-1)) == bit(1))
    #expect(folded(.equal, unsigned(7), unsigned(7)) == bit(1))
    #expect(folded(.shiftRight, signed(-5), unsigned(1, 3)) == signed(-3))
    #expect(folded(.shiftRight, signed(-5), unsigned(200)) == signed(-1))
    #expect(folded(.shiftLeft, unsigned(129), unsigned(1, 3)) == unsigned(2))
    #expect(folded(.shiftLeft, unsigned(1), unsigned(8)) == unsigned(0))
  }

  @Test("Wide numbers carry from word to word")
  func wide() {
    let most = Expression.literal(BitPattern(-1, width: 130), .unsigned(130))
    #expect(folded(.add, most, unsigned(1, 130)) == unsigned(0, 130))
    #expect(folded(.subtract, unsigned(0, 130), unsigned(1, 130)) == most)
    let square = folded(.multiply, most, most)
    // (2^130 - 1)^2 = 2^260 - 2^131 + 1
    let expected = folded(
      .add,
      folded(
        .subtract, unsigned(0, 260), folded(.shiftLeft, unsigned(1, 260), unsigned(131))),
      unsigned(1, 260))
    #expect(square == expected)
    #expect(folded(.multiply, signed(-3, 70), signed(5, 70)) == signed(-15, 140))
    #expect(folded(.less, signed(-3, 70), signed(5, 70)) == bit(1))
    #expect(Expression.extend(signed(-3, 70), to: .signed(200)).folded() == signed(-3, 200))
    #expect(
      Expression.slice(most, low: 60, width: 10).folded()
        == .literal(BitPattern(-1, width: 10), .bits(10)))
  }

  @Test("A literal that makes an operation superfluous leaves the other operand, or itself")
  func identities() {
    #expect(folded(.and, u, unsigned(0)) == unsigned(0))
    #expect(folded(.and, unsigned(255), u) == u)
    #expect(folded(.or, u, unsigned(0)) == u)
    #expect(folded(.or, signed(-1), s) == signed(-1))
    #expect(folded(.xor, u, unsigned(0)) == u)
    #expect(folded(.xor, u, unsigned(255)) == .unary(.not, u))
    #expect(folded(.add, unsigned(0), u) == u)
    #expect(folded(.subtract, u, unsigned(0)) == u)
    #expect(folded(.multiply, s, signed(0, 4)) == signed(0, 12))
    #expect(folded(.shiftLeft, u, unsigned(0, 3)) == u)
    #expect(folded(.shiftRight, u, unsigned(8)) == unsigned(0))
    #expect(folded(.shiftRight, unsigned(0), u) == unsigned(0))
    #expect(folded(.equal, b, bit(1)) == b)
    #expect(folded(.notEqual, b, bit(1)) == .unary(.not, b))
  }

  @Test("A comparison that always holds, or never, is a constant")
  func comparisons() {
    #expect(folded(.less, u, unsigned(0)) == bit(0))
    #expect(folded(.greaterOrEqual, s, signed(-128)) == bit(1))
    #expect(folded(.lessOrEqual, u, unsigned(255)) == bit(1))
    #expect(folded(.greater, s, signed(127)) == bit(0))
    #expect(folded(.greater, unsigned(0), u) == bit(0))
    #expect(folded(.lessOrEqual, unsigned(0), u) == bit(1))
  }

  @Test("What has no superfluous part stays as it is")
  func others() {
    for expression: Expression in [
      .binary(.add, u, unsigned(1)), .binary(.subtract, unsigned(0), u),
      .binary(.less, signed(0), s), .binary(.shiftRight, s, unsigned(8)),
      .select(condition: b, then: unsigned(1), otherwise: u),
      .concatenation([unsigned(0, 2), u]), .binary(.equal, u, u),
    ] {
      #expect(expression.folded() == expression)
    }
  }

  @Test("A choice with a constant condition, or between equals, is none")
  func choices() {
    func select(_ condition: Expression, _ then: Expression, _ otherwise: Expression) -> Expression
    {
      Expression.select(condition: condition, then: then, otherwise: otherwise).folded()
    }
    #expect(select(bit(1), u, unsigned(3)) == u)
    #expect(select(.binary(.less, u, unsigned(0)), u, unsigned(3)) == unsigned(3))
    #expect(select(b, unsigned(3), unsigned(3)) == unsigned(3))
    #expect(select(b, bit(1), bit(0)) == b)
    #expect(select(b, bit(0), bit(1)) == .unary(.not, b))
  }

  @Test("Parts and readings of literals are literals; a state keeps its name")
  func conversions() {
    #expect(
      Expression.concatenation([unsigned(2, 2), signed(-1, 3)]).folded()
        == .literal(BitPattern(0b10111, width: 5), .bits(5)))
    #expect(Expression.reinterpret(signed(-1), as: .unsigned(8)).folded() == unsigned(255))
    #expect(Expression.unary(.parity, unsigned(7)).folded() == bit(1))
    let phase = HardwareType.enumeration(EnumerationType(name: "Phase", cases: ["idle", "run"]))
    let state = Expression.reinterpret(
      .literal(BitPattern(1, width: 1), phase), as: .unsigned(1))
    #expect(state.folded() == state)
  }

  // MARK: Statements

  private func assign(_ name: String, _ value: Expression) -> Statement {
    .assign(target: Target(name), value: value, location: nil)
  }

  private func folded(_ statements: [Statement], registers: [Register] = []) -> [Statement] {
    var module = ModuleDefinition(name: "m", contract: Contract(""), location: nil)
    module.registers = registers
    module.statements = statements
    return module.foldingConstants().statements
  }

  @Test("A branch that is always taken stands alone and voids what it overrides")
  func branches() {
    let always = Expression.binary(.greaterOrEqual, u, unsigned(0))
    let statements: [Statement] = [
      assign("y", unsigned(1)),
      .when(
        condition: always, then: [assign("y", u)], otherwise: [assign("y", unsigned(2))],
        location: nil),
    ]
    #expect(folded(statements) == [assign("y", u)])
    let decode = Statement.decode(
      subject: unsigned(2, 2),
      arms: [
        DecodeArm(value: 1, statements: [assign("y", u)]),
        DecodeArm(value: 2, statements: [assign("z", u)]),
      ], location: nil)
    #expect(
      folded([assign("y", unsigned(1)), decode]) == [assign("y", unsigned(1)), assign("z", u)])
  }

  @Test("Of a condition whose branch is empty the inverse remains")
  func emptyBranches() {
    let never = Statement.when(
      condition: bit(0), then: [assign("y", u)], otherwise: [], location: nil)
    #expect(folded([never]) == [])
    #expect(
      folded([
        .when(condition: b, then: [never], otherwise: [assign("z", u)], location: nil)
      ]) == [
        .when(
          condition: .unary(.not, b), then: [assign("z", u)], otherwise: [], location: nil)
      ])
  }

  @Test("A register that nothing assigns any more keeps its value, or its bits")
  func registers() {
    let register = Register(name: "r", type: .unsigned(8), reset: BitPattern(0, width: 8))
    let whole = Expression.reference("r", .unsigned(8))
    let never = Statement.when(
      condition: bit(0), then: [assign("r", u)], otherwise: [], location: nil)
    #expect(folded([never], registers: [register]) == [assign("r", whole)])
    let low = Statement.assign(
      target: Target("r", bits: 0...2), value: .slice(u, low: 0, width: 3), location: nil)
    #expect(
      folded([low, never], registers: [register]) == [
        low,
        .assign(
          target: Target("r", bits: 3...7), value: .slice(whole, low: 3, width: 5), location: nil),
      ])
  }
}
