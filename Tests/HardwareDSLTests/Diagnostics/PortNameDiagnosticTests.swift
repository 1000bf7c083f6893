import HardwareDSL
import Testing

extension ClockDomain {
  fileprivate static let pixel = ClockDomain("pixel")
}

/// Names that are given to ports, with the full text of the error.
@Suite struct PortNameDiagnosticTests {
  final class Held: TestModule {
    let data = input(.bit)
    let result = output(.bit)
    let held: Signal
    let names: [ClockDomain: ClockPorts]
    init(_ names: [ClockDomain: ClockPorts], reset: Bool = true) {
      self.names = names
      held = reset ? register(.bit, reset: 0) : dataRegister(.bit)
    }
    var clockPorts: [ClockDomain: ClockPorts] { names }
    var body: Behavior {
      held <== data
      result <== held
    }
  }

  final class Plain: TestModule {
    let data = input(.bit)
    let result = output(.bit)
    var body: Behavior { result <== data }
  }

  private func messages(_ module: any Module, _ names: [ClockDomain: ClockPorts] = [:]) -> [String]
  {
    do {
      _ = try elaborate(module, clockPorts: names)
      return []
    } catch {
      return (error as? DiagnosticError)?.diagnostics.map {
        "\($0.location.map { "\($0.line)" } ?? "-") \($0.message) [\($0.rule.rawValue)]"
      } ?? ["\(error)"]
    }
  }

  @Test("A name that is no identifier, reserved or taken is refused where it is given")
  func badNames() {
    let line = #line + 1
    let bad = ClockPorts.clock("a clock", reset: .activeLow("reg"))
    #expect(
      messages(Held([.default: bad])) == [
        "\(line) 'a clock' in held is not an identifier; rename it [name]",
        "\(line) 'reg' in held is a reserved word of SystemVerilog; rename it [name]",
      ])
    let twice = messages(Held([.default: .clock("clk", reset: .activeLow("clk"))]))
    #expect(twice.count == 1 && twice[0].contains("'clk' is the clock of"), "\(twice)")
    let taken = messages(Held([.default: .clock("data_i", reset: .activeLow("n"))]))
    #expect(taken.count == 1 && taken[0].contains("'data_i' is the clock of"), "\(taken)")
  }

  @Test("A clock of a domain without one, and a reset without a name, are refused")
  func missing() {
    let line = #line + 1
    #expect(
      messages(Held([:]), [.pixel: .clock("pclk")]) == [
        "\(line) clockPorts of held name 'pclk' in clock domain 'pixel', in which nothing is "
          + "clocked; leave it out, or declare what it clocks [clock-domain]"
      ])
    #expect(
      messages(Held([.default: .clock("aclk")])) == [
        "\(line + 5) clockPorts of held name 'aclk' and no reset, but the default clock domain "
          + "has one; write .clock(\"aclk\", reset: .activeLow(_)) [definition]"
      ])
    #expect(messages(Held([.default: .clock("aclk")], reset: false)) == [])
    #expect(messages(Plain(), [.default: .clock("aclk")]) == [])
  }

  @Test("Two bundles of one prefix collide")
  func collision() {
    final class Two: TestModule {
      let streams = (0..<2).map { _ in
        ReadyValid<Item>.output(prefix: "m_t") { Item($0(.bit)) }
      }
      var body: Behavior {
        for stream in streams {
          stream.valid <== 1
          stream.payload.data <== 1
        }
      }
    }
    #expect(messages(Two()).map { $0.contains("is declared twice in two") } == [true, true, true])
  }
}
