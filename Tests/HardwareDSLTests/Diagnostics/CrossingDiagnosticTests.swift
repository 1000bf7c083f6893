import HardwareDSL
import Testing

extension ClockDomain {
  fileprivate static let pixel = ClockDomain("pixel")
  fileprivate static let audio = ClockDomain("audio")
}

/// What crosses from one clock domain to another on purpose, with the full text of the error.
@Suite struct CrossingDiagnosticTests {
  @Test("A synchronizer takes one bit, or a Gray code, of one register, outside all conditions")
  func synchronizers() {
    final class Synchronizers: TestModule {
      let a = input(.bits(2))
      let go = input(.bit)
      let y = output(.bits(2), in: .pixel)
      static let line = #line + 2
      var body: Behavior {
        let wide = synchronized("wide", a, into: .pixel)
        let short = synchronized("short", go, into: .pixel, stages: 1)
        let nowhere = synchronized("nowhere", go, into: .asynchronous)
        when(go) { y <== synchronized("sometimes", gray: a, into: .pixel) }
        y <== wide & concatenate(short, nowhere)
      }
    }
    expectRefusal(
      Synchronizers(),
      error(at: Synchronizers.line)
        + "'wide': synchronized takes one bit, not 'a_i' (bits(2)), whose bits would arrive in "
        + "different cycles; use an AsynchronousFIFO, or gray: for a number of which one bit "
        + "changes at a time [clock-domain]",
      error(at: Synchronizers.line + 1)
        + "'short': a synchronizer of 1 stages lets nothing settle; give it 2 or more "
        + "[clock-domain]",
      error(at: Synchronizers.line + 2)
        + "'nowhere': what is clocked belongs to a clock domain, not to .asynchronous "
        + "[clock-domain]",
      error(at: Synchronizers.line + 3)
        + "output 'y_o' of synchronizers, in clock domain 'pixel', depends, by a condition, on "
        + "'go_i', in the default clock domain; declare both in one domain, or bring it over with "
        + "synchronized, an AsynchronousFIFO, or crossing and a reason [clock-domain]",
      error(at: Synchronizers.line + 3)
        + "'sometimes': synchronized stands under a condition; write it in the body "
        + "[clock-domain]",
      error(at: Synchronizers.line + 4)
        + "'y_o' of synchronizers is driven twice: this assignment makes that of "
        + "\(#filePath):\(Synchronizers.line + 3) void; remove one [driven-twice]")
  }

  @Test("A synchronizer samples no logic, not even of a child, and no two domains")
  func glitches() {
    final class Gate: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let z = output(.bit)
      let inner = ClockDomainDiagnosticTests.Counter()
      var body: Behavior {
        inner.enable <== a
        y <== (inner.count == 3)
        z <== inner.count[0]
      }
    }
    final class Sampler: TestModule {
      let flag = input(.bit, in: .asynchronous)
      let y = output(.bit)
      var body: Behavior { y <== synchronized("flag", flag, into: .default) }
    }
    final class Glitches: TestModule {
      let a = input(.bits(2))
      let b = input(.bit, in: .pixel)
      let y = output(.bits(5), in: .audio)
      let gate = Gate()
      let sampler = (0..<2).map { _ in Sampler() }
      static let line = #line + 8
      var body: Behavior {
        clock(sampler[0], in: .audio)
        clock(sampler[1], in: .audio)
        gate.a <== a[0]
        sampler[0].flag <== a[1]
        when(a[1]) { sampler[1].flag <== a[0] }.otherwise { sampler[1].flag <== 0 }
        let sum = wire("sum", a[0] && a[1])
        let logic = synchronized("logic", sum, into: .audio)
        let child = synchronized("child", gate.y, into: .audio)
        let clean = synchronized("clean", !gate.z, into: .audio)
        let mixed = synchronized("mixed", gray: concatenate(a[0], b), into: .audio)
        y <== concatenate(logic, child, clean, mixed[0], sampler[0].y)
        unused("mixed", mixed[1], sampler[1].y)
      }
    }
    func glitch(_ name: String, _ origin: String) -> String {
      "synchronizer '\(name)_sync_1_q' of glitches samples logic over '\(origin)', in the default "
        + "clock domain, whose glitches it may catch; put a register in between [clock-domain]"
    }
    expectRefusal(
      Glitches(),
      error(at: Glitches.line - 2)
        + "a synchronizer behind input 'flag_i' of instance 'sampler_1' in glitches samples logic "
        + "over 'a_i', in the default clock domain, whose glitches it may catch; put a register in "
        + "between [clock-domain]",
      error(at: Glitches.line) + glitch("logic", "a_i"),
      error(at: Glitches.line + 1) + glitch("child", "gate_y"),
      error(at: Glitches.line + 3)
        + "synchronizer 'mixed_sync_1_q' of glitches depends on 'a_i', in the default clock "
        + "domain, and on 'b_i', in clock domain 'pixel'; let each cross by itself and join them "
        + "in one domain [clock-domain]")
  }

  @Test("A crossing is written in a body, and crosses a signal")
  func outside() {
    final class Eager: TestModule {
      static let line = #line + 2
      let a = input(.bit)
      let y = output(.bit, in: .pixel)
      let early = synchronized("early", Signal(1, .bit), into: .pixel)
      let ready = crossing("ready", Signal(1, .bit), into: .pixel, because: "it never changes")
      var body: Behavior { y <== synchronized("one", 1, into: .pixel) }
    }
    expectRefusal(
      Eager(),
      error(at: Eager.line + 1)
        + "'early': synchronized is called outside a body; move the call into a body [definition]",
      error(at: Eager.line + 2)
        + "'ready': crossing is called outside a body; move the call into a body [definition]",
      error(at: Eager.line + 3)
        + "synchronized needs a typed operand, not the literal 1; give it a type with Signal(_, _) "
        + "[type-mismatch]")
  }

  @Test("A crossing has a reason, a domain to go to and one to come from")
  func crossings() {
    final class Unsaid: TestModule {
      let a = input(.bit)
      let y = output(.bit, in: .pixel)
      static let line = #line + 2
      var body: Behavior {
        let silent = crossing("silent", a, into: .pixel, because: "")
        y <== silent || crossing("lost", a, into: .asynchronous, because: "nobody knows")
      }
    }
    expectRefusal(
      Unsaid(),
      error(at: Unsaid.line)
        + "'silent': a crossing says why it is safe; give the reason [clock-domain]",
      error(at: Unsaid.line + 1)
        + "'lost': what is clocked belongs to a clock domain, not to .asynchronous [clock-domain]")
    final class Joined: TestModule {
      let a = input(.bit)
      let b = input(.bit, in: .pixel)
      let c = input(.bit, in: .audio)
      let y = output(.bit, in: .audio)
      static let line = #line + 2
      var body: Behavior {
        y <== crossing("both", a && b && c, into: .audio, because: "they stand still")
      }
    }
    expectRefusal(
      Joined(),
      error(at: Joined.line)
        + "crossing 'both' of joined depends on 'a_i', in the default clock domain, and on "
        + "'b_i', in clock domain 'pixel'; let each cross by itself and join them in one domain "
        + "[clock-domain]")
  }
}
