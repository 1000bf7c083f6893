import BenchSupport
import CircuitInterpreter
import HardwareDSL
import Testing

/// What memories do in a cycle, word by word.
@Suite("Memories in the interpreter")
struct MemoryTests {
  private func user(_ options: MemoryOptions) throws -> InterpretedSimulation {
    try InterpretedSimulation(of: elaborate(MemoryUser(options)))
  }

  @Test("A masked write changes the chosen lanes, and a read under it sees them as stated")
  func lanes() throws {
    for readUnderWrite in [ReadUnderWrite.readFirst, .writeFirst] {
      let simulation = try user(
        MemoryOptions(
          .bits(32), depth: 4, maskGranularity: 8, readUnderWrite: readUnderWrite,
          initial: [[0x1122_3344]]))
      simulation["write_i"] = 1
      simulation["data_i"] = 0xaabb_ccdd
      simulation["mask_i"] = 0b0101
      simulation["read_i"] = 1
      try simulation.step()
      #expect(
        simulation["result_o"] == (readUnderWrite == .readFirst ? 0x1122_3344 : 0x11bb_33dd))
      #expect(try simulation.word(of: "words", at: 0) == 0x11bb_33dd)
      simulation["write_i"] = 0
      try simulation.step()
      #expect(simulation["result_o"] == 0x11bb_33dd)
    }
  }

  @Test("Contents are there from the start, zero behind them, and survive any fill")
  func contents() throws {
    let circuit = try elaborate(
      ROMUser(MemoryOptions(.signed(8), depth: 4, initial: [[0xff], [3]])))
    let simulation = try InterpretedSimulation(of: circuit, fill: .ones)
    #expect(
      try (0..<4).map { try simulation.word(of: "words", at: $0).integer } == [-1, 3, 0, 0])
    simulation["read_i"] = 1
    for (address, word) in [-1, 3, 0, 0].enumerated() {
      simulation["read_address_i"] = address
      try simulation.step()
      #expect(simulation["result_o"] == word)
    }
  }

  @Test("Of two writes of one word port b's counts, and either port reads as stated")
  func collisions() throws {
    for readUnderWrite in [ReadUnderWrite.readFirst, .writeFirst] {
      let simulation = try InterpretedSimulation(
        of: elaborate(
          DualPortUser(
            MemoryOptions(
              .bits(16), depth: 4, maskGranularity: 8, readUnderWrite: readUnderWrite,
              initial: [[0x1122]]))))
      for (port, data, mask) in [(0, 0xaaaa, 0b11), (1, 0xbbbb, 0b01)] {
        simulation["enable_\(port)_i"] = 1
        simulation["write_\(port)_i"] = 1
        simulation["data_\(port)_i"] = data
        simulation["mask_\(port)_i"] = mask
      }
      try simulation.step()
      let read = readUnderWrite == .readFirst ? 0x1122 : 0xaabb
      #expect(simulation["result_0_o"] == read)
      #expect(simulation["result_1_o"] == read)
      #expect(try simulation.word(of: "words", at: 0) == 0xaabb)
      simulation["write_0_i"] = 0
      simulation["enable_1_i"] = 0
      try simulation.step()
      #expect(simulation["result_0_o"] == 0xaabb)
      #expect(simulation["result_1_o"] == read)
    }
  }

  /// A memory that is called under conditions only.
  private final class Postbox: Module {
    let post = input(.bit)
    let clear = input(.bit)
    let take = input(.bit)
    let slot = input(.unsigned(2))
    let item = input(.unsigned(8))
    let taken = output(.unsigned(8))
    let items = Memory(.unsigned(8), depth: 4, maskGranularity: 4)

    var documentation: Documentation { Documentation("Four slots.") }

    var body: Behavior {
      when(clear) {
        items.write(0, at: slot)
      }.elseWhen(post) {
        items.write(item, at: slot &+ 1, enable: item != 0, mask: 0b01)
      }
      when(take) { items.read(at: slot) }
      taken <== items.readData
    }
  }

  @Test("A call under a condition requests nothing where the condition does not hold")
  func conditions() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Postbox()), fill: .ones)
    func words() throws -> [Int] {
      try (0..<4).map { try simulation.word(of: "items", at: $0).integer ?? -1 }
    }
    simulation["slot_i"] = 1
    simulation["item_i"] = 0x23
    try simulation.step()
    #expect(try words() == [255, 255, 255, 255])
    simulation["post_i"] = 1
    try simulation.step()
    #expect(try words() == [255, 255, 0xf3, 255])
    simulation["clear_i"] = 1
    try simulation.step()
    #expect(try words() == [255, 0, 0xf3, 255])
    simulation["clear_i"] = 0
    simulation["item_i"] = 0
    simulation["slot_i"] = 2
    try simulation.step()
    #expect(try words() == [255, 0, 0xf3, 255])
    let before = simulation["taken_o"]
    simulation["slot_i"] = 1
    try simulation.step()
    #expect(simulation["taken_o"] == before)
    simulation["take_i"] = 1
    try simulation.step()
    #expect(simulation["taken_o"] == 0)
  }

  private enum Turn: HardwareEnum { case fill, drain }

  /// A memory that is called in states: filled, then read.
  private final class Recorder: Module {
    let item = input(.unsigned(8))
    let played = output(.unsigned(8))
    let turn = StateRegister(reset: Turn.fill)
    let index = register(.unsigned(2), reset: 0)
    let items = DualPortMemory(.unsigned(8), depth: 4)

    var documentation: Documentation { Documentation("Records four items and plays them.") }

    var body: Behavior {
      index <== index &+ 1
      turn.decode { state in
        switch state {
        case .fill:
          items.a.write(item, at: index)
          when(index == 3) { turn <== .drain }
        case .drain: items.b.read(at: index)
        }
      }
      played <== items.b.readData
    }
  }

  @Test("A call in a state requests nothing in the others")
  func states() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Recorder()))
    try simulation.reset()
    for item in [5, 6, 7, 8] {
      simulation["item_i"] = item
      try simulation.step()
      #expect(simulation["played_o"] == 0)
    }
    simulation["item_i"] = 99
    for item in [5, 6, 7, 8] {
      try simulation.step()
      #expect(simulation["played_o"] == item)
    }
    #expect(try (0..<4).map { try simulation.word(of: "items", at: $0).integer } == [5, 6, 7, 8])
  }
}
