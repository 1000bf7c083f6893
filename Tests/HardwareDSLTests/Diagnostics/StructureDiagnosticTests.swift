import HardwareDSL
import Testing

/// Names, belonging and definitions, with the full text of the error.
@Suite struct StructureDiagnosticTests {
  @Test("A name is an identifier, not reserved and declared once")
  func names() {
    final class Names: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        let reserved = wire("table", a)
        let illegal = wire("2nd", reserved)
        let first = wire("twice", illegal)
        let second = wire("twice", first)
        let accented = wire("caf\u{e9}", second)
        y <== accented
      }
    }
    expectRefusal(
      Names(),
      error(at: Names.line)
        + "'table' in names is a reserved word of SystemVerilog; rename it [name]",
      error(at: Names.line + 1) + "'2nd' in names is not an identifier; rename it [name]",
      error(at: Names.line + 3)
        + "'twice' is declared twice in names; rename one [name]",
      error(at: Names.line + 4) + "'caf\u{e9}' in names is not an identifier; rename it [name]")
  }

  @Test("A name that a loop in Swift gives twice wants the loop's index")
  func repeatedName() {
    final class Repeated: TestModule {
      let a = input(.bits(2))
      let y = output(.bits(2))
      static let line = #line + 3
      var body: Behavior {
        for index in 0..<2 {
          y[index] <== wire("g", a[index])
        }
      }
    }
    expectRefusal(
      Repeated(),
      error(at: Repeated.line)
        + "'g' is declared twice in repeated, in one place; put what differs, such as a loop's "
        + "index, into the name [name]")
  }

  final class Titled: TestModule {
    let title: String
    static let line = #line + 1
    let a = input(.bit)
    let y = output(.bit)
    init(title: String) { self.title = title }
    var body: Behavior { y <== a }
  }

  @Test("A parameter whose letters no name takes is refused in the name")
  func letters() {
    expectRefusal(
      Titled(title: "\u{F6}l"),
      error(at: Titled.line)
        + "'titled_title_\u{F6}l' in titled_title_\u{F6}l is not an identifier; rename it [name]")
  }

  @Test("Two registers do not share a name")
  func registers() {
    final class Registers: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 3
      var body: Behavior {
        let first = delayed("held", a, reset: 0)
        y <== delayed("held", first, reset: nil)
      }
    }
    expectRefusal(
      Registers(),
      error(at: Registers.line) + "'held_q' is declared twice in registers; rename one [name]")
  }

  @Test("The name of a module is an identifier, too")
  func moduleName() {
    final class Odd: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      let y = output(.bit)
      var moduleName: String { "module" }
      var body: Behavior { y <== a }
    }
    expectRefusal(
      Odd(),
      error(at: Odd.line)
        + "'module' in module is a reserved word of SystemVerilog; rename it [name]")
  }

  @Test(
    "No module has the name of a memory cell",
    arguments: ["sram_1r1w", "sram_1r1w_masked_write_first", "sram_2rw"])
  func cellName(name: String) {
    final class Cell: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      let y = output(.bit)
      let name: String
      init(name: String) { self.name = name }
      var moduleName: String { name }
      var body: Behavior { y <== a }
    }
    expectRefusal(
      Cell(name: name),
      error(at: Cell.line)
        + "'\(name)' is the name of a memory cell; rename the module [name]")
  }

  @Test("Two claims of one label are refused")
  func claims() {
    final class Claims: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 3
      var body: Behavior {
        claim("Same", a)
        claim("Same", !a)
        claim("not a name", a)
        y <== a
      }
    }
    expectRefusal(
      Claims(),
      error(at: Claims.line) + "'Same' is declared twice in claims; rename one [name]",
      error(at: Claims.line + 1)
        + "'not a name' in claims is not an identifier; rename it [name]")
  }

  @Test("Parameters that differ stand in the module's name")
  func differentModules() {
    final class Wide: TestModule {
      static let line = #line + 1
      let a: Signal
      let y: Signal
      init(width: Int) {
        a = input(.bits(width))
        y = output(.bits(width))
      }
      var moduleName: String { "wide" }
      var body: Behavior { y <== a }
    }
    final class Pair: TestModule {
      let a = input(.bits(8))
      let y = output(.bits(8))
      let z = output(.bits(4))
      let first = Wide(width: 8)
      let second = Wide(width: 4)
      var body: Behavior {
        first.a <== a
        second.a <== a[0...3]
        y <== first.y
        z <== second.y
      }
    }
    expectRefusal(
      Pair(),
      error(at: Wide.line + 3)
        + "two different modules are named 'wide'; "
        + "put the parameters that differ into moduleName [name]")
  }

  @Test("A signal is used in its own module only")
  func scope() {
    final class Inner: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      let y = output(.bit)
      let state = register(.bit, reset: 0)
      var body: Behavior {
        state <== a
        y <== state
      }
    }
    final class Outer: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let z = output(.bit)
      let inner = Inner()
      static let line = #line + 2
      var body: Behavior {
        y <== inner.state
        z <== inner.a
        inner.state <== a
      }
    }
    expectRefusal(
      Outer(),
      error(at: Outer.line)
        + "'state_q' is read in outer, to which it does not belong; "
        + "pass it through a port [scope]",
      error(at: Outer.line + 1)
        + "input 'a_i' (\(#filePath):\(Inner.line)) of instance "
        + "'inner' (inner) in outer is never assigned; assign it in the body of outer "
        + "[unconnected]",
      error(at: Outer.line + 1)
        + "input 'a_i' of instance 'inner' is read; "
        + "drive it in this body first [scope]",
      error(at: Outer.line + 2)
        + "'state_q' is assigned in outer, to which it does not belong; "
        + "pass it through a port [scope]")
  }

  @Test("A signal without a name belongs nowhere")
  func nameless() {
    final class Nameless: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 3
      var body: Behavior {
        let lost = wire(.bit)
        lost <== a
        y <== lost
      }
    }
    expectRefusal(
      Nameless(),
      error(at: Nameless.line)
        + "a signal without name is assigned in nameless; make it, or the module or bundle that it "
        + "is part of, a stored property, or name it with wire(\"name\", _) [scope]",
      error(at: Nameless.line + 1)
        + "a signal without name is read in nameless; make it, or the module or bundle that it "
        + "is part of, a stored property, or name it with wire(\"name\", _) [scope]")
  }

  @Test("A signal is stored once")
  func storedTwice() {
    final class Stored: TestModule {
      static let line = #line + 1
      let a = input(.bit)
      let y = output(.bit)
      let alias: Signal
      init() { alias = a }
      var body: Behavior { y <== alias }
    }
    expectRefusal(
      Stored(),
      error(at: Stored.line)
        + "'alias' of stored is stored in two places; declare a signal of its own [scope]")
  }

  @Test("A module has ports")
  func noPorts() {
    final class Empty: TestModule {
      var body: Behavior {}
    }
    expectRefusal(
      Empty(), "error: empty has no ports; declare an input or an output [definition]")
  }

  @Test("A width is at least 0", arguments: [-1, -3])
  func widths(width: Int) {
    final class Thin: TestModule {
      static let line = #line + 8
      let a: Signal
      let b: Signal
      let y: Signal
      let between: Signal
      let count: Signal
      let data: Signal
      let width: Int
      init(width: Int) {
        self.width = width
        a = input(.unsigned(width))
        b = input(.signed(width))
        y = output(.bits(width))
        between = wire(.bits(width))
        count = register(.unsigned(width), reset: 0)
        data = dataRegister(.bits(width))
      }
      static let bodyLine = #line + 2
      var body: Behavior {
        y <== wire("inner", .unsigned(width)).asBits
        data <== Signal(0, .bits(width))
      }
    }
    let start = Thin.line + 2
    func refused(_ offset: Int, _ name: String, _ type: String) -> String {
      error(at: start + offset)
        + "'\(name)': \(type)(\(width)) is not a type: a width must be at least 0 [definition]"
    }
    expectRefusal(
      Thin(width: width), refused(0, "a", "unsigned"), refused(1, "b", "signed"),
      refused(2, "y", "bits"), refused(3, "between", "bits"), refused(4, "count", "unsigned"),
      refused(5, "data", "bits"),
      error(at: Thin.bodyLine)
        + "'inner': unsigned(\(width)) is not a type: a width must be at least 0 [definition]")
  }

  @Test("A memory has words, of no negative width")
  func memories() {
    final class Void: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 1
      let none = Memory(.bits(8), depth: 0)
      let thin = Memory(.bits(-1), depth: 8)
      var body: Behavior { y <== a }
    }
    expectRefusal(
      Void(),
      error(at: Void.line)
        + "'none': a memory of 0 words; the depth must be at least 1 [definition]",
      error(at: Void.line + 1)
        + "'thin': bits(-1) is not a type: a width must be at least 0 [definition]")
  }

  @Test("A claim stands under no condition")
  func conditionalClaim() {
    final class Sometimes: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 3
      var body: Behavior {
        y <== a
        when(a) { claim("Held", !y) }
      }
    }
    expectRefusal(
      Sometimes(),
      error(at: Sometimes.line)
        + "claim Held stands under a condition; write it in the body, "
        + "as !condition || claim [definition]")
  }
}
