import Hardware
import Testing

final class Accumulator: Module {
  let enable = input(.bit)
  let value = input(.signed(8))
  let total = output(.signed(16))
  let sum = register(.signed(16), reset: 0)

  var documentation: Documentation { Documentation("Adds up what it is given.") }

  var body: Behavior {
    when(enable) { sum <== sum &+ value }
    total <== sum
  }
}

@Test func accumulates() async throws {
  let simulation = try await Simulation(of: elaborate(Accumulator()))
  try simulation.reset()
  simulation["enable_i"] = 1
  simulation["value_i"] = -5
  try simulation.step(3)
  #expect(simulation["total_o"] == -15)
}
