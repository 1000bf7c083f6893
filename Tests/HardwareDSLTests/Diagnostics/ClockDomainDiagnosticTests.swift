import HardwareDSL
import Testing

extension ClockDomain {
  fileprivate static let pixel = ClockDomain("pixel")
  fileprivate static let audio = ClockDomain("audio")
}

private let bring = "bring it over with synchronized, an AsynchronousFIFO, or crossing and a reason"
private let declare = "declare both in one domain, or " + bring

/// What passes from one clock domain to another unsaid, with the full text of the error.
@Suite struct ClockDomainDiagnosticTests {
  @Test("A register takes its value and its conditions from its own domain")
  func registers() {
    final class Registers: TestModule {
      let a = input(.unsigned(4))
      let go = input(.bit, in: .asynchronous)
      let y = output(.unsigned(4), in: .pixel)
      let count = register(.unsigned(4), reset: 0)
      let held = dataRegister(.unsigned(4), in: .pixel)
      let late = dataRegister(.unsigned(4), in: .pixel)
      let seen = register(.unsigned(4), reset: 0, in: .pixel)
      static let line = #line + 6
      var body: Behavior {
        count <== a
        let sum = wire("sum", count &+ 1)
        let next = wire("next", sum ^ late)

        held <== next
        late <== a
        when(count == 3) { seen <== held }
        when(go) { seen <== 1 }
        y <== seen
      }
    }
    expectRefusal(
      Registers(),
      error(at: Registers.line)
        + "register 'held_q' of registers, in clock domain 'pixel', depends on 'count_q', in the "
        + "default clock domain, through 'sum' and 'next'; \(declare) [clock-domain]",
      error(at: Registers.line + 1)
        + "register 'late_q' of registers, in clock domain 'pixel', depends on 'a_i', in the "
        + "default clock domain; \(declare) [clock-domain]",
      error(at: Registers.line + 2)
        + "register 'seen_q' of registers, in clock domain 'pixel', depends, by a condition, on "
        + "'count_q', in the default clock domain; \(declare) [clock-domain]",
      error(at: Registers.line + 3)
        + "register 'seen_q' of registers, in clock domain 'pixel', depends, by a condition, on "
        + "'go_i', in no clock domain; sample it with synchronized, or use crossing and give the "
        + "reason [clock-domain]")
  }

  @Test("An output belongs to the domain that it is declared in")
  func outputs() {
    final class Outputs: TestModule {
      let a = input(.bit)
      let b = input(.bit, in: .pixel)
      let y = output(.bit)
      let z = output(.bit, in: .pixel)
      let any = output(.bit, in: .asynchronous)
      let free = output(.bit, in: .asynchronous)
      static let line = #line + 3
      var body: Behavior {
        let both = wire("both", a && b)
        y <== b
        z <== both
        any <== both
        free <== b
      }
    }
    expectRefusal(
      Outputs(),
      error(at: Outputs.line)
        + "output 'y_o' of outputs, in the default clock domain, depends on 'b_i', in clock domain "
        + "'pixel'; \(declare) [clock-domain]",
      error(at: Outputs.line + 1)
        + "output 'z_o' of outputs, in clock domain 'pixel', depends on 'a_i', in the default "
        + "clock domain, through 'both'; \(declare) [clock-domain]",
      error(at: Outputs.line + 2)
        + "output 'any_o' of outputs depends on 'a_i', in the default clock domain, and on 'b_i', "
        + "in clock domain 'pixel'; let each cross by itself and join them in one domain "
        + "[clock-domain]")
  }

  @Test("A memory is used from its own domain")
  func memories() {
    final class Memories: TestModule {
      let a = input(.unsigned(2))
      let b = input(.unsigned(2), in: .pixel)
      let y = output(.bits(8))
      let lines = Memory(.bits(8), depth: 4, in: .pixel)
      static let line = #line + 2
      var body: Behavior {
        lines.write(0x5a, at: a, enable: 1)
        lines.read(at: b, enable: 1)
        y <== lines.readData
      }
    }
    expectRefusal(
      Memories(),
      error(at: Memories.line)
        + "memory 'lines' of memories, in clock domain 'pixel', depends on 'a_i', in the default "
        + "clock domain; \(declare) [clock-domain]",
      error(at: Memories.line + 2)
        + "output 'y_o' of memories, in the default clock domain, depends on 'lines_read_data', in "
        + "clock domain 'pixel'; \(declare) [clock-domain]")
  }

  final class Counter: TestModule {
    static let line = #line + 1
    let enable = input(.bit)
    let count = output(.unsigned(4))
    let value = register(.unsigned(4), reset: 0)
    var body: Behavior {
      when(enable) { value <== value &+ 1 }
      count <== value
    }
  }

  @Test("An input of a child takes signals of the domain in which the child is placed")
  func children() {
    final class Children: TestModule {
      let a = input(.bit)
      let b = input(.bit, in: .pixel)
      let y = output(.unsigned(4))
      let z = output(.unsigned(4), in: .pixel)
      let near = Counter()
      let far = Counter()
      static let line = #line + 3
      var body: Behavior {
        clock(far, in: .pixel)
        near.enable <== b
        far.enable <== 0
        when(b) { far.enable <== a }
        y <== far.count
        z <== far.count
      }
    }
    let place = "place the instance in that domain with clock(_, in:), or " + bring
    expectRefusal(
      Children(),
      error(at: Children.line)
        + "input 'enable_i' of instance 'near' in children, in the default clock domain, depends "
        + "on 'b_i', in clock domain 'pixel'; \(place) [clock-domain]",
      error(at: Children.line + 2)
        + "input 'enable_i' of instance 'far' in children, in clock domain 'pixel', depends on "
        + "'a_i', in the default clock domain; \(place) [clock-domain]",
      error(at: Children.line + 3)
        + "output 'y_o' of children, in the default clock domain, depends on 'far_count', in clock "
        + "domain 'pixel'; \(declare) [clock-domain]")
  }

  @Test("What a module does not clock passes through it in the domain that it comes with")
  func passing() {
    final class Gate: TestModule {
      let a = input(.bit)
      let b = input(.bit)
      let y = output(.bit)
      let z = output(.bit)
      var body: Behavior {
        y <== !a
        z <== (a && b)
      }
    }
    final class Passing: TestModule {
      let a = input(.bit)
      let b = input(.bit, in: .pixel)
      let y = output(.bit)
      let z = output(.bit)
      let gate = Gate()
      static let line = #line + 4
      var body: Behavior {
        gate.a <== a
        gate.b <== b
        y <== gate.y
        z <== gate.z
      }
    }
    expectRefusal(
      Passing(),
      error(at: Passing.line + 1)
        + "output 'z_o' of passing, in the default clock domain, depends on 'b_i', in clock domain "
        + "'pixel', through 'gate_z'; \(declare) [clock-domain]")
  }

  @Test("A claim, an assumption or a cover point is about one domain, its own")
  func claims() {
    final class Claims: TestModule {
      let a = input(.bit)
      let b = input(.bit, in: .pixel)
      let y = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        claim("Both", a || b)
        assume("Far", b)
        cover("Farther", b)
        claim("Never", a, in: .asynchronous)
        y <== a
      }
    }
    let rest =
      "of claims, in the default clock domain, depends on 'b_i', in clock domain 'pixel'; "
      + "\(declare) [clock-domain]"
    expectRefusal(
      Claims(),
      error(at: Claims.line) + "claim Both \(rest)",
      error(at: Claims.line + 1) + "assumption Far \(rest)",
      error(at: Claims.line + 2) + "cover point Farther \(rest)",
      error(at: Claims.line + 3)
        + "claim Never: what is clocked belongs to a clock domain, not to .asynchronous "
        + "[clock-domain]")
    final class Mixed: TestModule {
      let a = input(.bit)
      let b = input(.bit, in: .pixel)
      let y = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        claim("Both", a || b)
        claim("Far", b, in: .pixel)
        y <== a
      }
    }
    expectRefusal(
      Mixed(),
      error(at: Mixed.line)
        + "claim Both of mixed, in the default clock domain, depends on 'b_i', in clock domain "
        + "'pixel'; \(declare) [clock-domain]")
  }

  @Test("A child is placed once, by its parent, in domains that it has")
  func placements() {
    final class Wires: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      var body: Behavior { y <== a }
    }
    final class Placements: TestModule {
      let a = input(.bit)
      let y = output(.unsigned(4))
      let counter = Counter()
      let wires = Wires()
      static let line = #line + 4
      var body: Behavior {
        counter.enable <== a
        wires.a <== a
        clock(counter, [.pixel: .audio])
        clock(counter, [.default: .pixel, .default: .audio])
        clock(counter, in: .asynchronous)
        clock(wires, in: .pixel)
        clock(Counter(), in: .pixel)
        when(a) { clock(counter, in: .audio) }
        y <== counter.count
        unused("wires", wires.y)
      }
    }
    expectRefusal(
      Placements(),
      error(at: Placements.line - 8)
        + "the body of placements makes a module "
        + "(\(#filePath):\(Counter.line)) and drops it; store "
        + "it as a property of placements [scope]",
      error(at: Placements.line)
        + "instance 'counter' of placements has no clock in clock domain 'pixel'; it has one in "
        + "the default clock domain [clock-domain]",
      error(at: Placements.line + 1)
        + "the default clock domain of instance 'counter' of placements is placed twice; keep one "
        + "place [clock-domain]",
      error(at: Placements.line + 2)
        + "the clock of instance 'counter' of placements: what is clocked belongs to a clock "
        + "domain, not to .asynchronous [clock-domain]",
      error(at: Placements.line + 3)
        + "instance 'wires' of placements has no clock in the default clock domain; it has none at "
        + "all [clock-domain]",
      error(at: Placements.line + 4)
        + "clock places counter, which is no child of placements; make it a stored property "
        + "[scope]",
      error(at: Placements.line + 5)
        + "the clock of instance 'counter' of placements stands under a condition; write it in the "
        + "body [definition]",
      error(at: Placements.line + 5)
        + "the default clock domain of instance 'counter' of placements is placed twice; keep one "
        + "place [clock-domain]")
  }

  @Test("The name of a domain makes port names, which no signal has")
  func names() {
    final class Names: TestModule {
      static let line = #line + 1
      let a = input(.bit, in: ClockDomain("my clock"))
      let state = register(.bit, reset: 0, in: ClockDomain(""))
      let lines = Memory(.bit, depth: 2, in: .asynchronous)
      let y = output(.bit)
      var body: Behavior { y <== 0 }
    }
    expectRefusal(
      Names(),
      error(at: Names.line)
        + "'a': 'my clock' is no name of a clock domain; use letters, digits and _ [clock-domain]",
      error(at: Names.line + 1)
        + "'state': '' is no name of a clock domain; use letters, digits and _ [clock-domain]",
      error(at: Names.line + 2)
        + "'lines': what is clocked belongs to a clock domain, not to .asynchronous [clock-domain]")
    final class Collision: TestModule {
      static let line = #line + 1
      let clkPixel = input(.bit)
      let y = output(.bit, in: .pixel)
      let state = register(.bit, reset: 0, in: .pixel)
      var body: Behavior {
        state <== !state
        y <== state
        unused("clock", clkPixel)
      }
    }
    expectRefusal(
      Collision(),
      error(at: Collision.line)
        + "'clk_pixel_i' is the clock of clock domain 'pixel' of collision, and declared again; "
        + "rename the signal [name]")
  }

  @Test("Modules of one name have their registers in the same domains")
  func differentModules() {
    final class Stage: TestModule {
      static let line = #line + 1
      let a: Signal
      let y: Signal
      let state: Signal
      init(_ domain: ClockDomain) {
        a = input(.bit, in: domain)
        y = output(.bit, in: domain)
        state = register(.bit, reset: 0, in: domain)
      }
      var body: Behavior {
        state <== a
        y <== state
      }
    }
    final class Pair: TestModule {
      let a = input(.bit, in: .pixel)
      let b = input(.bit, in: .audio)
      let y = output(.bit, in: .pixel)
      let z = output(.bit, in: .audio)
      let first = Stage(.pixel)
      let second = Stage(.audio)
      var body: Behavior {
        first.a <== a
        second.a <== b
        y <== first.y
        z <== second.y
      }
    }
    expectRefusal(
      Pair(),
      error(at: Stage.line + 4)
        + "two different modules are named 'stage'; "
        + "put the parameters that differ into moduleName [name]")
  }
}
