import HardwareDSL
import TestSupport
import Testing

/// Statements outside a body and modules that nothing holds, with the full text of the error.
@Suite struct StrayStatementTests {
  final class Inverter: TestModule {
    static let line = #line + 1
    let a = input(.bit)
    let y = output(.bit)
    var body: Behavior { y <== !a }
  }

  private static let file = #filePath

  @Test("A statement in an initialiser is lost, and reported")
  func initialiser() {
    final class Eager: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      let y = output(.bit)
      let words = (0..<2).map { _ in register(.bit, reset: 0) }
      let named: Signal
      let store = Memory(.bits(8), depth: 4)
      static let bodyLine = #line + 2
      init() {
        named = wire("named", .bit)
        y <== a
        when(a) { words[a.asUnsigned] <== a }
        claim("IsLow", !a)
        store.read(at: Signal(0, .unsigned(2)), enable: a)
      }
      var body: Behavior { y <== a }
    }
    func assigned(_ name: String, _ offset: Int) -> String {
      error(at: Eager.line + offset)
        + "'\(name)' of eager is assigned outside a body; move the statement into one [definition]"
    }
    expectRefusal(
      Eager(), assigned("y", 1), assigned("words_0", 2), assigned("words_1", 2),
      error(at: Eager.bodyLine)
        + "'named': wire(_, _) with a name is called outside a body; "
        + "leave the name out in a stored property, or move the call into a body [definition]",
      error(at: Eager.bodyLine + 3)
        + "'a' of eager has a claim outside a body; move the statement into one [definition]",
      error(at: Eager.bodyLine + 4)
        + "'store' of eager is read outside a body; move the statement into one [definition]")
  }

  @Test("A chain ends with otherwise, and each of its conditions has a place of its own")
  func chains() {
    final class Chain: TestModule {
      let a = input(.unsigned(4))
      let y = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        let chain = when(a == 1) { y <== 0 }
          .elseWhen(a == 16) { y <== 1 }
          .elseWhen(
            a[4]
          ) { y <== 1 }
        chain.otherwise { y <== 1 }
        chain.elseWhen(a == 3) { y <== 0 }
        chain.otherwise { y <== 1 }
      }
    }
    expectRefusal(
      Chain(),
      error(at: Chain.line + 1)
        + "literal 16 does not fit unsigned(4) (0...15); "
        + "write Signal(16, .unsigned(5)), or use a wider type [literal-range]",
      error(at: Chain.line + 2)
        + "slice 4...4 of 'a_i' (unsigned(4)) is out of range; bits run from 0 to 3 [slice-range]",
      error(at: Chain.line + 6)
        + "elseWhen follows the otherwise that ends its chain; "
        + "move it before, or begin a new when [definition]",
      error(at: Chain.line + 7)
        + "otherwise follows the otherwise that ends its chain; "
        + "move it before, or begin a new when [definition]")
  }

  @Test("A module is stored by the one that uses it")
  func constructed() {
    final class Maker: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 5
      var inverter: Inverter { Inverter() }
      var body: Behavior {
        let local = Inverter()
        // The two objects behind the property are not one.
        inverter.a <== a
        local.a <== a
        y <== local.y
      }
    }
    func held(_ offset: Int, _ port: String, _ verb: String) -> String {
      error(at: Maker.line + offset)
        + "an \(port) that no stored property of maker holds is \(verb); "
        + "store its module as a property of maker [scope]"
    }
    let inputPort = "input (\(Self.file):\(Inverter.line))"
    expectRefusal(
      Maker(), held(0, inputPort, "assigned"), held(1, inputPort, "assigned"),
      held(2, "output (\(Self.file):\(Inverter.line + 1))", "read"))
  }

  @Test("A module that a body makes and drops is reported")
  func dropped() {
    final class Dropper: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      let y = output(.bit)
      var body: Behavior {
        let _ = Inverter()
        y <== a
      }
    }
    expectRefusal(
      Dropper(),
      error(at: Dropper.line)
        + "the body of dropper makes a module (\(Self.file):\(Inverter.line)) and drops it; "
        + "store it as a property of dropper [scope]")
  }

  @Test("Each class of dropped modules is reported, also where several stand in one file")
  func severalDropped() {
    final class Buffer: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      let y = output(.bit)
      var body: Behavior { y <== a }
    }
    final class Pair: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      let inner = Inverter()
      let y = output(.bit)
      var body: Behavior {
        inner.a <== a
        y <== inner.y
      }
    }
    final class Several: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      let y = output(.bit)
      var body: Behavior {
        let _ = Inverter()
        let _ = Buffer()
        let _ = Buffer()
        let _ = Pair()
        y <== a
      }
    }
    func dropped(_ line: Int) -> String {
      error(at: Several.line)
        + "the body of several makes a module (\(Self.file):\(line)) and drops it; store it as a "
        + "property of several [scope]"
    }
    let lines = [Inverter.line, Buffer.line, Pair.line].sorted { "\($0)" < "\($1)" }
    expectRefusal(Several(), dropped(lines[0]), dropped(lines[1]), dropped(lines[2]))
  }

  @Test("A module that an initialiser makes and drops is reported")
  func droppedInInitialiser() {
    final class Inner: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      init() { _ = Inverter() }
      var body: Behavior { y <== a }
    }
    final class Outside: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      let y = output(.bit)
      let inner = Inner()
      var body: Behavior {
        inner.a <== a
        y <== inner.y
      }
    }
    let sentence =
      error(at: Outside.line)
      + "an initialiser of outside, or of a module inside, makes a module "
      + "(\(Self.file):\(Inverter.line)) and drops it; store it as a property [scope]"
    let refusal = #expect(throws: DiagnosticError.self) { try elaborate(Outside()) }
    #expect(refusal.map { withoutColumns("\($0)") } == sentence)
    // Made before, it is not watched.
    let outside = Outside()
    #expect(throws: Never.self) { try elaborate(outside) }
  }

  @Test("Hardware is held where its parts take names")
  func hidden() {
    struct Pair {
      let first = Inverter()
      let second = Inverter()
    }
    final class Holder: TestModule {
      let a = input(.bit)
      static let line = #line + 1
      let y = output(.bit)
      let pair = Pair()
      let named = ["one": Inverter()]
      let tuple = (input(.bit), 3)
      let closure = { 3 }
      var body: Behavior { y <== a }
    }
    func hidden(_ name: String, _ type: String) -> String {
      error(at: Holder.line)
        + "'\(name)' of holder is a \(type), whose parts take no names; "
        + "hold hardware in an array or in a struct that is a SignalBundle [definition]"
    }
    expectRefusal(
      Holder(), hidden("named", "Dictionary<String, Inverter>"), hidden("pair", "Pair"),
      hidden("tuple", "(Signal, Int)"))
  }

  @Test("A module does not hold the one that holds it")
  func cycle() {
    final class Child: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      var parent: (any Module)?
      var body: Behavior {}
    }
    final class Parent: TestModule {
      let a = input(.bit)
      let child = Child()
      init() { child.parent = self }
      var body: Behavior { child.a <== a }
    }
    expectRefusal(
      Parent(),
      error(at: Child.line)
        + "'parent' of child is the module itself, or one that holds it; "
        + "pass its signals through ports [scope]")
  }
}
