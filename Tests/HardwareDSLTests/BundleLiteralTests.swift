import HardwareDSL
import HardwareIR
import Testing

/// Bundles that are put together of signals of others.
@Suite struct BundleLiteralTests {
  struct Read: SignalBundle {
    let enable: Signal
    let words: [Signal]

    init(_ field: FieldMaker) {
      enable = field(.bit)
      words = (0..<2).map { _ in field.flipped(.bits(8)) }
    }
  }

  struct Operands: SignalBundle {
    let valid: Signal
    let words: [Signal]
  }

  struct Flow: SignalBundle {
    let kind: Signal
    let items: ReadyValid<Item>
  }

  /// What `module` assigns, as `target = value`.
  private func assignments(_ module: any Module) throws -> [String] {
    var found: [String] = []
    for statement in try elaborate(module).top.statements {
      statement.forEachAssignment { target, value, _ in
        guard case .reference(let name, _) = value else { return }
        found.append("\(target.name) = \(name)")
      }
    }
    return found
  }

  @Test("Flipped fields of another bundle are values like any other, in nested bundles too")
  func values() throws {
    final class Stage: TestModule {
      let go = input(.bit)
      let read = Read(.output())
      let operands: Operands
      let held: Operands
      init() {
        func operands(_ field: FieldMaker) -> Operands {
          Operands(valid: field(.bit), words: (0..<2).map { _ in field(.bits(8)) })
        }
        self.operands = operands(.output())
        held = operands(.dataRegister())
      }
      var body: Behavior {
        read.enable <== go
        held <== Operands(valid: go, words: read.words)
        operands <== held
      }
    }
    #expect(
      try assignments(Stage()) == [
        "read_enable_o = go_i", "held_valid_q = go_i", "held_words_0_q = read_words_0_i",
        "held_words_1_q = read_words_1_i", "operands_valid_o = held_valid_q",
        "operands_words_0_o = held_words_0_q", "operands_words_1_o = held_words_1_q",
      ])
  }

  @Test("A stream in such a bundle still goes both ways")
  func streams() throws {
    final class Passing: TestModule {
      let kind = input(.bit)
      let items = ReadyValid<Item>.input { Item($0(.bits(4))) }
      let flow: Flow
      init() {
        let field = FieldMaker.output()
        flow = Flow(kind: field(.bit), items: ReadyValid(field) { Item($0(.bits(4))) })
      }
      var body: Behavior { flow <== Flow(kind: kind, items: items) }
    }
    #expect(
      try assignments(Passing()) == [
        "flow_kind_o = kind_i", "flow_items_valid_o = items_valid_i",
        "items_ready_o = flow_items_ready_i", "flow_items_data_o = items_data_i",
      ])
  }

  @Test("Signals of several bundles are driven together")
  func sinks() throws {
    final class Two: TestModule {
      let go = input(.bit)
      let data = input(.bits(8))
      let first = Read(.input())
      let second = output(.bit)
      var body: Behavior {
        Operands(valid: second, words: first.words) <== Operands(valid: go, words: [data, data])
      }
    }
    #expect(
      try assignments(Two()) == [
        "second_o = go_i", "first_words_0_o = data_i", "first_words_1_o = data_i",
      ])
  }

  @Test("A tap observes what is put together for it")
  func taps() throws {
    final class Seen: TestModule {
      let ends = input(.bit)
      let sum = input(.signed(4))
      let score = Tap<Item>.output { Item($0(.signed(4))) }
      var body: Behavior { score <== Tap(valid: ends, payload: Item(sum)) }
    }
    #expect(
      try assignments(Seen()) == ["score_valid_o = ends_i", "score_data_o = sum_i"])
  }
}
