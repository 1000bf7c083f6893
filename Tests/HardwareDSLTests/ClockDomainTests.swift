import HardwareDSL
import Testing

extension ClockDomain {
  fileprivate static let pixel = ClockDomain("pixel")
}

/// Where clocks appear, and how children get theirs.
@Suite struct ClockDomainTests {
  private func clocks(_ module: any Module) throws -> [String] {
    try elaborate(module).top.clocking.map(\.name)
  }

  final class Counter: TestModule {
    let enable = input(.bit)
    let count = output(.unsigned(4))
    let value = register(.unsigned(4), reset: 0)
    var body: Behavior {
      when(enable) { value <== value &+ 1 }
      count <== value
    }
  }

  @Test("A domain's clock and reset appear where something needs them")
  func ports() throws {
    final class Data: TestModule {
      let a = input(.bit, in: .pixel)
      let y = output(.bit, in: .pixel)
      let held = dataRegister(.bit, in: .pixel)
      var body: Behavior {
        held <== a
        y <== held
      }
    }
    #expect(try clocks(Data()) == ["clk_pixel_i"])
    final class Claim: TestModule {
      let a = input(.bit, in: .pixel)
      let y = output(.bit, in: .pixel)
      var body: Behavior {
        y <== a
        claim("Low", !a, in: .pixel)
      }
    }
    #expect(try clocks(Claim()) == ["clk_pixel_i", "rst_pixel_ni"])
    final class Wires: TestModule {
      let a = input(.bit, in: .pixel)
      let y = output(.bit, in: .pixel)
      var body: Behavior { y <== a }
    }
    #expect(try clocks(Wires()) == [])
  }

  @Test("The default domain comes first, then the others as the ports name them")
  func order() throws {
    final class Clean: TestModule {
      let b = input(.bit, in: ClockDomain("zebra"))
      let a = input(.bit, in: ClockDomain("antelopeHerd"))
      let y = output(.bit)
      let first = register(.bit, reset: 0, in: ClockDomain("zebra"))
      let second = dataRegister(.bit, in: ClockDomain("antelopeHerd"))
      let third = dataRegister(.bit)
      var body: Behavior {
        first <== b
        second <== a
        third <== !third
        y <== third
        unused("first", first)
        unused("second", second)
      }
    }
    #expect(
      try clocks(Clean()) == ["clk_i", "clk_zebra_i", "rst_zebra_ni", "clk_antelope_herd_i"])
  }

  @Test("A child is placed in another domain, and its parent gets that clock")
  func placement() throws {
    final class Parent: TestModule {
      let a = input(.bit, in: .pixel)
      let y = output(.unsigned(4), in: .pixel)
      let counter = Counter()
      var body: Behavior {
        clock(counter, in: .pixel)
        counter.enable <== a
        y <== counter.count
      }
    }
    let circuit = try elaborate(Parent())
    #expect(circuit.top.clocking.map(\.name) == ["clk_pixel_i", "rst_pixel_ni"])
    #expect(circuit.top.instances[0].domains == [.default: .named("pixel")])
    #expect(circuit.modules[0].clocking.map(\.name) == ["clk_i", "rst_ni"])

    final class Grandparent: TestModule {
      let a = input(.bit)
      let y = output(.unsigned(4))
      let parent = Parent()
      var body: Behavior {
        clock(parent, [.pixel: .default])
        parent.a <== a
        y <== parent.y
      }
    }
    #expect(try clocks(Grandparent()) == ["clk_i", "rst_ni"])
    final class SameName: TestModule {
      let a = input(.bit, in: .pixel)
      let y = output(.unsigned(4), in: .pixel)
      let parent = Parent()
      var body: Behavior {
        parent.a <== a
        y <== parent.y
      }
    }
    #expect(try clocks(SameName()) == ["clk_pixel_i", "rst_pixel_ni"])
  }

  @Test("Streams, taps, bundles and states are declared in a domain as a whole")
  func declarations() throws {
    enum State: HardwareEnum { case idle, busy }
    final class All: TestModule {
      let source = ReadyValid<Item>.input(in: .pixel) { Item($0(.bits(4))) }
      let sink = ReadyValid<Item>.output(in: .pixel) { Item($0(.bits(4))) }
      let seen = HardwareDSL.Tap<Item>.output(in: .pixel) { Item($0(.bits(4))) }
      let held = Item(FieldMaker.dataRegister(in: .pixel)(.bits(4)))
      let state = StateRegister(reset: State.idle, in: .pixel)
      var body: Behavior {
        when(source.fires) {
          state <== .busy
          held.data <== source.payload.data
        }.elseWhen(sink.fires) { state <== .idle }
        source.ready <== (state == .idle || sink.ready)
        sink.valid <== (state == .busy)
        sink.payload <== held
        let again = register("again", .bit, reset: 0, in: .pixel)
        again <== delayed("fired", source.fires, reset: 0, in: .pixel)
        seen.valid <== again
        seen.payload.data <== held.data
      }
    }
    let circuit = try elaborate(All())
    #expect(circuit.top.clocking.map(\.name) == ["clk_pixel_i", "rst_pixel_ni"])
    #expect(circuit.streams.map(\.domain) == [.named("pixel"), .named("pixel")])
    #expect(circuit.taps.map(\.domain) == [.named("pixel")])
  }

  @Test("A signal that crosses on purpose is accepted, and says how")
  func crossings() throws {
    final class Crossings: TestModule {
      let flag = input(.bit, in: .asynchronous)
      let code = input(.bits(3))
      let word = input(.bits(8))
      let y = output(.bits(12), in: .pixel)
      let held = dataRegister(.bits(3))
      var body: Behavior {
        held <== code
        let isSet = synchronized("flag", flag, into: .pixel, stages: 3, reset: 1)
        let count = synchronized("code", gray: held, into: .pixel)
        let still = crossing("still", word, into: .pixel, because: "it never changes")
        y <== concatenate(still, count, isSet)
      }
    }
    let top = try elaborate(Crossings()).top
    #expect(
      top.registers.filter(\.isSynchronizer).map(\.name) == [
        "flag_sync_1_q", "flag_sync_2_q", "flag_sync_3_q", "code_sync_1_q", "code_sync_2_q",
      ])
    #expect(top.registers.first { $0.name == "flag_sync_3_q" }?.reset == BitPattern(1, width: 1))
    let still = top.wires.first { $0.name == "still" }
    #expect(still?.crossing == Crossing(into: .named("pixel"), because: "it never changes"))
    #expect(still?.note == "crossing: it never changes")
  }
}
