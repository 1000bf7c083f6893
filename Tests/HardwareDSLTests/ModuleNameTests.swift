import HardwareDSL
import HardwareIR
import Testing

/// The names of modules that choose none.
@Suite struct ModuleNameTests {
  enum Order { case lowFirst, highFirst }

  final class Ring: TestModule {
    let depth: Int
    let isOpen: Bool
    let order: Order
    let word: HardwareType
    let offsets: [Int]
    let title: String
    let limit: Int?
    private let seed: Int
    let given: Signal
    let shown: Signal

    init(
      depth: Int, isOpen: Bool = false, order: Order = .lowFirst, word: HardwareType = .bits(8),
      offsets: [Int] = [], title: String = "", limit: Int? = nil, seed: Int = 0
    ) {
      self.depth = depth
      self.isOpen = isOpen
      self.order = order
      self.word = word
      self.offsets = offsets
      self.title = title
      self.limit = limit
      self.seed = seed
      given = input(word)
      shown = output(word)
    }

    var body: Behavior { shown <== given }
  }

  @Test("A module is called after its class and the parameters that it stores")
  func parameters() throws {
    func name(_ ring: Ring) throws -> String { try elaborate(ring).top.name }
    #expect(try name(Ring(depth: 4)) == "ring_depth4_order_low_first_word_bits_8_seed0")
    #expect(
      try name(
        Ring(
          depth: 12, isOpen: true, order: .highFirst, word: .signed(3), offsets: [1, -2, 30],
          title: "Main, left", limit: 7, seed: -5))
        == "ring_depth12_is_open_order_high_first_word_signed_3_offsets1_m2_30_title_main_left_"
        + "limit7_seedm5")
  }

  @Test("Two sizes of one class stand in one design")
  func sizes() throws {
    final class Delay: TestModule {
      let given = input(.bits(8))
      let shown = output(.bits(8))
      let stages: [Signal]
      let cycles: Int
      init(cycles: Int) {
        self.cycles = cycles
        stages = (0..<cycles).map { _ in dataRegister(.bits(8)) }
      }
      var body: Behavior {
        stages[..<1] <== [given]
        stages[1...] <== stages[..<(cycles - 1)]
        shown <== stages[cycles - 1]
      }
    }
    final class Delays: TestModule {
      let given = input(.bits(8))
      let shown = (0..<2).map { _ in output(.bits(8)) }
      let short = Delay(cycles: 2)
      let long = Delay(cycles: 5)
      var body: Behavior {
        for delay in [short, long] { delay.given <== given }
        shown <== [short.shown, long.shown]
      }
    }
    #expect(
      try elaborate(Delays()).modules.map(\.name) == ["delay_cycles2", "delay_cycles5", "delays"])
  }

  @Test("A name that is chosen stays, as does that of a class without parameters")
  func chosen() throws {
    final class Chosen: TestModule {
      let width = 8
      let given = input(.bits(8))
      let shown = output(.bits(8))
      var moduleName: String { "my_module" }
      var body: Behavior { shown <== given }
    }
    final class PlainPort: TestModule {
      let given = input(.bits(8))
      let shown = output(.bits(8))
      let held = (0..<2).map { _ in dataRegister(.bits(8)) }
      let point = Fixed(wire(.signed(8)), fractionBits: 4)
      var body: Behavior {
        held <== [given, held[0]]
        point <== Fixed(held[1].asSigned, fractionBits: 4)
        shown <== point.raw.asBits
      }
    }
    #expect(try elaborate(Chosen()).top.name == "my_module")
    #expect(try elaborate(PlainPort()).top.name == "plain_port")
  }

  final class Stack<let width: Int, let depth: Int>: TestModule {
    let given = input(.bits(width))
    let shown = output(.bits(width))
    let words = (0..<depth).map { _ in dataRegister(.bits(width)) }

    var body: Behavior {
      words[..<1] <== [given]
      words[1...] <== words[..<(depth - 1)]
      shown <== words[depth - 1]
    }
  }

  @Test("Numbers of a generic class are parameters that no initialiser has to hand on")
  func generic() throws {
    let circuit = try elaborate(Stack<8, 3>(), .strict)
    #expect(circuit.top.name == "stack_8_3")
    #expect(circuit.top.registers.count == 3)
    #expect(circuit.top.ports.map(\.type.width) == [1, 8, 8])
  }

  @Test("A property that hides a function takes it from Signal")
  func hidden() throws {
    final class Hiding: TestModule {
      let input = Signal.input(.unsigned(4))
      let wire = Signal.input(.unsigned(4))
      let between = Signal.wire(.unsigned(4))
      let register = Signal.register(.unsigned(4), reset: 1)
      let dataRegister = Signal.dataRegister(.unsigned(4))
      let sum: Signal = .output(.unsigned(6))
      let output = Signal.output(.bit)
      var body: Behavior {
        between <== input
        register <== between
        dataRegister <== register
        sum <== Signal.sum(of: [wire, register, dataRegister])
        let isLow = Signal.wire("isLow", .bit)
        isLow <== (input == 0)
        output <== Signal.wire("either", isLow || register == 1)
      }
    }
    let top = try elaborate(Hiding(), .strict).top
    let wires = top.wires.map(\.name).filter { !$0.contains("sum_") }
    #expect(wires == ["between", "is_low", "either"])
    #expect(top.registers.map(\.name) == ["register_q", "data_register_q"])
  }
}
