import HardwareIR
import TestSupport
import Testing

/// Bit patterns, types and the types of expressions.
@Suite struct ValueTests {
  @Test("A pattern holds the low bits of a number in two's complement")
  func patterns() {
    withEvery("width", in: 1...10) { width in
      withEvery("value", in: -40...40) { value in
        let pattern = BitPattern(value, width: width)
        let expected = value & ((1 << width) - 1)
        #expect(pattern.words == [UInt64(expected)], "\(currentContext)")
        #expect((0..<width).filter(pattern.bit) == (0..<width).filter { value >> $0 & 1 == 1 })
      }
    }
  }

  @Test("A signed number survives every width that holds it")
  func signedValues() {
    withEvery("width", in: 1...64) { width in
      let most = width == 64 ? Int.max : (1 << (width - 1)) - 1
      for value in [0, -1, most, -most - 1] {
        #expect(
          BitPattern(value, width: width).signedValue == value, "\(currentContext), \(value)")
      }
    }
    #expect(BitPattern(-1, width: 65).signedValue == nil)
  }

  @Test("A wide pattern extends the sign and clears what is above")
  func widePatterns() {
    #expect(BitPattern(-2, width: 70).words == [UInt64.max - 1, 63])
    #expect(BitPattern(-1, width: 64).words == [.max])
    #expect(BitPattern(5, width: 128).words == [5, 0])
  }

  @Test(
    "Hexadecimal digits cover the width",
    arguments: [(0, 1, "0"), (-1, 5, "1f"), (255, 9, "0ff"), (-1, 68, "fffffffffffffffff")])
  func hexadecimal(value: Int, width: Int, digits: String) {
    #expect(BitPattern(value, width: width).hexadecimal == digits)
  }

  @Test("Digits make a pattern of any width, and come out as they went in")
  func digits() throws {
    let pattern = try BitPattern(hexadecimal: "0x1_ffff0000ffff0000_ABCD", width: 90)
    #expect(pattern.hexadecimal == "00001ffff0000ffff0000abcd".suffix(23))
    #expect(pattern.words == [0x0000_ffff_0000_abcd, 0x1_ffff])
    #expect(try BitPattern(hexadecimal: "0000000000000000000007", width: 3).words == [7])
    #expect(try BitPattern(hexadecimal: "f", width: 4) == BitPattern(-1, width: 4))
    #expect(throws: BitPattern.HexadecimalError.tooWide(bits: 4)) {
      try BitPattern(hexadecimal: "f", width: 3)
    }
    #expect(throws: BitPattern.HexadecimalError.tooWide(bits: 65)) {
      try BitPattern(hexadecimal: "1_0000_0000_0000_0000", width: 64)
    }
    #expect(throws: BitPattern.HexadecimalError.notADigit("x")) {
      try BitPattern(hexadecimal: "00x1", width: 64)
    }
    #expect(throws: BitPattern.HexadecimalError.noDigit) {
      try BitPattern(hexadecimal: "0x", width: 64)
    }
  }

  @Test("A type knows its numbers")
  func ranges() {
    withEvery("width", in: 1...62) { width in
      #expect(HardwareType.unsigned(width).range == 0...((1 << width) - 1))
      #expect(HardwareType.signed(width).range == -(1 << (width - 1))...((1 << (width - 1)) - 1))
    }
    #expect(HardwareType.unsigned(63).range == 0...Int.max)
    #expect(HardwareType.unsigned(100).range == 0...Int.max)
    #expect(HardwareType.signed(63).range == -(1 << 62)...((1 << 62) - 1))
    #expect(HardwareType.signed(64).range == Int.min...Int.max)
    #expect(HardwareType.bit.range == 0...1)
    for type in [HardwareType.bits(0), .unsigned(0), .signed(0)] { #expect(type.range == 0...0) }
  }

  @Test("Widths below 0 and enumerations without cases are no types")
  func impossibleTypes() {
    withEvery("width", in: -70...(-1)) { width in
      for type in [HardwareType.bits(width), .unsigned(width), .signed(width)] {
        #expect(!type.isPossible && type.range == nil, "\(currentContext)")
      }
    }
    let none = HardwareType.enumeration(EnumerationType(name: "None", cases: []))
    #expect(!none.isPossible && none.range == nil)
  }

  @Test(
    "An enumeration has the bits that its cases need",
    arguments: zip(1...9, [1, 1, 2, 2, 3, 3, 3, 3, 4]))
  func enumerations(cases: Int, width: Int) {
    let type = EnumerationType(name: "Mode", cases: (0..<cases).map { "case\($0)" })
    #expect(type.width == width)
  }

  @Test("No bits hold a negative number, and the width that says so is no type's")
  func noBits() {
    for number in [-1, -2, Int.min] {
      #expect(bitsToHold(number) == -1)
      #expect(!HardwareType.unsigned(bitsToHold(number)).isPossible)
    }
    #expect(bitsToHold(Int.max) == 63)
  }

  @Test("The type of every node follows from its operands")
  func expressionTypes() {
    let bit = Expression.reference("c", .bit)
    let a = Expression.reference("a", .signed(5))
    let b = Expression.reference("b", .signed(3))
    let expected: [(Expression, HardwareType)] = [
      (.unary(.not, a), .signed(5)), (.unary(.negate, a), .signed(5)),
      (.unary(.anyBit, a), .bit), (.unary(.allBits, a), .bit), (.unary(.parity, a), .bit),
      (.binary(.add, a, a), .signed(5)), (.binary(.multiply, a, b), .signed(8)),
      (.binary(.less, a, a), .bit), (.binary(.equal, a, a), .bit),
      (.binary(.shiftRight, a, b), .signed(5)),
      (.select(condition: bit, then: a, otherwise: a), .signed(5)),
      (.slice(a, low: 1, width: 1), .bit), (.slice(a, low: 1, width: 3), .bits(3)),
      (.concatenation([a, bit]), .bits(6)), (.extend(a, to: .signed(9)), .signed(9)),
      (.reinterpret(a, as: .unsigned(5)), .unsigned(5)),
    ]
    for (expression, type) in expected { #expect(expression.type == type, "\(expression)") }
  }

  @Test("Mapping operands keeps the node, and references are visited once per reading")
  func operands() {
    let a = Expression.reference("a", .bits(4))
    let sum = Expression.select(
      condition: .unary(.anyBit, a), then: .concatenation([a, a]),
      otherwise: .extend(.slice(a, low: 0, width: 2), to: .bits(8)))
    var names: [String] = []
    sum.forEachReference { names.append($0) }
    #expect(names == ["a", "a", "a", "a"])
    #expect(sum.mapOperands { $0 } == sum)
  }
}
