import HardwareDSL
import Testing

/// Loops, latches and order inside a block, with the full text of the error.
@Suite struct PathDiagnosticTests {
  @Test("A combinational loop is shown as a whole path")
  func loop() {
    final class Loop: TestModule {
      let a = input(.unsigned(4))
      let y = output(.unsigned(4))
      static let line = #line + 1
      let first = wire(.unsigned(4))
      let second = wire(.unsigned(4))
      let third = wire(.unsigned(4))
      var body: Behavior {
        first <== second &+ a
        second <== ~third
        third <== mux(a == 0, first, a)
        y <== third
      }
    }
    expectRefusal(
      Loop(),
      error(at: Loop.line)
        + "combinational loop in loop: 'first' -> 'second' -> 'third' -> 'first'; "
        + "put a register on the path [combinational-loop]")
  }

  @Test("A signal that depends on itself is the shortest loop")
  func selfLoop() {
    final class Endless: TestModule {
      let a = input(.bit)
      static let line = #line + 1
      let y = output(.unsigned(4))
      var body: Behavior {
        y <== y &+ 1
        unused("a", a)
      }
    }
    expectRefusal(
      Endless(),
      error(at: Endless.line)
        + "combinational loop in endless: 'y_o' -> 'y_o'; put a register on the path "
        + "[combinational-loop]")
  }

  @Test("A loop through a condition and through a child is found")
  func childLoop() {
    final class Inverter: TestModule {
      let a = input(.bit)
      let held = input(.bit)
      static let line = #line + 1
      let y = output(.bit)
      let z = output(.bit)
      let state = register(.bit, reset: 0)
      var body: Behavior {
        y <== !a
        state <== held
        z <== state
      }
    }
    final class Ring: TestModule {
      let enable = input(.bit)
      let y = output(.bit)
      static let backLine = #line + 1
      let back = wire(.bit)
      let inverter = Inverter()
      var body: Behavior {
        inverter.a <== back
        inverter.held <== enable
        back <== 0
        when(inverter.y) { back <== 1 }
        y <== inverter.z
      }
    }
    expectRefusal(
      Ring(),
      error(at: Ring.backLine)
        + "combinational loop in ring: 'back' -> 'inverter_y' -> 'back'; "
        + "put a register on the path [combinational-loop]")
  }

  @Test("A register breaks a loop, inside a child too")
  func registered() throws {
    final class Delay: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let state = register(.bit, reset: 0)
      var body: Behavior {
        state <== a
        y <== state
      }
    }
    final class Ring: TestModule {
      let y = output(.bit)
      let delay = Delay()
      var body: Behavior {
        delay.a <== !delay.y
        y <== delay.y
      }
    }
    _ = try elaborate(Ring())
  }

  @Test("A wire without a value on every path would be a latch")
  func latch() {
    enum Mode: HardwareEnum { case idle, run }
    final class Latch: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let z = output(.unsigned(4))
      let w = output(.bit)
      let mode = StateRegister(reset: Mode.idle)
      static let line = #line + 2
      var body: Behavior {
        when(a) { y <== 1 }
        when(a) { z <== 1 }.elseWhen(!a) { z <== 2 }
        mode.decode { mode in
          switch mode {
          case .idle: w <== 1
          case .run: w <== 0
          }
        }
        mode <== .run
      }
    }
    func latch(_ name: String, _ offset: Int) -> String {
      error(at: Latch.line + offset)
        + "'\(name)' of latch has no value where none of its conditions holds; "
        + "assign a default before the conditions [latch]"
    }
    expectRefusal(Latch(), latch("y_o", 0), latch("z_o", 1), latch("w_o", 4))
  }

  @Test("A signal is read after its last assignment in the block")
  func readBeforeAssignment() {
    final class Early: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let z = output(.bit)
      static let line = #line + 5
      var body: Behavior {
        y <== 0
        z <== 0
        when(a) {
          z <== y
          y <== 1
        }
      }
    }
    expectRefusal(
      Early(),
      error(at: Early.line)
        + "'y_o' of early is read in the block that assigns it, before its last assignment; "
        + "move the reading behind it or into a block of its own [read-before-assignment]")
  }
}
