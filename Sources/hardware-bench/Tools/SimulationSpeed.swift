import HardwareDSL
import SystemVerilog
import VerilatorSimulation

/// Designs in Verilator, against the clock of the processor.
enum SimulationSpeed {
  /// A simulation in reset no more, of `files` and a module around them that needs no inputs but
  /// clock and reset and folds what comes out into `check_o`.
  static func start(
    _ files: [(name: String, text: String)], stimulus name: String, text: String,
    cache: BuildCache = .shared
  ) async throws -> Simulation {
    let simulation = try await Simulation(
      of: DesignUnderTest(
        topName: name,
        files: (files + [(name + ".sv", text)]).map {
          SourceFile(name: $0.name, text: $0.text)
        },
        ports: [
          .input("clk_i"), .input("rst_ni"), .output("check_o", widthBits: 32),
        ]), cache: cache)
    try simulation.reset()
    return simulation
  }

  /// Thousands of cycles per CPU second, the best of the runs. All run in turn, so that what else
  /// the machine does meets all.
  ///
  /// - Throws: `HostTool.Failure` where one computes something else than the first.
  static func measure(
    _ simulations: [Simulation], of design: String, cycles: Int, runs: Int
  ) throws -> [Double] {
    var best = simulations.map { _ in 0.0 }
    for _ in 0..<max(1, runs) {
      for (index, simulation) in simulations.enumerated() {
        let start = ProcessUsage.cpuSeconds
        try simulation.step(cycles)
        best[index] = max(best[index], Double(cycles) / (ProcessUsage.cpuSeconds - start) / 1000)
      }
    }
    let checks = try simulations.map { try $0.peek("check_o") }
    guard checks.allSatisfy({ $0 == checks[0] }) else {
      throw HostTool.Failure(description: "The sums of \(design) differ.")
    }
    return best.map { $0.rounded(digits: 0) }
  }
}
