import BenchSupport
import HardwareDSL
import SimulationInterface
import Testing

@testable import Accelerator

@Suite("Slot queue", .simulated)
struct SlotQueueTests {
  @Test("Every slot comes out twice, in order", .simulatedInAll)
  func slots() async throws {
    try await verifyStreams(of: SlotQueue(engineShape(elements: 3) { $0.slots = 5 })) { run in
      run.gives("scores", run.sent["slots"]) ?? run.gives("outputs", run.sent["slots"])
        ?? run.keeps("scores", every: 1)
    }
  }

  @Test("Scores run ahead of outputs by as many slots as there is room for")
  func ahead() async throws {
    let configuration = try engineShape(elements: 1)
    let simulation = try await TestedSimulation(elaborate(SlotQueue(configuration)))()
    try simulation.reset()
    try simulation.pace("scores", .full)
    try simulation.pace("outputs", .stopped)
    try simulation.send("slots", 0..<100)
    try simulation.step(150)
    // Two more wait at the output of the queue, and one in front of it.
    let scores = try simulation.received("scores")
    #expect(scores.count == configuration.memory.slots + 3)
  }
}
