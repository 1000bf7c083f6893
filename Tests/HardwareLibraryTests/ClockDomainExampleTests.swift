import BenchSupport
import HardwareDSL
import HardwareLibrary
import Testing

extension ClockDomain { static let pixel = ClockDomain("pixel") }

final class Display: Module {
  let words = ReadyValid.input(.bits(24))
  let isBlank = input(.bit, in: .asynchronous, "from a switch")
  let dot = output(.bits(24), in: .pixel)
  let bridge = AsynchronousFIFO(width: 24, depth: 8)
  let shown = register(.bits(24), reset: 0, in: .pixel)

  var documentation: Documentation { Documentation("Shows words as dots.") }

  var body: Behavior {
    clock(bridge, [.source: .default, .sink: .pixel])
    bridge.input <== words
    let blanks = synchronized("isBlank", isBlank, into: .pixel)
    bridge.output.ready <== !blanks
    when(bridge.output.valid && !blanks) { shown <== bridge.output.payload.data }
    dot <== shown
  }
}

@Suite("The example of clock domains", .simulated)
struct ClockDomainExampleTests {
  @Test("It shows its words, and none while it is blank")
  func shows() async throws {
    let bench = try await Bench(Display())
    let simulation = bench.simulation
    try simulation.setClock(.pixel, period: 3, phase: 1)
    try bench.hold(["is_blank": 0])
    try simulation.send("words", Array(1...20))
    var shown: [Int] = []
    for cycle in 0..<320 {
      if cycle == 200 { simulation["is_blank_i"] = 1 }
      if cycle == 240 { simulation["is_blank_i"] = 0 }
      try simulation.step()
      if shown.last != bench["dot"], cycle < 210 || cycle > 240 { shown.append(bench["dot"]) }
    }
    #expect(shown == Array(0...20))
  }

  @Test("It is the text of docs/language.md")
  func text() throws {
    let example = try GuideExample(from: "extension ClockDomain", to: "\n@Suite")
    #expect(example.guide.contains(example.source))
  }
}
