import HardwareDSL
import Testing

/// Remedies that lead on, and mistakes that have no second one, with the full text of the error.
@Suite struct RemedyTests {
  @Test("A number in place of a condition gets a remedy that makes one")
  func conditions() {
    final class Conditions: TestModule {
      let n = input(.unsigned(8))
      let one = input(.unsigned(1))
      let z = output(.bit)
      let narrow = input(.bits(4))
      let wide = output(.bits(8))
      static let line = #line + 2
      var body: Behavior {
        z <== n
        z <== one
        wide <== n[0]
        wide <== narrow
        z <== (n || n)
      }
    }
    expectRefusal(
      Conditions(),
      error(at: Conditions.line)
        + "'n_i' (unsigned(8)) is assigned to 'z_o' (bit); write [0], != 0 or .isAnySet "
        + "[type-mismatch]",
      error(at: Conditions.line + 1)
        + "'one_i' (unsigned(1)) is assigned to 'z_o' (bit); write .asBits [type-mismatch]",
      error(at: Conditions.line + 2)
        + "bit 0 of 'n_i' (bit) is assigned to 'wide_o' (bits(8)); write .extended(to: 8) "
        + "[type-mismatch]",
      error(at: Conditions.line + 3)
        + "4 bits are assigned to 'wide_o' (bits(8)); write .extended(to: 8), or concatenate "
        + "[type-mismatch]",
      error(at: Conditions.line + 4)
        + "'||' takes conditions (bit), not 'n_i' (unsigned(8)); write [0], != 0 or .isAnySet "
        + "[type-mismatch]")
  }

  @Test("Unlike operands get the remedy of their kinds, and are called as they are written")
  func unlikeOperands() {
    final class Unlike: TestModule {
      let flag = input(.bit)
      let word = input(.bits(8))
      let narrow = input(.bits(3))
      let count = input(.unsigned(8))
      let level = input(.signed(8))
      let y = output(.unsigned(8))
      let z = output(.signed(8))
      let w = output(.bits(8))
      static let line = #line + 2
      var body: Behavior {
        y <== count &+ (flag && count[0])
        z <== level &- flag
        y <== count ^ word
        z <== mux(flag, word, level)
        w <== word | narrow
        w <== (flag & word)
        y <== (count[1...4] ^ narrow).asUnsigned
        y <== count[1...4]
      }
    }
    expectRefusal(
      Unlike(),
      error(at: Unlike.line)
        + "'&+' joins 'count_i' (unsigned(8)) and 'flag_i' && bit 0 of 'count_i' (bit); "
        + "write .asUnsigned behind the bit [type-mismatch]",
      error(at: Unlike.line + 1)
        + "'&-' joins 'level_i' (signed(8)) and 'flag_i' (bit); "
        + "write .asUnsigned.toSigned() behind the bit [type-mismatch]",
      error(at: Unlike.line + 2)
        + "'^' joins 'count_i' (unsigned(8)) and 'word_i' (bits(8)); "
        + "write .asUnsigned behind the bits [type-mismatch]",
      error(at: Unlike.line + 3)
        + "'mux' joins 'word_i' (bits(8)) and 'level_i' (signed(8)); "
        + "write .asSigned behind the bits [type-mismatch]",
      error(at: Unlike.line + 4)
        + "'|' joins 'word_i' (bits(8)) and 'narrow_i' (bits(3)); "
        + "write .extended(to: 8) behind the narrower one [type-mismatch]",
      error(at: Unlike.line + 5)
        + "'&' joins 'flag_i' (bit) and 'word_i' (bits(8)); "
        + "write .extended(to: 8) behind the narrower one [type-mismatch]",
      error(at: Unlike.line + 6)
        + "'^' joins bits 1...4 of 'count_i' (bits(4)) and 'narrow_i' (bits(3)); "
        + "write .extended(to: 4) behind the narrower one [type-mismatch]",
      error(at: Unlike.line + 7)
        + "bits 1...4 of 'count_i' (bits(4)) is assigned to 'y_o' (unsigned(8)); "
        + "convert it with .asUnsigned [type-mismatch]")
  }

  @Test("A mistaken comparison is a bit, and so no second mistake")
  func comparisons() {
    final class Level: TestModule {
      let level = input(.unsigned(3))
      let y = output(.bit)
      let z = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        let hasRoom = wire("hasRoom", level < .number(8))
        let isOpen = wire("isOpen", !(level < .number(9)))
        y <== 0
        when(hasRoom && isOpen) { y <== 1 }
        z <== !hasRoom
      }
    }
    expectRefusal(
      Level(),
      error(at: Level.line)
        + "literal 8 does not fit unsigned(3) (0...7); "
        + "write Signal(8, .unsigned(4)), or use a wider type [literal-range]",
      error(at: Level.line + 1)
        + "literal 9 does not fit unsigned(3) (0...7); "
        + "write Signal(9, .unsigned(4)), or use a wider type [literal-range]")
  }

  @Test("A value wider than an Int has a range of its own")
  func wide() {
    final class Wide: TestModule {
      let y = output(.bits(64))
      static let line = #line + 1
      var body: Behavior { y <== -1 }
    }
    expectRefusal(
      Wide(),
      error(at: Wide.line)
        + "literal -1 does not fit bits(64) (0...2^64 - 1); "
        + "use a signed type, or Signal(hexadecimal: _, _) for its bits [literal-range]")
  }

  @Test("A decode lists a value once")
  func decoded() {
    final class Decoded: TestModule {
      let address = input(.unsigned(4))
      let y = output(.bits(4))
      static let line = #line + 3
      var body: Behavior {
        y <== 0
        decode(address, values: [0, 4, 4]) { value in y <== .number(value) }
      }
    }
    expectRefusal(
      Decoded(),
      error(at: Decoded.line) + "decode lists 4 twice; list each value once [definition]")
  }

  @Test(
    "What may be constant takes a literal at the limit of its operand", arguments: [3, 7, 8, 9])
  func limits(limit: Int) throws {
    final class Level: TestModule {
      let limit: Int
      let level = input(.unsigned(3))
      let y = output(.bit)
      init(limit: Int) { self.limit = limit }
      var body: Behavior {
        y <== 0
        when(possiblyConstant("hasRoom", level < .number(limit))) { y <== 1 }
      }
    }
    try expectWarnings(Level(limit: limit))
  }

  @Test("Bits address a memory")
  func addresses() throws {
    final class Lookup: TestModule {
      let n = input(.unsigned(8))
      let y = output(.bits(4))
      let z = output(.bits(4))
      let words = Memory(.bits(4), depth: 16, initial: [1, 2])
      let pair = Memory(.bits(4), depth: 2, initial: [1, 2])
      var body: Behavior {
        words.read(at: n[0...3])
        pair.read(at: n[4])
        y <== words.readData
        z <== pair.readData
        unused("n", n)
      }
    }
    try expectWarnings(Lookup())
  }
}
