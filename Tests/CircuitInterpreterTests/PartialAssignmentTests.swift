import CircuitInterpreter
import HardwareDSL
import Testing

/// Slices and indexed elements as targets: what simulation shows.
@Suite struct PartialAssignmentTests {
  final class Parts: Module {
    let slot = input(.unsigned(2))
    let bit = input(.unsigned(3))
    let nibble = input(.bits(4))
    let high = input(.bit)
    let held = output(.unsigned(8))
    let shown = output(.signed(8))
    let words = (0..<3).map { _ in register(.bits(4), reset: 0) }
    let flags = register(.bits(8), reset: 0)
    let wordAtSlot = output(.bits(4))
    let number = register(.unsigned(8), reset: 0xa5)
    let child = Inner()
    let fromChild = output(.bits(8))

    final class Inner: Module {
      let word = input(.bits(8))
      let inverse = output(.bits(8))
      var documentation: Documentation { Documentation("Inverts a word.") }
      var body: Behavior { inverse <== ~word }
    }

    var documentation: Documentation { Documentation("Assigns parts of signals.") }

    var body: Behavior {
      when(high) { number[4...7] <== nibble }
        .otherwise { number[0...3] <== nibble }
      shown <== -1
      shown[0...3] <== nibble
      words[slot] <== nibble
      flags.bits[bit] <== high
      held <== number
      wordAtSlot <== words[slot]
      child.word[0...3] <== nibble
      child.word[4...7] <== flags[0...3]
      fromChild <== child.inverse
    }
  }

  @Test("Other bits and other elements keep their values")
  func parts() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Parts()))
    try simulation.reset()
    simulation["high_i"] = 1
    simulation["nibble_i"] = 0xc
    simulation["slot_i"] = 1
    simulation["bit_i"] = 6
    #expect(simulation["shown_o"] == -4)
    try simulation.step()
    #expect(simulation["held_o"] == 0xc5)
    #expect(simulation["word_at_slot_o"] == 0xc)
    simulation["high_i"] = 0
    simulation["nibble_i"] = 3
    simulation["slot_i"] = 3
    simulation["bit_i"] = 0
    try simulation.step()
    #expect(simulation["held_o"] == 0xc3)
    #expect(simulation["word_at_slot_o"] == 0)
    simulation["slot_i"] = 1
    #expect(simulation["word_at_slot_o"] == 0xc)
    #expect(simulation["from_child_o"] == 0xfc)
  }
}
