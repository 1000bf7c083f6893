import HardwareDSL
import Testing

/// What the language records, as plain values.
@Suite struct ElaborationTests {
  @Test("Names come from the properties, in snake case with the suffix of their kind")
  func names() throws {
    struct Pair: SignalBundle {
      let low: Signal
      let highPart: Signal
    }
    final class Names: TestModule {
      let inputWord = input(.bits(8))
      let lanes = (0..<2).map { _ in input(.bits(4)) }
      let items = ReadyValid<Pair>.input { Pair(low: $0(.bits(4)), highPart: $0(.bits(2))) }
      let outputWord = output(.bits(8))
      let heldWord = dataRegister(.bits(8))
      let heldABC = register(.bit, reset: 0)
      var body: Behavior {
        heldWord <== inputWord
        outputWord <== heldWord
        heldABC <== !heldABC
        items.ready <== heldABC
      }
    }
    let circuit = try elaborate(Names())
    #expect(circuit.top.name == "names")
    #expect(
      circuit.top.ports.map(\.name) == [
        "clk_i", "rst_ni", "input_word_i", "lanes_0_i", "lanes_1_i", "items_valid_i",
        "items_ready_o", "items_low_i", "items_high_part_i", "output_word_o",
      ])
    #expect(circuit.top.registers.map(\.name) == ["held_word_q", "held_abc_q"])
    #expect(
      circuit.streams == [
        StreamPort(
          name: "items", direction: .input, valid: "items_valid_i", ready: "items_ready_o",
          payload: ["items_low_i", "items_high_part_i"])
      ])
  }

  @Test("An expression in two places gets a wire named after its first target and its role")
  func sharing() throws {
    final class Shared: TestModule {
      let a = input(.unsigned(8))
      let b = input(.unsigned(8))
      let y = output(.unsigned(9))
      let z = output(.bit)
      var body: Behavior {
        let total = a + b
        y <== total
        z <== (total > 100)
      }
    }
    let top = try elaborate(Shared()).top
    #expect(top.wires.map(\.name) == ["y_sum"])
    #expect(top.wires.map(\.type) == [.unsigned(9)])
  }

  @Test("A wire of the language does not take a name that an instance's output has")
  func instanceNames() throws {
    final class Inner: TestModule {
      let a = input(.unsigned(4))
      let sum = output(.unsigned(4))
      var body: Behavior { sum <== ~a }
    }
    final class Outer: TestModule {
      let a = input(.unsigned(4))
      let acc = output(.unsigned(5))
      let y = output(.bit)
      let accumulated = output(.unsigned(4))
      let inner: Inner
      init() { inner = Inner() }
      var body: Behavior {
        inner.a <== a
        accumulated <== inner.sum
        let total = a + 1
        acc <== total
        y <== (total == 3)
      }
    }
    final class Clash: TestModule {
      let a = input(.unsigned(4))
      let y = output(.bit)
      let z = output(.unsigned(4))
      let w = output(.unsigned(5))
      let acc = Inner()
      let outer = Outer()
      let out = output(.unsigned(5))
      let accOut = output(.bit)
      var body: Behavior {
        acc.a <== a
        z <== acc.sum
        outer.a <== a
        w <== outer.acc
        y <== outer.y
        unused("accumulated", outer.accumulated)
        let total = a + a
        let named = wire("acc", total)
        out <== named
        accOut <== (total == 3)
      }
    }
    let top = try elaborate(Clash()).top
    #expect(top.wires.map(\.name).contains("a_plus_a"))
  }

  @Test("Clock and reset are ports of the modules that need them, up to the top")
  func clocking() throws {
    final class Data: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let held = dataRegister(.bit)
      var body: Behavior {
        held <== a
        y <== held
      }
    }
    final class Top: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let data = Data()
      var body: Behavior {
        data.a <== a
        y <== data.y
      }
    }
    let circuit = try elaborate(Top())
    #expect(circuit.modules.map(\.name) == ["data", "top"])
    #expect(circuit.top.ports.map(\.name) == ["clk_i", "a_i", "y_o"])
  }

  @Test("Elaborating twice, even the same object, gives the same circuit")
  func twice() throws {
    final class Counter: TestModule {
      let enable = input(.bit)
      let y = output(.unsigned(4))
      let count = register(.unsigned(4), reset: 0)
      var body: Behavior {
        when(enable) { count <== count &+ 1 }
        y <== count
      }
    }
    let counter = Counter()
    let first = try elaborate(counter)
    #expect(try elaborate(counter) == first)
    #expect(try elaborate(Counter()) == first)
  }

  @Test("A block without statements leaves nothing behind")
  func emptyBlocks() throws {
    final class Hollow: TestModule {
      let a = input(.bit)
      let word = input(.unsigned(2))
      let y = output(.bit)
      var body: Behavior {
        when(a) {}
        decode(word, values: 0..<4) { _ in }
        y <== (a && word == 1)
      }
    }
    #expect(try elaborate(Hollow()).top.statements.count == 1)
  }

  @Test("Nor do the conditions around it, however they are shared")
  func emptyConditions() throws {
    final class Hollow: TestModule {
      let a = input(.unsigned(4))
      let b = input(.unsigned(4))
      let y = output(.bit)
      var body: Behavior {
        y <== a[0]
        let sum = a + b
        when(sum[4]) {
          when(sum == 3) {}.elseWhen(sum == 4) { decode(sum, values: 0..<4) { _ in } }
        }
        .elseWhen(sum == 5) { y <== b[0] }
        .elseWhen(sum == 6) {}
      }
    }
    let module = try elaborate(Hollow()).top
    #expect(module.wires.map(\.name) == ["condition_sum"])
    #expect(module.statements.count == 3)
  }
}
