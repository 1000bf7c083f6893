import BenchSupport
import CircuitInterpreter
import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing
import VerilatorSimulation

/// A number that is to be small.
private final class Lane: Module {
  let number = input(.unsigned(3))
  let isHigh = output(.bit)
  let held = register(.unsigned(3), reset: 0)

  var documentation: Documentation { Documentation("Holds a number.") }

  var body: Behavior {
    held <== number
    isHigh <== held[2]
    claim("Small", held < 6, "a lane holds a small number")
    cover("Five", held == 5)
  }
}

/// Lanes in a loop, and claims in loops and beside them.
private final class Lanes: Module {
  let numbers = (0..<4).map { _ in input(.unsigned(3)) }
  let grid = (0..<2).map { _ in (0..<3).map { _ in input(.bit) } }
  let areHigh = (0..<4).map { _ in output(.bit) }
  let lanes = (0..<4).map { _ in Lane() }
  /// It has the name that instances in the loop would have.
  let first = output("u_lanes", .bit)

  var documentation: Documentation { Documentation("Holds numbers.") }

  var body: Behavior {
    for index in 0..<4 {
      lanes[index].number <== numbers[index]
      areHigh[index] <== lanes[index].isHigh
      claim("Rises\(index)", past(numbers[index]) <= numbers[index], "numbers never fall")
      assume("Even\(index)", !numbers[index][0])
      cover("Zero\(index)", numbers[index] == 0)
    }
    first <== areHigh[0]
    for row in 0..<2 {
      for column in 0..<3 {
        claim("Clear_\(row)_\(column)", !grid[row][column] || rose(grid[row][column]))
      }
    }
    claim("NotAll", !allOf(areHigh))
  }
}

@Suite("Claims in loops of the text")
struct LoopClaimTests {
  /// The failures of a short run by cycle, kind and text, and what a long one covers.
  private func run(_ simulation: some Simulator) throws -> (failures: [String], covers: [String]) {
    var random = TestRandom(seed: 11)
    try simulation.reset()
    func run(_ cycles: Int) {
      for cycle in 0..<cycles {
        for index in 0..<4 {
          simulation["numbers_\(index)_i"] = cycle == 0 ? 7 : random.integer(0...7)
        }
        for row in 0..<2 {
          for column in 0..<3 { simulation["grid_\(row)_\(column)_i"] = random.integer(0...1) }
        }
        _ = try? simulation.step()
      }
    }
    run(4)
    let failures = simulation.failures.map { "\($0.cycle) \($0.kind) \($0.text)" }
    run(40)
    return (failures.sorted(), try simulation.covers.map(\.description))
  }

  @Test(
    "Both simulators report them by the paths of the design",
    arguments: [TargetProfile.portable, .systemVerilog2017])
  func paths(profile: TargetProfile) async throws {
    let circuit = try elaborate(Lanes())
    let emitter = SystemVerilogEmitter(profile: profile, arrays: .rolled)
    let text = emitter.emit(circuit).map(\.text).joined()
    #expect(text.contains("begin : gen_lanes") && text.contains("begin : gen_clear"))
    let interpreted = try run(InterpretedSimulation(of: circuit))
    let verilated = try run(try await quickSimulation(of: circuit, emitter: emitter))
    #expect(verilated.failures == interpreted.failures && interpreted.failures.count < 64)
    #expect(verilated.covers == interpreted.covers)
    for path in ["lanes_2.Small: a lane", "Rises3: numbers", "Clear_1_2", "Even1;", "NotAll"] {
      #expect(
        interpreted.failures.contains { $0.contains(" in lanes.\(path)") }, "\(path) never fails")
    }
    #expect(interpreted.covers.count == 8 && !interpreted.covers.joined().contains("never"))
  }
}
