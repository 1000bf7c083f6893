import BenchSupport
import CircuitInterpreter
import HardwareDSL
import TestSupport
import Testing
import VerilatorSimulation

/// A level between 0 and 9 that the environment moves by one at a time.
final class Level: Module {
  let up = input(.bit)
  let down = input(.bit)
  let level = output(.unsigned(4))

  let value = register(.unsigned(4), reset: 0)

  var documentation: Documentation { Documentation("A level from 0 to 9.") }

  static let line = #line + 6
  var body: Behavior {
    when(up && value != 9) { value <== value &+ 1 }
      .elseWhen(down && value != 0) { value <== value &- 1 }
    level <== value
    claim("InRange", value <= 9)
    assume("OneAtATime", !(up && down))
    cover("Full", value == 9)
    cover("FullAgain", value == 9 && up)
  }
}

/// Two levels, one of them never moved, and a cover point of its own.
final class LevelPair: Module {
  let up = input(.bit)
  let down = input(.bit)
  let sum = output(.unsigned(5))

  let moving = Level()
  let resting = Level()

  var documentation: Documentation { Documentation("Two levels.") }

  var body: Behavior {
    moving.up <== up
    moving.down <== down
    resting.up <== Signal(0, .bit)
    resting.down <== down
    sum <== moving.level + resting.level
    cover("Low", moving.level == 2)
  }
}

@Suite("Claims, assumptions and cover points")
struct PropertyTests {
  /// The same test for every simulator: the broken assumptions, by cycle and text.
  private func broken(_ simulation: some Simulator) throws -> [SimulationFailure] {
    try simulation.reset()
    for (up, down) in [(1, 0), (1, 1), (0, 0), (0, 1)] {
      simulation["up_i"] = up
      simulation["down_i"] = down
      _ = try? simulation.step()
    }
    return simulation.failures
  }

  @Test("A broken assumption is reported as the fault of the environment")
  func assumption() async throws {
    let circuit = try elaborate(LevelPair())
    let interpreted = try broken(InterpretedSimulation(of: circuit))
    let verilated = try broken(try await quickSimulation(of: circuit))
    let sentence = "the environment must keep it"
    #expect(
      interpreted.map { withoutColumns($0.description) } == [
        "Cycle 3: \(#filePath):\(Level.line): "
          + "Assumption broken in level_pair.moving.OneAtATime; \(sentence)"
      ])
    #expect(verilated == interpreted)
    #expect(interpreted.map(\.kind) == [.assumption])
    #expect(verilated.map(\.kind) == [.assumption])
  }

  /// Drives a level at random, and gives the counts of all cover points.
  private func covers(_ simulation: some Simulator, seed: UInt64) throws -> [CoverCount] {
    var random = TestRandom(seed: seed)
    try simulation.reset()
    for _ in 0..<500 {
      let isUp = random.integer(0...2) > 0
      simulation["up_i"] = isUp ? 1 : 0
      simulation["down_i"] = !isUp && random.oneIn(2) ? 1 : 0
      simulation["rst_ni"] = random.oneIn(50) ? 0 : 1
      try simulation.step()
    }
    return try simulation.covers
  }

  @Test("Both simulators count the same cycles of every instance", arguments: [1, 2] as [UInt64])
  func counts(seed: UInt64) async throws {
    let circuit = try elaborate(LevelPair())
    let interpreted = try covers(InterpretedSimulation(of: circuit), seed: seed)
    let verilated = try covers(try await quickSimulation(of: circuit), seed: seed)
    #expect(interpreted == verilated, "seed \(seed)")
    #expect(
      interpreted.map(\.point.path) == [
        "Low", "moving.Full", "moving.FullAgain", "resting.Full", "resting.FullAgain",
      ])
    #expect(interpreted.map { $0.hits > 0 } == [true, true, true, false, false])
  }

  @Test("A cover point is counted at every edge outside reset at which it holds")
  func hits() throws {
    let simulation = try InterpretedSimulation(of: elaborate(Level()))
    try simulation.reset()
    simulation["up_i"] = 1
    try simulation.step(9)
    #expect(try simulation.covered("Full") == 0)
    try simulation.step(3)
    simulation["up_i"] = 0
    try simulation.step(2)
    #expect(try simulation.covered("Full") == 5)
    #expect(try simulation.covered("FullAgain") == 3)
    simulation["rst_ni"] = 0
    try simulation.step(4)
    #expect(try simulation.covered("Full") == 5)
    #expect(
      try simulation.covers.map { withoutColumns($0.description) } == [
        "\(#filePath):\(Level.line + 1): Full covered 5 times",
        "\(#filePath):\(Level.line + 2): FullAgain covered 3 times",
      ])
    let error = #expect(throws: SimulationError.self) { try simulation.covered("Ful") }
    #expect(
      error?.description
        == "Design level has no cover point named 'Ful'; near it: Full, FullAgain.")
  }

  @Test("Coverage counts the points of all instances of a module together")
  func coverage() throws {
    let simulation = try InterpretedSimulation(of: elaborate(LevelPair()), coverage: .counted)
    try simulation.reset()
    simulation["up_i"] = 1
    try simulation.step(10)
    var coverage = simulation.coverage
    let place = #filePath
    let lines = withoutColumns(coverage.report).split(separator: "\n").filter {
      $0.contains("cover")
    }
    #expect(
      lines == [
        "cover points 3 of 3", "  \(place):\(Level.line + 1): Full covered once",
        "  \(place):\(Level.line + 2): FullAgain covered once",
        "  \(place):\(Level.line + 23): Low covered once",
      ])
    coverage.merge(coverage)
    #expect(coverage.modules[0].covers.map(\.hits) == [2, 2])
  }

  @Test("A design without cover points counts none")
  func none() throws {
    #expect(try InterpretedSimulation(of: elaborate(LimitedCounter())).covers.isEmpty)
  }

  /// A level whose instance gives way to a wire of the designer's, and ports of names that only
  /// SystemVerilog has.
  private final class Renamed: Module {
    let up = input("_up$", .bit)
    let down = input(.bit)
    let sum = output("sum$", .unsigned(5))
    let moving = Level()
    var documentation: Documentation { Documentation("A level.") }
    var body: Behavior {
      let up = wire("uMoving", up)
      moving.up <== up
      moving.down <== down
      sum <== moving.level.extended(to: 5)
      cover("Low", moving.level == 2)
    }
  }

  @Test("A renamed instance keeps its path in both simulators")
  func renamed() async throws {
    func run(_ simulation: some Simulator) throws -> [String] {
      try simulation.reset()
      simulation["_up$"] = 1
      try simulation.step(12)
      #expect(simulation["sum$"] == 9)
      simulation["down_i"] = 1
      #expect(throws: SimulationError.self) { try simulation.step() }
      return try simulation.covers.map { "\($0.point.path) \($0.hits)" }
        + simulation.failures.map { "\($0.kind)" }
    }
    let circuit = try elaborate(Renamed())
    let expected = ["Low 1", "moving.Full 4", "moving.FullAgain 4", "assumption"]
    #expect(try run(InterpretedSimulation(of: circuit)) == expected)
    #expect(try run(try await quickSimulation(of: circuit)) == expected)
  }
}
