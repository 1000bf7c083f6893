import HardwareDSL
import HardwareIR
import Testing

/// Ghosts and values of the cycle before, with the full text of the error.
@Suite struct GhostDiagnosticTests {
  @Test("Hardware reads no ghost: by a value, a condition, an instance or a memory")
  func readers() {
    final class Child: TestModule {
      let x = input(.bit)
      let y = output(.bit)
      var body: Behavior { y <== x }
    }
    final class Readers: TestModule {
      static let line = #line + 1
      let seen = ghost(register(.bit, reset: 0))
      let count = ghost(register(.unsigned(4), reset: 0))
      let address = ghost(dataRegister(.unsigned(2)))
      let last = ghost(wire(.bit))
      let a = input(.unsigned(4))
      let y = output(.unsigned(5))
      let z = output(.bit)
      let held = register(.bit, reset: 0)
      let words = Memory(.bits(8), depth: 4)
      let child = Child()
      var body: Behavior {
        seen <== 1
        count <== a
        address <== a.truncated(to: 2)
        last <== seen
        y <== count + a
        when(seen) { held <== 1 }
        words.write(a.extended(to: 8).asBits, at: address)
        words.read(at: a.truncated(to: 2))
        child.x <== last
        z <== (child.y || held || words.readData[0])
      }
    }
    let line = Readers.line + 14
    let remedy = { (name: String) in
      "'\(name)', a ghost that synthesis leaves out; declare '\(name)' without ghost(_), or let "
        + "only claims and other ghosts read it [ghost]"
    }
    expectRefusal(
      Readers(),
      error(at: line + 1) + "'y_o' of readers depends on " + remedy("count_q"),
      error(at: line + 2) + "'held_q' of readers depends on " + remedy("seen_q"),
      error(at: line + 3) + "'words_write_address' of readers depends on " + remedy("address_q"),
      error(at: line + 5) + "input 'x_i' of instance 'child' of readers depends on "
        + remedy("last"))
  }

  @Test("A wire that the language makes between them hides no ghost")
  func temporaries() {
    final class Shared: TestModule {
      let count = ghost(register(.unsigned(4), reset: 0))
      let a = input(.unsigned(4))
      let y = output(.bit)
      let z = output(.bit)
      static let line = #line + 3
      var body: Behavior {
        count <== a
        let sum = count + a
        y <== (sum == 3)
        z <== (sum == 5)
      }
    }
    expectRefusal(
      Shared(),
      error(at: Shared.line + 1)
        + "'y_o' of shared depends on 'count_q', a ghost that synthesis leaves out; declare "
        + "'count_q' without ghost(_), or let only claims and other ghosts read it [ghost]")
  }

  @Test("A ghost is a register or a wire of its module")
  func kinds() {
    final class Kinds: TestModule {
      static let line = #line + 1
      let a = ghost(input(.bit))
      let pair = ghost(Item(output(.bits(2))))
      let y = output(.bit)
      let words = Memory(.bits(2), depth: 4)
      var body: Behavior {
        let both = ghost(y && words.readData[0])
        words.write(2, at: 1)
        words.read(at: 1)
        _ = ghost(words.readData)
        pair.data <== 0
        y <== 1
        claim("Both", both)
      }
    }
    let sentence = { (what: String) in
      "ghost(_) takes a register or a wire, not \(what); name a value with "
        + "ghost(wire(\"name\", _)) [ghost]"
    }
    expectRefusal(
      Kinds(),
      error(at: Kinds.line) + "'a': " + sentence("a port"),
      error(at: Kinds.line + 1) + "'pair_data': " + sentence("a port"),
      error(at: Kinds.line + 11) + sentence("'y_o' && bit 0 of 'words_read_data'"))
  }

  @Test("What a memory drives is no ghost")
  func memories() {
    final class Reading: TestModule {
      let address = input(.unsigned(2))
      let y = output(.bit)
      static let line = #line + 1
      let words = Memory(.bits(2), depth: 4)
      var body: Behavior {
        words.write(2, at: address)
        words.read(at: address)
        let data = ghost(words.readData)
        y <== address[0]
        claim("Two", data == 2)
      }
    }
    expectRefusal(
      Reading(),
      error(at: Reading.line)
        + "'words_read_data' of reading belongs to a memory or an instance, which is hardware and "
        + "no ghost; copy it to a wire, and make that one [ghost]")
  }

  @Test("Values of the cycle before are for claims and their like")
  func past() {
    final class Past: TestModule {
      let a = input(.unsigned(4))
      let y = output(.bit)
      let seen = ghost(register(.bit, reset: 0))
      static let line = #line + 2
      var body: Behavior {
        y <== rose(a[0])
        seen <== isStable(a)
        claim("Zero", HardwareDSL.past(a, cycles: 0) == a)
        claim("Long", HardwareDSL.past(a, cycles: 65) == a)
        claim("Wide", HardwareDSL.past(a, reset: 16) == a)
        claim("Literal", HardwareDSL.past(1) == a)
        claim("Seen", seen)
      }
    }
    let outside =
      "past(_) stands outside of claims, assumptions, cover points and values of ghosts; in "
      + "hardware, delayed(\"name\", _, reset:) is the value of the cycle before [ghost]"
    let unknown =
      "'seen_q' takes a value of the cycle before, which is not known right after reset; say what "
      + "it is then with past(_, reset:), or name the value itself with ghost(wire(\"name\", _)) "
      + "[ghost]"
    let length = { (cycles: Int) in
      "past(_, cycles: \(cycles)) looks back \(cycles) cycles; give it 1 to 64 [definition]"
    }
    expectRefusal(
      Past(), error(at: Past.line) + outside, error(at: Past.line + 1) + unknown,
      error(at: Past.line + 2) + length(0), error(at: Past.line + 3) + length(65),
      error(at: Past.line + 4)
        + "literal 16 does not fit unsigned(4) (0...15); use a wider type [literal-range]",
      error(at: Past.line + 5)
        + "past needs a typed operand, not the literal 1; give it a type with Signal(_, _) "
        + "[type-mismatch]")
  }

  @Test("A ghost that no claim reads is dead")
  func dead() throws {
    final class Idle: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 1
      let seen = ghost(register(.bit, reset: 0))
      var body: Behavior {
        when(a) { seen <== 1 }
        y <== a
      }
    }
    try expectWarnings(
      Idle(),
      warning(at: Idle.line)
        + "register 'seen_q' of idle is never read; remove it, or write unused(_, _) where a "
        + "generator means it [dead-signal]")
  }
}
