import HardwareDSL
import Testing

/// Conditions that are always the same, with the full text of the warning.
@Suite struct ConstantConditionTests {
  private static let meant =
    ", or write possiblyConstant(_, _) where a generator means it [constant-condition]"

  @Test("A comparison that its operands' types decide is found, once")
  func comparisons() throws {
    enum Only: HardwareEnum { case one }
    final class Compared: TestModule {
      let a = input(.unsigned(4))
      let b = input(.signed(4))
      let wide = input(.unsigned(80))
      let only = StateRegister(reset: Only.one)
      let y = output(.bits(8))
      static let line = #line + 2
      var body: Behavior {
        let first = wire("first", a < 0)
        let second = wire("second", a <= 15)
        let third = wire("third", b >= -8)
        let fourth = wire("fourth", a.extended(to: 5) == Signal(16, .unsigned(5)))
        let fifth = wire("fifth", wide != wide)
        let sixth = wire("sixth", only == .one)
        let seventh = wire("seventh", concatenate(Signal(1, .bits(2)), a).asUnsigned > 15)
        let eighth = wire("eighth", a[2...3] == 3)
        y <== concatenate(first, second, third, fourth, fifth, sixth, seventh, eighth)
        only <== .one
      }
    }
    func always(_ offset: Int, _ comparison: String, _ result: Bool) -> String {
      warning(at: Compared.line + offset)
        + "\(comparison) in compared is always \(result); remove the comparison" + Self.meant
    }
    try expectWarnings(
      Compared(), always(0, "'a_i' < 0", false), always(1, "'a_i' <= 15", true),
      always(2, "'b_i' >= -8", true), always(3, "'a_i' == 16", false),
      always(4, "'wide_i' != 'wide_i'", false), always(5, "'only_q' == .one", true),
      always(6, "a value (unsigned(6)) > 15", true))
  }

  @Test("A condition that literals decide, also through wires, is found")
  func conditions() throws {
    final class Chosen: TestModule {
      let a = input(.unsigned(4))
      let y = output(.unsigned(4))
      let z = output(.unsigned(4))
      static let line = #line + 2
      var body: Behavior {
        let never = wire("never", Signal(0, .bit))
        let isOn = wire("isOn", Signal(1, .bit) || a[0])
        y <== mux(1, a, 0)
        when(never && a[1]) { y <== 1 }
          .elseWhen(isOn) { y <== 2 }
        z <== 0
        when(a[1]) { z <== 1 }
          .elseWhen(Signal(1, .bit)) { z <== 2 }
        claim("IsOn", isOn)
        claim("IsOff", 0)
      }
    }
    func always(_ offset: Int, _ what: String, _ result: Bool) -> String {
      warning(at: Chosen.line + offset)
        + "the condition\(what) in chosen is always \(result); choose with Swift's own if"
        + Self.meant
    }
    try expectWarnings(
      Chosen(), always(2, " of mux", true), always(3, " of when", false),
      always(4, " 'is_on' of when", true), always(7, " of when", true),
      warning(at: Chosen.line + 8)
        + "claim IsOn of chosen is always true; claim what can fail" + Self.meant,
      warning(at: Chosen.line + 9)
        + "claim IsOff of chosen is always false; claim what can fail" + Self.meant)
  }

  @Test("A decode has no arm that its subject never meets")
  func arms() throws {
    final class Arms: TestModule {
      let a = input(.unsigned(2))
      let y = output(.unsigned(4))
      let z = output(.unsigned(4))
      static let line = #line + 3
      var body: Behavior {
        let index = wire("index", a.extended(to: 3))
        y <== 0
        decode(index, values: 0..<8) { value in y <== .number(value) }
        z <== 0
        decode(index &+ 1, values: 0..<6) { value in z <== .number(value) }
      }
    }
    func never(_ offset: Int, _ values: String) -> String {
      warning(at: Arms.line + offset)
        + "\(values) of the values that decode lists; leave them out" + Self.meant
    }
    try expectWarnings(
      Arms(), never(1, "'index' in arms is never 4 and 3 more"),
      never(3, "a value (unsigned(3)) in arms is never 0 and 1 more"))
  }

  @Test("What a generator names possibly constant is meant")
  func silenced() throws {
    final class Level: TestModule {
      let limit: Int
      let level = input(.unsigned(4))
      let y = output(.bit)
      init(limit: Int) { self.limit = limit }
      var body: Behavior {
        let hasRoom = possiblyConstant("hasRoom", level <= .number(limit))
        let isOpen = possiblyConstant("isOpen", Signal(1, .bit))
        y <== 0
        when(hasRoom && isOpen) { y <== 1 }
        claim("HasRoom", isOpen)
      }
    }
    try expectWarnings(Level(limit: 15))
    try expectWarnings(Level(limit: 3))
  }

  @Test("What registers, inputs and several assignments decide is no constant")
  func variable() throws {
    final class Variable: TestModule {
      let a = input(.unsigned(4))
      let y = output(.bit)
      let state = register(.unsigned(4), reset: 0)
      var body: Behavior {
        let flag = wire("flag", .bit)
        flag <== 0
        when(a < 15) { flag <== 1 }
        state <== 0
        when(state == 1 || flag || a > 0) { y <== 1 }.otherwise { y <== 0 }
        claim("Small", a.extended(to: 8) * state < 225)
      }
    }
    try expectWarnings(Variable())
  }
}
