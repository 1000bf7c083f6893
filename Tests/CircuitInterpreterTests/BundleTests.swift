import BenchSupport
import CircuitInterpreter
import HardwareDSL
import TestSupport
import Testing
import VerilatorSimulation

/// A read or a write.
struct Access: SignalBundle {
  let isWrite: Signal
  let address: Signal
  let data: Signal
  init(_ field: FieldMaker) {
    isWrite = field(.bit)
    address = field(.unsigned(2))
    data = field(.signed(70))
  }
}

/// An access one way, a word the other way.
struct AccessPort: SignalBundle {
  let access: Access
  let isBusy: Signal
  let word: ReadyValid<Item>
  init(_ field: FieldMaker) {
    access = Access(field)
    isBusy = field.flipped(.bit)
    word = ReadyValid(field.flipped) { Item($0(.signed(70))) }
  }
}

/// Four words behind a port.
final class Bank: Module {
  let port = AccessPort(.input())
  let words = (0..<4).map { _ in register(.signed(70), reset: -3) }
  let isAwake = register(.bit, reset: 0)

  var documentation: Documentation { Documentation("Four words.") }

  var body: Behavior {
    let access = port.access
    when(access.isWrite) { words[access.address] <== access.data }
    port.isBusy <== (words[0] == 0)
    isAwake <== 1
    port.word.valid <== isAwake && !access.isWrite
    port.word.payload.data <== words[access.address]
    unused("ready", port.word.ready)
  }
}

/// Three banks, one of them at a time; the accesses are held, packed and unpacked.
final class Banks: Module {
  let choice = input(.unsigned(2))
  let port = AccessPort(.input())
  let packed = output(.bits(73))
  let previous = Access(.output())

  let held = Access(.register(reset: 0))
  let banks = (0..<3).map { _ in Bank() }

  var documentation: Documentation { Documentation("Three banks.") }

  var body: Behavior {
    let access = wire("access", mux(choice == 3, held, port.access))
    for bank in banks {
      bank.port.access.isWrite <== 0
      bank.port.access.address <== access.address
      bank.port.access.data <== access.data
      bank.port.word.ready <== 0
    }
    let chosen = banks.map(\.port)[choice]
    chosen.access.isWrite <== access.isWrite
    port.word <== chosen.word
    port.isBusy <== chosen.isBusy
    held <== access
    packed <== held.asBits
    previous <== packed.asBundle(like: previous)
  }
}

@Suite("Bundles that go both ways")
struct BundleTests {
  /// The same drive for every simulator.
  private func outputs(_ simulation: some Simulator) throws -> [[[UInt32]]] {
    var random = TestRandom(seed: 3)
    try simulation.reset()
    return try (0..<300).map { _ in
      for port in simulation.interface.ports
      where port.direction == .input && port.name != "clk_i" && port.name != "rst_ni" {
        let words = [0, 1, 2].map { _ in UInt32(truncatingIfNeeded: random.next()) }
        let used = (port.widthBits + 31) / 32
        let top = words[used - 1] & UInt32.max >> UInt32(32 * used - port.widthBits)
        try simulation.poke(
          port.name,
          PortValue(
            words: Array(words.prefix(used - 1)) + [top], widthBits: port.widthBits,
            isSigned: port.isSigned))
      }
      let seen = simulation.interface.ports.filter { $0.direction == .output }
        .map { simulation[words: $0.name] }
      try? simulation.step()
      return seen
    }
  }

  @Test("Both simulators agree on what goes either way")
  func lockstep() async throws {
    let circuit = try elaborate(Banks())
    let interpreted = try outputs(InterpretedSimulation(of: circuit))
    #expect(try outputs(try await quickSimulation(of: circuit)) == interpreted)
    #expect(Set(interpreted).count > 250)
  }

  @Test("A chosen bundle takes an access and gives the answer")
  func access() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Banks()))
    try simulation.reset()
    simulation["choice_i"] = 2
    simulation["port_access_is_write_i"] = 1
    simulation["port_access_address_i"] = 1
    simulation["port_access_data_i"] = -77
    try simulation.step()
    simulation["port_access_is_write_i"] = 0
    #expect(simulation["port_word_data_o"] == -77)
    #expect(simulation["port_word_valid_o"] == 1)
    #expect(try simulation.peek("banks_2.words_1_q") == -77)
    #expect(try simulation.peek("banks_1.words_1_q") == -3)
    #expect(simulation["previous_data_o"] == -77)
    #expect(simulation["previous_is_write_o"] == 1)
    simulation["choice_i"] = 1
    #expect(simulation["port_word_data_o"] == -3)
  }

  @Test("A wide literal has all its bits in both simulators")
  func literals() async throws {
    final class Literal: Module {
      let choice = input(.bit)
      let word = output(.bits(130))
      let number = output(.signed(70))
      var documentation: Documentation { Documentation("Literals.") }
      var body: Behavior {
        word
          <== mux(
            choice, Signal(hexadecimal: "0x3_0123456789abcdef_0123456789abcdef", .bits(130)),
            Signal(hexadecimal: "1", .bits(130)))
        number <== mux(choice, Signal(hexadecimal: "3fffffffffffffffff", .signed(70)), 5)
      }
    }
    let circuit = try elaborate(Literal())
    func check(_ simulation: some Simulator) {
      simulation["choice_i"] = 1
      #expect(
        simulation[words: "word_o"] == [0x89ab_cdef, 0x123_4567, 0x89ab_cdef, 0x123_4567, 3])
      #expect(simulation["number_o"] == -1)
      simulation["choice_i"] = 0
      #expect(simulation[words: "word_o"] == [1, 0, 0, 0, 0])
    }
    check(try InterpretedSimulation(of: circuit))
    check(try await quickSimulation(of: circuit))
  }
}
