import HardwareDSL
import Testing

/// What nothing observes, with the full text of the warning.
@Suite struct DeadSignalTests {
  private static let meant = "or write unused(_, _) where a generator means it [dead-signal]"

  @Test("Inputs, wires, registers and memories reach something that is observed")
  func dead() throws {
    final class Idle: TestModule {
      let a = input(.bit)
      static let line = #line + 1
      let spare = input(.unsigned(4))
      let ring = register(.unsigned(4), reset: 0)
      let shadow = dataRegister(.bit)
      let store = Memory(.bits(8), depth: 4)
      let y = output(.bit)
      static let bodyLine = #line + 2
      var body: Behavior {
        let copy = wire("copy", a)
        when(copy) { ring <== ring &+ 1 }
        shadow <== a
        store.write(Signal(1, .bits(8)), at: Signal(0, .unsigned(2)), enable: a)
        store.read(at: Signal(0, .unsigned(2)), enable: a)
        y <== a
      }
    }
    try expectWarnings(
      Idle(),
      warning(at: Idle.line) + "input 'spare_i' of idle is never read; remove it, " + Self.meant,
      warning(at: Idle.line + 1)
        + "register 'ring_q' of idle is never read; remove it, " + Self.meant,
      warning(at: Idle.line + 2)
        + "register 'shadow_q' of idle is never read; remove it, " + Self.meant,
      warning(at: Idle.line + 3)
        + "what memory 'store' of idle reads is never observed; remove it, "
        + "or write unused(_, _) with its readData where a generator means it [dead-signal]",
      warning(at: Idle.bodyLine)
        + "wire 'copy' of idle is read only by what is never observed; remove it, " + Self.meant)
  }

  @Test("An instance has an output that is observed, or claims")
  func instances() throws {
    final class Inverter: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let z = output(.bit)
      var body: Behavior {
        y <== !a
        z <== a
      }
    }
    final class Watcher: TestModule {
      let a = input(.bit)
      var body: Behavior { claim("IsLow", !a) }
    }
    final class Frame: TestModule {
      let a = input(.bit)
      let watcher = Watcher()
      var body: Behavior { watcher.a <== a }
    }
    final class Parent: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let used = Inverter()
      let dropped = Inverter()
      let frame = Frame()
      static let line = #line + 3
      var body: Behavior {
        used.a <== a
        dropped.a <== used.z
        frame.a <== a
        y <== used.y
        let copy = wire("copy", dropped.y)
        when(copy) {}
      }
    }
    try expectWarnings(
      Parent(),
      warning(at: Parent.line)
        + "no output of instance 'dropped' (inverter) in parent is observed; remove it, or write "
        + "unused(_, _) with an output where a generator means it [dead-signal]",
      warning(at: Parent.line + 3) + "wire 'copy' of parent is never read; remove it, " + Self.meant
    )
  }

  @Test("What unused names is meant, and so is what only it reads")
  func silenced() throws {
    final class Meant: TestModule {
      let a = input(.bit)
      let spare = input(.bit)
      let held = register(.bit, reset: 0)
      let y = output(.bit)
      var body: Behavior {
        held <== a
        unused("forLater", spare, held)
        y <== a
      }
    }
    try expectWarnings(Meant())
  }

  @Test("An output of a child may be left open, and a claim observes")
  func alive() throws {
    final class Divider: TestModule {
      let a = input(.unsigned(4))
      let quotient = output(.unsigned(3))
      let remainder = output(.bit)
      var body: Behavior {
        quotient <== a.shiftedRight(by: 1)
        remainder <== a[0]
      }
    }
    final class Half: TestModule {
      let a = input(.unsigned(4))
      let watched = input(.unsigned(4))
      let y = output(.unsigned(3))
      let divider = Divider()
      var body: Behavior {
        divider.a <== a
        y <== divider.quotient
        let level = wire("level", watched &+ 1)
        claim("LevelIsLow", level < 9)
      }
    }
    try expectWarnings(Half())
  }
}
