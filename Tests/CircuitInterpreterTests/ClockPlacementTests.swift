import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing
import VerilatorSimulation

extension ClockDomain {
  fileprivate static let pixel = ClockDomain("pixel")
}

/// A black box, a memory of two ports and properties beside the default domain.
private final class Mixed: Module {
  let data = input(.unsigned(8), in: .pixel)
  let enable = input(.bit, in: .pixel)
  let address = input(.unsigned(2), in: .pixel)
  let near = input(.unsigned(4))
  let result = output(.unsigned(8), in: .pixel)
  let follows = output(.bit, in: .pixel)
  let first = output(.unsigned(8), in: .pixel)
  let second = output(.unsigned(8), in: .pixel)
  let sum = output(.unsigned(4))

  let stage = HandStage(width: 8)
  let frame = DualPortMemory(.unsigned(8), depth: 4, initial: [1, 2, 3, 4], in: .pixel)
  let total = register(.unsigned(4), reset: 7)

  var documentation: Documentation { Documentation("A box in a domain.") }

  var body: Behavior {
    clock(stage, in: .pixel)
    stage.data <== data
    stage.enable <== enable
    result <== stage.result
    follows <== stage.follows
    frame.a.access(at: address, write: enable, data: data)
    frame.b.read(at: stage.result.truncated(to: 2), enable: !enable)
    first <== frame.a.readData
    second <== frame.b.readData
    total <== total &+ near
    sum <== total
    assume("SmallEnough", data < 240, in: .pixel)
    claim("NoFifteen", total != 15)
    cover("Enabled", enable, in: .pixel)
    cover("Zero", total == 0)
  }
}

@Suite("What is placed in a clock domain")
struct ClockPlacementTests {
  @Test(
    "Boxes, memories and properties live at the edges of their clocks, as in Verilator",
    arguments: ResetStyle.allCases)
  func lockstep(reset: ResetStyle) async throws {
    let circuit = try elaborate(Mixed())
    let emitter = SystemVerilogEmitter(reset: reset)
    let verilated = try await quickSimulation(of: circuit, emitter: emitter)
    let interpreted = try InterpretedSimulation(of: circuit, reset: reset)
    var random = TestRandom(seed: 11)
    func both(_ body: (any Simulator) throws -> Void) rethrows {
      try body(verilated)
      try body(interpreted)
    }
    try both {
      try $0.setClock(.default, period: 2, phase: 1)
      try $0.setClock(.pixel, period: 3)
      try $0.reset()
    }
    // The box is written with an asynchronous reset, whatever the emitter's.
    let resetsPixel = reset == .asynchronous
    for cycle in 0..<600 {
      let inputs = [
        "data_i": random.integer(0...255) & ~8, "enable_i": random.integer(0...1),
        "address_i": random.integer(0...3), "near_i": random.integer(0...15),
        "rst_ni": random.oneIn(20) ? 0 : 1,
        "rst_pixel_ni": resetsPixel && random.oneIn(20) ? 0 : 1,
      ]
      for (port, value) in inputs { try both { try $0.poke(port, PortValue(value)) } }
      for port in interpreted.interface.ports where !port.name.hasPrefix("clk") {
        let (expected, got) = (try verilated.peek(port.name), try interpreted.peek(port.name))
        if expected != got {
          Issue.record("seed 11, cycle \(cycle), \(port.name): \(got), not \(expected)")
          return
        }
      }
      both { simulation in _ = try? simulation.step(1) }
    }
    // Verilator's text has no claim of the model.
    #expect(verilated.failures.map(\.cycle) == interpreted.failures.map(\.cycle))
    #expect(verilated.failures.map(\.kind) == interpreted.failures.map(\.kind))
    #expect(Set(interpreted.failures.map(\.kind)) == [.assumption, .design])
    #expect(try verilated.covers.map(\.hits) == interpreted.covers.map(\.hits))
    #expect(try interpreted.covers.allSatisfy { $0.hits > 0 })
  }
}
