import HardwareDSL
import Testing

/// Attributes, with the full text of the error.
@Suite struct AttributeDiagnosticTests {
  private final class Told: TestModule {
    let data = input(.bit)
    let result = output(.bit)
    let held = register(.bit, reset: 0)
    let seen = ghost(register(.bit, reset: 0))
    let lines = Memory(.bit, depth: 2)
    let child = Child()
    let tell: (Told) -> Void
    init(_ tell: @escaping (Told) -> Void) { self.tell = tell }
    var body: Behavior {
      held <== data
      seen <== data
      claim("Seen", seen == held)
      lines.write(data, at: 0, enable: data)
      lines.read(at: 0)
      child.data <== data
      result <== (held ^ child.result ^ lines.readData)
      tell(self)
    }
  }

  private final class Child: TestModule {
    let data = input(.bit)
    let result = output(.bit)
    var body: Behavior { result <== !data }
  }

  private func messages(_ tell: @escaping (Told) -> Void) -> [String] {
    do {
      _ = try elaborate(Told(tell))
      return []
    } catch {
      return (error as? DiagnosticError)?.diagnostics.map(\.message) ?? ["\(error)"]
    }
  }

  @Test(
    "Names and values that a tool does not read are refused",
    arguments: [
      ("a b", "'a b' is not an identifier; give the attribute another"),
      ("reg", "'reg' is a reserved word of SystemVerilog; give the attribute another"),
    ])
  func names(name: String, sentence: String) {
    #expect(messages { attribute(name, on: $0.held) } == [sentence])
  }

  @Test(
    "A value keeps to what every reader takes",
    arguments: ["a\"b", "a\\", "`a", "a *) b", "\u{e9}", "a\nb"])
  func values(value: String) {
    #expect(
      messages { attribute("note", .text(value), on: $0.held) } == [
        "the value of 'note' has a character that tools do not read there: a quote, \\, `, *) or "
          + "one that is not ASCII; give the attribute another"
      ])
    #expect(messages { attribute("note", "a, (b) /* c // d: 50% {}", on: $0.held) } == [])
  }

  @Test("What is no part of the module, or has the attribute already, is refused")
  func subjects() {
    let remedy =
      "; name the value with wire(_, _), or write the attribute in the module that declares it"
    #expect(
      messages { attribute("keep", on: $0.child.result) } == [
        "attribute keep is on 'result_o', which is no port, wire or register of told" + remedy
      ])
    #expect(
      messages { attribute("keep", on: $0.held ^ $0.data) } == [
        "attribute keep is on 'held_q' ^ 'data_i', which is no port, wire or register of told"
          + remedy
      ])
    #expect(
      messages { attribute("keep", on: $0.lines.readData) } == [
        "attribute keep is on 'lines_read_data', which is no port, wire or register of told"
          + remedy
      ])
    #expect(
      messages { attribute("keep", on: $0.seen) } == [
        "attribute keep is on 'seen_q', a ghost, which synthesis leaves out; put it on what the "
          + "hardware has"
      ])
    #expect(
      messages { _ in attribute("keep", on: Child()) }.contains {
        $0.contains("is no child of told")
      })
    #expect(
      messages {
        attribute("keep", on: $0.held)
        attribute("keep", "true", on: $0.held)
      } == ["attribute keep is on 'held_q' twice; keep one"])
    #expect(
      messages { _ in attribute("keep", onClockOf: ClockDomain("pixel")) } == [
        "attribute keep is on the clock of clock domain 'pixel', and told has none; leave it out"
      ])
    #expect(
      messages { told in when(told.data) { attribute("keep", on: told.held) } } == [
        "attribute keep stands under a condition; write it in the body"
      ])
  }
}
