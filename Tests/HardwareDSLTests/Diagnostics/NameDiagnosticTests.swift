import HardwareDSL
import Testing

/// Names that the text makes of the designer's: none may be illegal or meet another.
@Suite struct NameDiagnosticTests {
  private enum Level: HardwareEnum { case empty, full }

  @Test("A claim and a case of an enumeration have one name")
  func claimAndCase() {
    final class Fifo: TestModule {
      let go = input(.bit)
      let y = output(.bit)
      static let line = #line + 1
      private let level = StateRegister<Level>(reset: .empty)
      var body: Behavior {
        when(go) { level <== .full }
        y <== level == .full
        claim("StFull", !go)
      }
    }
    expectRefusal(
      Fifo(),
      error(at: Fifo.line) + "'StFull' is declared twice in fifo; rename one [name]")
  }

  private enum Twins: HardwareEnum {
    case aB
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case AB
  }
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

  @Test("The cases of an enumeration are identifiers, each its own")
  func cases() {
    let line = 42
    expectRefusal(
      Holder(Twins.aB, .AB),
      error(at: line) + "'StAB' is declared twice in holder; rename one [name]")
    expectRefusal(
      Holder(Spoken.idle, .busy),
      error(at: line) + "'StThe state busy' in holder is not an identifier; rename it [name]",
      error(at: line) + "'StThe state idle' in holder is not an identifier; rename it [name]")
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
