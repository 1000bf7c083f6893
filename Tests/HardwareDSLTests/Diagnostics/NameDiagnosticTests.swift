import HardwareDSL
import Testing

/// Names that the text makes of the designer's: none may be illegal or meet another.
@Suite struct NameDiagnosticTests {
  private enum Spoken: HardwareEnum, CustomStringConvertible {
    case idle, busy
    var description: String { "The state \(self == .idle ? "idle" : "busy")" }
  }

  private final class Holder<State: HardwareEnum>: TestModule {
    let y = output(.bit)
    private let state: StateRegister<State>
    private let second: State
    var moduleName: String { "holder" }
    init(_ first: State, _ second: State) {
      state = StateRegister(reset: first)
      self.second = second
    }
    var body: Behavior {
      state <== second
      y <== state == second
    }
  }

  @Test("The cases of an enumeration are identifiers")
  func cases() {
    let line = 17
    expectRefusal(
      Holder(Spoken.idle, .busy),
      error(at: line) + "'StThe state busy' in holder is not an identifier; rename it [name]",
      error(at: line) + "'StThe state idle' in holder is not an identifier; rename it [name]")
  }

  @Test("A module and a signal in it have names of their own")
  func moduleAndSignal() {
    final class Echo: TestModule {
      static let line = #line + 1
      let a = input("echo", .bit)
      let y = output(.bit)
      var body: Behavior { y <== a }
    }
    expectRefusal(
      Echo(),
      error(at: Echo.line)
        + "'echo' is the name of a module and of a signal in it; rename one [name]"
    )
  }

  private final class Named: TestModule {
    let a = input(.bit)
    let y = output(.bit)
    let moduleName: String
    let children: [Named]
    init(_ name: String, _ children: [Named] = []) {
      moduleName = name
      self.children = children
    }
    var body: Behavior {
      for child in children { child.a <== a }
      y <== children.reduce(a) { $0 ^ $1.y }
    }
  }

  @Test("Modules whose names differ in case alone would make one file of two")
  func casesOfLetters() throws {
    let line = 51
    expectRefusal(
      Named("top", [Named("FIFO"), Named("fifo")]),
      error(at: line)
        + "file 'fifo.sv' (module 'fifo') and file 'FIFO.sv' (module 'FIFO') are one where case "
        + "does not count; rename one [name]")
    // The printer's own files give way.
    final class Table: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      let words = Memory(.bit, depth: 2, initial: [0, 1])
      var moduleName: String { "sine" }
      let inner = Named("SINE_words")
      let second = Named("sine_words_2")
      var body: Behavior {
        words.read(at: a.asUnsigned)
        inner.a <== words.readData
        second.a <== inner.y
        y <== second.y
      }
    }
    let top = try elaborate(Table()).top
    #expect(top.cellName(of: top.memories[0]) == "sine_words_3")
  }

  @Test("Words of SystemVerilog that are seldom seen are reserved too")
  func reserved() {
    final class Words: TestModule {
      let a = input(.bit)
      let y = output(.bit)
      static let line = #line + 2
      var body: Behavior {
        let match = wire("firstMatch", a)
        let pull = wire("pullup", match)
        y <== wire("bool", pull)
      }
    }
    expectRefusal(
      Words(),
      error(at: Words.line)
        + "'first_match' in words is a reserved word of SystemVerilog; rename it [name]",
      error(at: Words.line + 1)
        + "'pullup' in words is a reserved word of SystemVerilog; rename it [name]",
      error(at: Words.line + 2)
        + "'bool' in words is a reserved word of SystemVerilog; rename it [name]")
  }

  @Test("Capitals side by side are one word of a name")
  func acronyms() {
    #expect(
      ["indexWord", "SPIShifter", "isIOReady", "AXIBus", "DMA", "crc32Word", "aB", "x2Y", "QKV"]
        .map(snakeCase)
        == [
          "index_word", "spi_shifter", "is_io_ready", "axi_bus", "dma", "crc32_word", "a_b",
          "x2_y", "qkv",
        ])
  }
}
