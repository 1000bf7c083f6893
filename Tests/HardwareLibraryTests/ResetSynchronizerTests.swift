import BenchSupport
import HardwareDSL
import HardwareLibrary
import TestSupport
import Testing

@Suite("Reset synchronizer", .simulated)
struct ResetSynchronizerTests {
  @Test("A reset begins at once and ends with an edge of the clock", arguments: [2, 3, 5])
  func ends(stages: Int) async throws {
    let simulation = try await TestedSimulation(elaborate(ResetSynchronizer(stages: stages)))(
      fill: .random(seed: 1))
    try simulation.setClock(.default, period: 4, phase: 1)
    try simulation.reset()
    var noise = TestRandom(seed: 7)
    // Edges of the clock since the reset from outside was over.
    var edges = 0
    var left = 0
    for cycle in 0..<2000 {
      if left == 0, noise.chance(perMille: 20) { left = noise.integer(1...20) }
      try simulation.poke("rst_ni", left > 0 ? 0 : 1)
      if left > 0 { edges = 0 }
      let expected: PortValue = edges >= stages ? 1 : 0
      #expect(try simulation.peek("reset_no") == expected, "cycle \(cycle), \(edges) edges")
      if left == 0, simulation.cycle % 4 == 1 { edges += 1 }
      try simulation.step()
      left = max(0, left - 1)
    }
  }

  @Test("It does so in every simulator", .simulatedInAll)
  func all() async throws { try await ends(stages: 2) }
}
