import HardwareDSL
import Testing

/// Every signal has one driver, with the full text of the error.
@Suite struct DriverDiagnosticTests {
  final class Adder: TestModule {
    let a = input(.unsigned(4))
    static let bLine = #line + 1
    let b = input(.unsigned(4))
    let sum = output(.unsigned(5))
    var body: Behavior { sum <== a + b }
  }

  @Test("Outputs, wires, registers and memories are driven")
  func undriven() {
    final class Silent: TestModule {
      let a = input(.bit)
      static let line = #line + 1
      let y = output(.unsigned(8))
      let between = wire(.bit)
      let count = register(.unsigned(8), reset: 0)
      let store = Memory(.bits(8), depth: 4)
      let used = output(.bit)
      static let bodyLine = #line + 2
      var body: Behavior {
        let inner = wire("inner", .bit)
        used <== (a && inner)
      }
    }
    expectRefusal(
      Silent(),
      error(at: Silent.line)
        + "output 'y_o' of silent is never assigned; assign it in the body [undriven]",
      error(at: Silent.line + 1)
        + "wire 'between' of silent is never assigned; assign it in the body [undriven]",
      error(at: Silent.line + 2)
        + "register 'count_q' of silent is never assigned; assign it in the body [undriven]",
      error(at: Silent.line + 3)
        + "memory 'store' of silent is never read; call its read(at:enable:) [undriven]",
      error(at: Silent.line + 3)
        + "memory 'store' of silent is never written; call its write(_:at:enable:) "
        + "or give it initial contents [undriven]",
      error(at: Silent.bodyLine)
        + "wire 'inner' of silent is never assigned; assign it in the body [undriven]")
  }

  @Test("An assignment that makes earlier ones void is refused, at the top and inside a block")
  func drivenTwice() {
    final class Twice: TestModule {
      let a = input(.bit)
      let x = output(.bit)
      let y = output(.bit)
      let z = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        x <== a
        x <== !a
        y <== 0
        when(a) { y <== 1 }
        y <== a
        z <== 0
        when(a) {
          z <== 0
          z <== 1
        }
      }
    }
    func twice(_ name: String, _ offset: Int, after earlier: Int) -> String {
      error(at: Twice.line + offset)
        + "'\(name)' of twice is driven twice: this assignment makes that of "
        + "\(#filePath):\(Twice.line + earlier) void; remove one [driven-twice]"
    }
    expectRefusal(
      Twice(), twice("x_o", 1, after: 0), twice("y_o", 4, after: 2), twice("z_o", 8, after: 7))
  }

  @Test("A conditional assignment overrides a default, and an else branch is another path")
  func overriding() throws {
    final class Fine: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let z = output(.bit)
      var body: Behavior {
        y <== 0
        when(a) { y <== 1 }
        when(a) { z <== 1 }.otherwise { z <== 0 }
      }
    }
    _ = try elaborate(Fine())
  }

  @Test("An element that a signal chooses may be driven again, all of them not")
  func registerFile() throws {
    final class File: TestModule {
      let index = input(.unsigned(2))
      let number = input(.unsigned(4))
      let enable = input(.bit)
      let outputs = (0..<4).map { _ in output(.unsigned(4)) }
      let words = (0..<4).map { _ in register(.unsigned(4), reset: 0) }
      let isCleared: Bool
      init(isCleared: Bool) { self.isCleared = isCleared }
      static let line = #line + 3
      var body: Behavior {
        when(enable) { words[index] <== number }
        for word in isCleared ? words : [words[0]] { word <== 0 }
        for (port, word) in zip(outputs, words) { port <== word }
      }
    }
    final class Grid: TestModule {
      let row = input(.unsigned(1))
      let column = input(.unsigned(1))
      let outputs = (0..<4).map { _ in output(.bit) }
      let bits = (0..<2).map { _ in (0..<2).map { _ in register(.bit, reset: 0) } }
      var body: Behavior {
        decode(row, values: 0..<2) { number in bits[number][column] <== 1 }
        bits[0][0] <== 0
        bits[1][0] <== 0
        for (port, bit) in zip(outputs, bits.joined()) { port <== bit }
      }
    }
    _ = try elaborate(File(isCleared: false))
    _ = try elaborate(Grid())
    expectRefusal(
      File(isCleared: true),
      error(at: File.line)
        + "'words_3_q' of file_is_cleared is driven twice: this assignment makes that of "
        + "\(#filePath):\(File.line - 1) void; "
        + "remove one [driven-twice]")
  }

  @Test("An input is driven from outside")
  func inputs() {
    final class Backwards: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        a <== 1
        y <== a
      }
    }
    expectRefusal(
      Backwards(),
      error(at: Backwards.line)
        + "input 'a_i' is driven from outside; assign an output or a wire [driven-twice]")
  }

  @Test("A child's output is driven by the child, also under a condition")
  func childOutputs() {
    final class Parent: TestModule {
      let a = input(.unsigned(4))
      let enable = input(.bit)
      let y = output(.unsigned(5))
      let adder = Adder()
      static let line = #line + 4
      var body: Behavior {
        adder.a <== a
        adder.b <== a
        adder.sum <== 3
        y <== adder.sum
      }
    }
    final class Conditional: TestModule {
      let a = input(.unsigned(4))
      let enable = input(.bit)
      let y = output(.unsigned(5))
      let adder = Adder()
      static let line = #line + 4
      var body: Behavior {
        adder.a <== a
        adder.b <== a
        when(enable) { adder.sum <== 3 }
        y <== adder.sum
      }
    }
    for (module, line) in [(Parent(), Parent.line), (Conditional(), Conditional.line)]
      as [(any Module, Int)]
    {
      expectRefusal(
        module,
        error(at: line)
          + "output 'sum_o' of instance 'adder' is driven by the instance; "
          + "drive one of its inputs instead [driven-twice]")
    }
  }

  @Test("An expression is not assigned")
  func expressions() {
    final class Left: TestModule {
      let a = input(.unsigned(8))
      let y = output(.bits(8))
      static let line = #line + 2
      var body: Behavior {
        (a &+ a)[0] <== a[0]
        (a &+ a) <== 1
        y <== a.asBits
      }
    }
    expectRefusal(
      Left(),
      error(at: Left.line)
        + "'a_i' &+ 'a_i' (unsigned(8)) cannot be assigned; "
        + "assign an output, a wire, a register or a slice of one [definition]",
      error(at: Left.line + 1)
        + "'a_i' &+ 'a_i' (unsigned(8)) cannot be assigned; "
        + "assign an output, a wire, a register or a slice of one [definition]")
  }

  @Test("Every input of a child is connected")
  func unconnected() {
    final class Open: TestModule {
      let a = input(.unsigned(4))
      let y = output(.unsigned(5))
      let adder = Adder()
      static let line = #line + 2
      var body: Behavior {
        adder.a <== a
        y <== adder.sum
      }
    }
    expectRefusal(
      Open(),
      error(at: Open.line)
        + "input 'b_i' (\(#filePath):\(Adder.bLine)) of instance "
        + "'adder' (adder) in open is never assigned; assign it in the body of open [unconnected]")
  }

  @Test("A child that the body never mentions is found at the declaration before it")
  func neverUsed() {
    final class Forgotten: TestModule {
      let a = input(.unsigned(4))
      static let line = #line + 1
      let y = output(.unsigned(4))
      let adder = Adder()
      var body: Behavior { y <== a }
    }
    let file = #filePath
    expectRefusal(
      Forgotten(),
      error(at: Forgotten.line)
        + "input 'a_i' (\(file):\(Adder.bLine - 2)) of instance 'adder' (adder) in forgotten is "
        + "never assigned; assign it in the body of forgotten [unconnected]",
      error(at: Forgotten.line)
        + "input 'b_i' (\(file):\(Adder.bLine)) of instance 'adder' (adder) in forgotten is "
        + "never assigned; assign it in the body of forgotten [unconnected]")
  }

  @Test("A child's input is assigned once")
  func childInputTwice() {
    final class Busy: TestModule {
      let a = input(.unsigned(4))
      let y = output(.unsigned(5))
      let adder = Adder()
      static let line = #line + 4
      var body: Behavior {
        adder.a <== a
        adder.b <== a
        adder.b <== 1
        y <== adder.sum
      }
    }
    expectRefusal(
      Busy(),
      error(at: Busy.line)
        + "'adder_b' of busy is driven twice: this assignment makes that of "
        + "\(#filePath):\(Busy.line - 1) void; remove one [driven-twice]")
  }

  @Test("All mistakes of one run come together, in the order of the source")
  func collected() {
    final class Inner: TestModule {
      let a = input(.bit)
      static let line = #line + 1
      let y = output(.bit)
      let z = output(.bit)
      var body: Behavior { z <== a }
    }
    final class Many: TestModule {
      let a = input(.unsigned(8))
      let b = input(.signed(8))
      let y = output(.unsigned(4))
      let z = output(.bit)
      static let missingLine = #line + 1
      let missing = output(.bit)
      let w = output(.bit)
      let inner = Inner()
      static let line = #line + 2
      var body: Behavior {
        y <== 0
        when(a == 256) { y <== a }
        z <== (a == b)
        when(a[8]) { w <== inner.y && inner.z }
      }
    }
    expectRefusal(
      Many(),
      error(at: Inner.line)
        + "output 'y_o' of inner is never assigned; assign it in the body [undriven]",
      error(at: Many.missingLine)
        + "output 'missing_o' of many is never assigned; assign it in the body [undriven]",
      error(at: Many.line + 1)
        + "literal 256 does not fit unsigned(8) (0...255); "
        + "write Signal(256, .unsigned(9)), or use a wider type [literal-range]",
      error(at: Many.line + 1)
        + "a value of 8 bits does not fit 'y_o' (unsigned(4)); "
        + "write .truncated(to: 4) or .saturated(to: 4) [narrowing]",
      error(at: Many.line + 2)
        + "'==' joins 'a_i' (unsigned(8)) and 'b_i' (signed(8)); "
        + "convert the unsigned one with .toSigned() [sign-mixing]",
      error(at: Many.line + 3)
        + "slice 8...8 of 'a_i' (unsigned(8)) is out of range; bits run from 0 to 7 [slice-range]",
      error(at: Many.line + 3)
        + "'w_o' of many has no value where none of its conditions holds; "
        + "assign a default before the conditions [latch]",
      error(at: Many.line + 3)
        + "input 'a_i' (\(#filePath):\(Inner.line - 2)) of "
        + "instance 'inner' (inner) in many is never assigned; "
        + "assign it in the body of many [unconnected]")
  }
}
