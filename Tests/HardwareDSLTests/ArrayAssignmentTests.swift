import HardwareDSL
import HardwareIR
import Testing

private typealias ItemTap = HardwareDSL.Tap<Item>

/// One `<==` for many signals.
@Suite struct ArrayAssignmentTests {
  enum Phase: HardwareEnum { case idle, run, done }

  struct Port: SignalBundle {
    let address: Signal
    let words: [Signal]
    let grant: Signal
    init(_ field: FieldMaker) {
      address = field(.unsigned(4))
      words = (0..<2).map { _ in field(.bits(8)) }
      grant = field.flipped(.bit)
    }
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

  @Test("An array is driven element by element, in any depth, and by a part of another")
  func signals() throws {
    final class Arrays: TestModule {
      let words = (0..<2).map { _ in input(.bits(8)) }
      let rows = (0..<2).map { _ in (0..<2).map { _ in input(.bit) } }
      let held = (0..<3).map { _ in dataRegister(.bits(8)) }
      let flags = (0..<2).map { _ in (0..<2).map { _ in output(.bit) } }
      let last = output(.bits(8))
      var body: Behavior {
        held[..<2] <== words
        held[2...] <== held[..<1]
        flags <== rows
        last <== concatenate(held[1][0...3], held[2][0...3])
      }
    }
    #expect(
      try assignments(Arrays()) == [
        "held_0_q = words_0_i", "held_1_q = words_1_i", "held_2_q = held_0_q",
        "flags_0_0_o = rows_0_0_i", "flags_0_1_o = rows_0_1_i", "flags_1_0_o = rows_1_0_i",
        "flags_1_1_o = rows_1_1_i",
      ])
  }

  @Test("Literals in an array take the types of what they meet")
  func literals() throws {
    final class Literals: TestModule {
      let words = (0..<3).map { _ in output(.signed(4)) }
      let word = input(.signed(4))
      let flags = (0..<2).map { _ in (0..<1).map { _ in output(.bit) } }
      var body: Behavior {
        words <== [-8, 7, word]
        flags <== [[1], [0]]
      }
    }
    var values: [Expression] = []
    for statement in try elaborate(Literals()).top.statements {
      statement.forEachAssignment { _, value, _ in values.append(value) }
    }
    #expect(
      values == [
        .literal(BitPattern(-8, width: 4), .signed(4)),
        .literal(BitPattern(7, width: 4), .signed(4)), .reference("word_i", .signed(4)),
        .literal(BitPattern(1, width: 1), .bit), .literal(BitPattern(0, width: 1), .bit),
      ])
  }

  @Test("An array of bundles is joined like its bundles, flipped fields the other way")
  func bundles() throws {
    final class Bundles: TestModule {
      let ports = (0..<2).map { _ in Port(.input()) }
      let banks = (0..<2).map { _ in Port(.output()) }
      var body: Behavior { banks <== ports }
    }
    #expect(
      try assignments(Bundles()) == [
        "banks_0_address_o = ports_0_address_i", "banks_0_words_0_o = ports_0_words_0_i",
        "banks_0_words_1_o = ports_0_words_1_i", "ports_0_grant_o = banks_0_grant_i",
        "banks_1_address_o = ports_1_address_i", "banks_1_words_0_o = ports_1_words_0_i",
        "banks_1_words_1_o = ports_1_words_1_i", "ports_1_grant_o = banks_1_grant_i",
      ])
  }

  @Test("Arrays of streams, of numbers with a point and of enumerations are joined too")
  func others() throws {
    final class Others: TestModule {
      let sources = (0..<2).map { _ in ReadyValid.input(.bits(8)) }
      let sinks = (0..<2).map { _ in ReadyValid.output(.bits(8)) }
      let scales = (0..<2).map { _ in Fixed(input(.signed(8)), fractionBits: 4) }
      let held = (0..<2).map { _ in Fixed(output(.signed(8)), fractionBits: 4) }
      let phases = (0..<2).map { _ in input(Phase.self) }
      let shown = (0..<2).map { _ in output(Phase.self) }
      var body: Behavior {
        sinks <== sources
        held <== scales
        shown <== phases
      }
    }
    #expect(
      try assignments(Others()) == [
        "sinks_0_valid_o = sources_0_valid_i", "sources_0_ready_o = sinks_0_ready_i",
        "sinks_0_data_o = sources_0_data_i", "sinks_1_valid_o = sources_1_valid_i",
        "sources_1_ready_o = sinks_1_ready_i", "sinks_1_data_o = sources_1_data_i",
        "held_0_o = scales_0_i", "held_1_o = scales_1_i", "shown_0_o = phases_0_i",
        "shown_1_o = phases_1_i",
      ])
  }

  @Test("Ports of children are driven and read as arrays")
  func children() throws {
    final class Inverter: TestModule {
      let words = (0..<2).map { _ in input(.bits(4)) }
      let inverses = (0..<2).map { _ in output(.bits(4)) }
      var body: Behavior { inverses <== words.map { ~$0 } }
    }
    final class Parent: TestModule {
      let words = (0..<2).map { _ in input(.bits(4)) }
      let results = (0..<2).map { _ in output(.bits(4)) }
      let inverter = Inverter()
      var body: Behavior {
        inverter.words <== words
        results <== inverter.inverses
      }
    }
    #expect(
      try assignments(Parent()) == [
        "results_0_o = inverter_inverses_0", "results_1_o = inverter_inverses_1",
      ])
    let connections = try elaborate(Parent()).top.instances[0].connections.prefix(2)
    #expect(
      connections.map(\.connection) == [
        .input(.reference("words_0_i", .bits(4))), .input(.reference("words_1_i", .bits(4))),
      ])
  }

  @Test("Under a condition, each element is assigned under it")
  func conditions() throws {
    final class Held: TestModule {
      let load = input(.bit)
      let words = (0..<2).map { _ in input(.bits(8)) }
      let held = (0..<2).map { _ in dataRegister(.bits(8)) }
      let shown = (0..<2).map { _ in output(.bits(8)) }
      var body: Behavior {
        when(load) { held <== words }
        shown <== held
      }
    }
    guard
      case .when(_, let then, _, _) = try #require(elaborate(Held()).top.statements.first)
    else {
      Issue.record("no condition")
      return
    }
    #expect(then.count == 2)
  }

  @Test("A tap goes up a hierarchy in one assignment, alone, in arrays and in bundles")
  func taps() throws {
    struct Seen: SignalBundle {
      let score: ItemTap
      let rows: [ItemTap]
      init(_ field: FieldMaker) {
        score = ItemTap(field, .signed(9))
        rows = (0..<2).map { _ in ItemTap(field, .unsigned(4)) }
      }
    }
    final class Leaf: TestModule {
      let start = input(.bit)
      let seen = Seen(.output())
      let ended = ItemTap.output(.bit)
      var body: Behavior {
        seen.score.valid <== start
        seen.score.payload.data <== 5
        for row in seen.rows {
          row.valid <== start
          row.payload.data <== 3
        }
        ended.valid <== start
        ended.payload.data <== start
      }
    }
    final class Parent: TestModule {
      let start = input(.bit)
      let leaves = (0..<2).map { _ in Leaf() }
      let seen = (0..<2).map { _ in Seen(.output()) }
      let ended = (0..<2).map { _ in ItemTap.output(.bit) }
      var body: Behavior {
        for leaf in leaves { leaf.start <== start }
        seen <== leaves.map(\.seen)
        ended <== leaves.map(\.ended)
      }
    }
    let circuit = try elaborate(Parent())
    #expect(
      circuit.taps.map(\.name) == [
        "seen_0_score", "seen_0_rows_0", "seen_0_rows_1", "seen_1_score", "seen_1_rows_0",
        "seen_1_rows_1", "ended_0", "ended_1",
      ])
    #expect(circuit.taps[7].valid == "ended_1_valid_o")
    #expect(circuit.taps[7].data == ["ended_1_data_o"])
    #expect(try assignments(Parent()).contains("seen_1_rows_0_data_o = leaves_1_seen_rows_0_data"))
    #expect(circuit.warnings.isEmpty)
  }

  @Test("Only a tap of outputs is observed")
  func tapsInside() throws {
    final class Observed: TestModule {
      let given = ItemTap(.input(), .bits(4))
      let held = ItemTap(.register(reset: 0), .bits(4))
      let shown = ItemTap.output(.bits(4))
      var body: Behavior {
        held <== given
        shown <== held
      }
    }
    #expect(try elaborate(Observed()).taps.map(\.name) == ["shown"])
  }

  @Test("Streams and taps of one field need no closure, and say their domain and a note")
  func oneField() throws {
    final class Short: TestModule {
      let words = ReadyValid.input(.bits(8), in: ClockDomain("pixel"), "what is shown")
      let shown = ReadyValid.output(.bits(8), in: ClockDomain("pixel"))
      let seen = ItemTap.output(.bits(8), in: ClockDomain("pixel"), "what was shown")
      var body: Behavior {
        shown <== words
        seen.valid <== words.fires
        seen.payload <== words.payload
      }
    }
    let circuit = try elaborate(Short())
    let notes = circuit.top.ports.filter { $0.note != nil }.map { "\($0.name): \($0.note ?? "")" }
    #expect(notes == ["words_data_i: what is shown", "seen_data_o: what was shown"])
    #expect(Set(circuit.top.ports.dropFirst(2).map(\.domain)) == [ClockDomain("pixel")])
    #expect(circuit.streams.map(\.name) == ["words", "shown"])
  }

  @Test("Lanes are made of arrays and driven by arrays")
  func lanes() throws {
    final class Bytes: TestModule {
      let word = input(.bits(16))
      let sum = output(.signed(9))
      let swapped = output(.bits(16))
      var body: Behavior {
        let bytes = word.lanes(of: 8)
        sum <== bytes[0].asSigned + bytes[1].asSigned
        swapped.lanes(of: 8) <== bytes.reversed()
      }
    }
    var targets: [Target] = []
    for statement in try elaborate(Bytes()).top.statements {
      statement.forEachAssignment { target, _, _ in targets.append(target) }
    }
    #expect(
      targets == [
        Target("sum_o"), Target("swapped_o", bits: 0...7), Target("swapped_o", bits: 8...15),
      ])
  }
}
