import CircuitInterpreter
import HardwareDSL
import Testing

/// A shift register of pairs, with a tap on each stage.
private final class Stages: Module {
  struct Pair: SignalBundle {
    let high: Signal
    let low: [Signal]
    init(_ field: FieldMaker) {
      high = field(.unsigned(4))
      low = (0..<2).map { _ in field(.bits(2)) }
    }
  }

  /// One stage and what is seen of it.
  final class Stage: Module {
    let given = Pair(.input())
    let kept = Pair(.output())
    let held = Pair(.register(reset: 0))
    let seen = Tap.output(.unsigned(4))
    var documentation: Documentation { Documentation("One stage.") }
    var body: Behavior {
      held <== given
      kept <== held
      seen.valid <== (held.high != 0)
      seen.payload.data <== held.high
    }
  }

  let given = ReadyValid<Pair>.input { Pair($0) }
  let kept = (0..<3).map { _ in Pair(.output()) }
  let seen = (0..<3).map { _ in Tap.output(.unsigned(4)) }
  let stages = (0..<3).map { _ in Stage() }

  var documentation: Documentation { Documentation("A shift register.") }

  var body: Behavior {
    given.ready <== 1
    stages[0].given <== given.payload
    stages[1...].map(\.given) <== stages[..<2].map(\.kept)
    kept <== stages.map(\.kept)
    seen <== stages.map(\.seen)
    unused("valid", given.valid)
  }
}

@Suite struct ArrayAssignmentTests {
  @Test("Arrays of bundles and taps of children carry what single signals would")
  func stages() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Stages()))
    try simulation.reset()
    simulation["given_high_i"] = 9
    simulation["given_low_0_i"] = 1
    simulation["given_low_1_i"] = 2
    try simulation.step(2)
    #expect(simulation["kept_1_high_o"] == 9)
    #expect(simulation["kept_1_low_0_o"] == 1)
    #expect(simulation["kept_1_low_1_o"] == 2)
    #expect(simulation["kept_2_high_o"] == 0)
    try simulation.step(2)
    #expect(simulation["kept_2_high_o"] == 9)
    #expect(try simulation.tap("seen_2").map(\.fields) == [[9]])
    #expect(try simulation.tap("seen_0").count == 3)
  }
}
