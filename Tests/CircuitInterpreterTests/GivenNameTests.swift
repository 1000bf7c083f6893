import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareIR
import HardwareLibrary
import SimulationInterface
import SystemVerilog
import TestSupport
import Testing
import VerilatorSimulation

extension ClockDomain {
  fileprivate static let pixel = ClockDomain("pixel")
}

private struct Pixel: SignalBundle {
  let data: Signal
  let last: Signal

  init(_ field: FieldMaker) {
    data = field(.bits(8))
    last = field("LAST", .bit)
  }
}

/// A link with streams both ways, as those of an AXI port.
private struct Link: SignalBundle {
  let request: ReadyValid<Pixel>
  let answer: ReadyValid<Item>
  let level: Signal

  init(_ field: FieldMaker) {
    request = ReadyValid(field.prefixed("rq")) { Pixel($0) }
    answer = ReadyValid(field.flipped.prefixed("an"), valid: "vld") { Item($0(.bits(8))) }
    level = field.flipped(.unsigned(4))
  }
}

/// What an integrator named: two domains whose resets act at different levels, children and a
/// memory in them, streams with prefixes, claims.
private final class NamedTop: Module {
  let links = (0..<2).map { Link(.input(prefix: "s\($0)_")) }
  let dots = ReadyValid<Item>.output(in: .pixel, prefix: "m_axis_t") { Item($0(.bits(8))) }
  let count = output("COUNT", .unsigned(4))
  let queues = (0..<2).map { _ in StreamFIFO(width: 8, depth: 4) }
  let bridge = AsynchronousFIFO(width: 8, depth: 4)
  let inner = NamedChild()
  let total = register(.unsigned(4), reset: 5)
  let level: ResetLevel

  init(_ level: ResetLevel) { self.level = level }

  var moduleName: String { "named_top_\(level)" }
  var documentation: Documentation { Documentation("Names of an integrator.") }

  var clockPorts: [ClockDomain: ClockPorts] {
    level == .high
      ? [
        .default: .clock("aclk", reset: .activeHigh("areset")),
        .pixel: .clock("pclk", reset: .activeLow("presetn")),
      ]
      : [
        .default: .clock("aclk", reset: .activeLow("aresetn")),
        .pixel: .clock("pclk", reset: .activeHigh("preset")),
      ]
  }

  var body: Behavior {
    clock(bridge, [.source: .default, .sink: .pixel])
    for (link, queue) in zip(links, queues) {
      queue.input.valid <== link.request.valid
      queue.input.payload.data <== link.request.payload.data
      link.request.ready <== queue.input.ready
      when(link.request.fires && link.request.payload.last) { total <== total &+ 1 }
      link.level <== total
    }
    links[0].answer <== queues[0].output
    links[1].answer.valid <== queues[1].output.valid
    links[1].answer.payload.data <== queues[1].output.payload.data
    queues[1].output.ready <== (links[1].answer.ready && bridge.input.ready)
    bridge.input.valid <== (queues[1].output.valid && links[1].answer.ready)
    bridge.input.payload.data <== queues[1].output.payload.data
    dots <== bridge.output
    inner.step <== links[0].request.fires
    count <== inner.count
    claim("TotalBelow", total != 4)
  }
}

/// A child with names of its own, and one below it whose names are the usual ones.
private final class NamedChild: Module {
  let step = input(.bit)
  let count = output(.unsigned(4))
  let counter = LimitedCounter()
  let counts = Memory(.unsigned(4), depth: 4)

  var documentation: Documentation { Documentation("A named child.") }
  var clockPorts: [ClockDomain: ClockPorts] {
    [.default: .clock("CLK", reset: .activeHigh("RST"))]
  }

  var body: Behavior {
    counter.enable <== step
    counter.clear <== 0
    counts.write(counter.count, at: counter.count[0...1], enable: step)
    counts.read(at: counter.count[0...1])
    count <== (counter.count ^ counts.readData)
    unused("end", counter.isAtEnd)
  }
}

/// Written by hand, with a reset that acts high, below a module whose reset acts at some level.
private final class HandRoot: Module {
  let data = input(.bit)
  let result = output(.bit)
  let box = HandBox()
  let level: ResetLevel

  init(_ level: ResetLevel) { self.level = level }

  var documentation: Documentation { Documentation("Around a box.") }
  var clockPorts: [ClockDomain: ClockPorts] {
    [.default: .clock("c", reset: level == .high ? .activeHigh("r") : .activeLow("r"))]
  }
  var body: Behavior {
    box.data <== data
    result <== box.result
  }
}

private final class HandBox: BlackBox {
  let data = input(.bit)
  let result = output(.bit)
  var moduleName: String { "hand_box" }
  var clocking: ClockPorts? { .clock("CK", reset: .activeHigh("R")) }
}

@Suite("Ports with given names")
struct GivenNameTests {
  @Test("Ports are called as they are given; streams keep the names of their properties")
  func names() throws {
    let circuit = try elaborate(NamedTop(.high))
    #expect(
      circuit.top.ports.map(\.name) == [
        "aclk", "areset", "pclk", "presetn", "s0_rqvalid", "s0_rqready", "s0_rqdata", "s0_rqLAST",
        "s0_anvld", "s0_anready", "s0_andata", "s0_level", "s1_rqvalid", "s1_rqready",
        "s1_rqdata", "s1_rqLAST", "s1_anvld", "s1_anready", "s1_andata", "s1_level",
        "m_axis_tvalid", "m_axis_tready", "m_axis_tdata", "COUNT",
      ])
    #expect(
      circuit.streams.map(\.name) == [
        "links_0_request", "links_0_answer", "links_1_request", "links_1_answer", "dots",
      ])
  }

  @Test(
    "Ports are equal to Verilator's under resets of both levels",
    arguments: [
      (ResetLevel.high, ResetStyle.asynchronous), (.low, .synchronous),
    ])
  func lockstep(level: ResetLevel, style: ResetStyle) async throws {
    let circuit = try elaborate(NamedTop(level))
    let verilated = try await quickSimulation(
      of: circuit, emitter: SystemVerilogEmitter(reset: style))
    let interpreted = try InterpretedSimulation(of: circuit, reset: style)
    var random = TestRandom(seed: 7)
    func both(_ body: (any Simulator) throws -> Void) rethrows {
      try body(verilated)
      try body(interpreted)
    }
    let resets: [(String, Int)] =
      level == .high ? [("areset", 1), ("presetn", 0)] : [("aresetn", 0), ("preset", 1)]
    try both {
      for (name, active) in resets { #expect(try $0.peek(name) == PortValue(active)) }
      try $0.setClock(.pixel, period: 3, phase: 1)
      try $0.reset()
      for (name, active) in resets { #expect(try $0.peek(name) == PortValue(1 - active)) }
      for stream in ["links_0_request", "links_1_request"] {
        try $0.send(stream, (0..<200).map { [PortValue($0), PortValue($0 % 3 == 0 ? 1 : 0)] })
        try $0.pace(stream, .random(pausing: 0.3, seed: 1))
      }
      for stream in ["links_0_answer", "links_1_answer", "dots"] {
        try $0.pace(stream, .random(pausing: 0.4, seed: 2))
      }
    }
    for _ in 0..<600 {
      for (name, active) in resets {
        let value = random.oneIn(40) ? active : 1 - active
        try both { try $0.poke(name, PortValue(value)) }
      }
      for port in interpreted.interface.ports where !["aclk", "pclk"].contains(port.name) {
        let (expected, got) = (try verilated.peek(port.name), try interpreted.peek(port.name))
        if expected != got {
          Issue.record("cycle \(verilated.cycle), \(port.name): \(got), not \(expected)")
        }
      }
      // The claim does not hold for ever: both say when.
      both { do { try $0.step() } catch {} }
    }
    #expect(verilated.failures.map(\.cycle) == interpreted.failures.map(\.cycle))
    let kinds = Set(interpreted.failures.map(\.kind))
    #expect(kinds.contains(SimulationFailure.Kind.design))
    #expect(try verilated.received("dots") == interpreted.received("dots"))
  }

  @Test("A black box gets the clock, and the reset at its own level")
  func blackBox() throws {
    for level in [ResetLevel.high, .low] {
      let circuit = try elaborate(HandRoot(level))
      let connections = circuit.top.instances[0].connections.prefix(2)
      let reset = Expression.reference("r", .bit)
      #expect(
        connections.map(\.connection) == [
          .input(.reference("c", .bit)), .input(level == .high ? reset : .unary(.not, reset)),
        ])
    }
  }

  @Test("A design that was never reset says at which value its reset is")
  func neverReset() throws {
    let simulation = try InterpretedSimulation(of: elaborate(NamedTop(.high)))
    try simulation.send("links_0_request", [[1, 0]])
    let error = #expect(throws: SimulationError.self) {
      try simulation.run(limit: 5, until: .streamsDone())
    }
    #expect("\(error!)".contains("areset is 1: reset() was not called, presetn is 0"), "\(error!)")
  }

  @Test("The names of an integrator go before the module's")
  func override() throws {
    let circuit = try elaborate(
      NamedTop(.low), clockPorts: [.default: .clock("core_clk", reset: .activeHigh("core_rst"))])
    #expect(circuit.top.clocking.map(\.name) == ["core_clk", "core_rst", "pclk", "preset"])
    let fifo = try elaborate(
      StreamFIFO(width: 8, depth: 4), clockPorts: [.default: .clock("c", reset: .activeLow("n"))])
    #expect(fifo.top.clocking.map(\.name) == ["c", "n"])
  }
}
