import BenchSupport
import CTestbench
import HardwareDSL
import SimulationInterface
import Testing

extension ClockDomain { fileprivate static let other = ClockDomain("other") }

/// Asks for numbers from 0 on, and adds up the answers.
private final class Asking: Module {
  let questions = ReadyValid.output(.unsigned(8))
  let answers = ReadyValid.input(.unsigned(40))
  let alien = ReadyValid.output(.bit, in: .other)
  let sum = output(.unsigned(40))
  let isAwake = register(.bit, reset: 0)
  let next = register(.unsigned(8), reset: 0)
  let total = register(.unsigned(40), reset: 0)
  let isAlienAwake = register(.bit, reset: 0, in: .other)

  var documentation: Documentation { Documentation("Asks for numbers.") }

  var body: Behavior {
    isAwake <== 1
    questions.valid <== isAwake
    questions.payload.data <== next
    when(questions.fires) { next <== next &+ 1 }
    answers.ready <== 1
    when(answers.fires) { total <== total &+ answers.payload.data }
    sum <== total
    alien.valid <== isAlienAwake
    alien.payload.data <== 1
    isAlienAwake <== 1
  }
}

/// Answers each question in the next cycle by its number and a bit at 2^32, and dislikes 5.
private final class Answering: AttachedAgent {
  fileprivate var waiting: UInt32?

  var functions: bench_agent {
    bench_agent(
      context: Unmanaged.passUnretained(self).toOpaque(),
      drive: { context, view in
        guard let (agent, view) = Answering.found(context, view), let channels = view.channels
        else { return }
        // Any number but 0 is as good as 1.
        channels[0].ready = view.in_reset == 0 ? 4 : 0
        channels[1].valid = agent.waiting == nil || view.in_reset != 0 ? 0 : 2
        guard let number = agent.waiting else { return }
        channels[1].words[0] = number
        channels[1].words[1] = 1
        channels[1].is_changed = 1
      },
      sample: { context, view in
        guard let (agent, view) = Answering.found(context, view), let channels = view.channels
        else { return }
        let isAsked = view.in_reset == 0 && channels[0].valid != 0 && channels[0].ready != 0
        agent.waiting = isAsked ? channels[0].words[0] : nil
        if agent.waiting == 5 { view.report(view.reporter, "Five is no number.") }
      })
  }

  private static func found(
    _ context: UnsafeMutableRawPointer?, _ view: UnsafePointer<bench_view>?
  ) -> (Answering, bench_view)? {
    guard let context, let view else { return nil }
    return (Unmanaged<Answering>.fromOpaque(context).takeUnretainedValue(), view.pointee)
  }
}

@Suite("Attached agents", .simulatedInAll)
struct AttachedAgentTests {
  @Test("An agent that a test writes serves several streams, and reports")
  func serves() async throws {
    let simulation = try await TestedSimulation(elaborate(Asking()))()
    try simulation.attach(Answering(), to: ["questions", "answers"])
    #expect(try simulation.received("answers").isEmpty)
    try simulation.reset()
    try simulation.step(5)
    // 0 and 1 are added, and 2 is seen.
    #expect(try simulation.peek("sum_o") == PortValue(3 << 32 + 3))
    let failure = SimulationFailure(cycle: 8, kind: .busRule, text: "Five is no number.")
    #expect(throws: SimulationError.failed(failure)) { try simulation.step(10) }
    let answers = try simulation.received("answers")
    #expect(answers.map(\.integer) == (0..<5).map { 1 << 32 + $0 })
    #expect(answers.map(\.cycle) == [4, 5, 6, 7, 8])
  }

  @Test("Streams that an agent cannot serve together are refused")
  func refusals() async throws {
    let simulation = try await TestedSimulation(elaborate(Asking()))()
    func refuses(_ streams: [String], _ sentence: String) {
      #expect(throws: SimulationError.invalidRequest(sentence)) {
        try simulation.attach(Answering(), to: streams)
      }
    }
    refuses([], "An agent cannot serve the streams []; give one or more, each once.")
    refuses(
      ["answers", "answers"],
      "An agent cannot serve the streams [\"answers\", \"answers\"]; give one or more, each once.")
    refuses(
      ["answers", "alien"],
      "The streams answers and alien have other clocks; attach an agent to each.")
    #expect(throws: SimulationError.self) { try simulation.attach(Answering(), to: ["answer"]) }
    try simulation.pace("questions", .full)
    refuses(
      ["answers", "questions"],
      "Stream questions has an agent already; attach the new one before anything else.")
    try simulation.reset()
    try simulation.step(4)
    #expect(try simulation.received("questions").count == 3)
  }
}
