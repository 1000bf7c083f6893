import CoSimulation
import Foundation
import HardwareDSL
import SystemVerilog
import VerilatorSimulation

/// Both forms of one design in Verilator.
enum FormRace {
  /// An array of MACs under noise.
  static func array(
    _ rows: Int, _ columns: Int, runs: Int, _ cache: BuildCache
  ) async throws -> Figures.FormSpeed {
    let contest = Contest.array(rows, columns)
    let circuit = try contest.circuit()
    var builds: [Double] = []
    var simulations: [Simulation] = []
    for (form, lanes) in [(ArrayForm.rolled, StimulusText.Lanes.joined), (.unrolled, .apart)] {
      let files = SystemVerilogEmitter(arrays: form).emit(circuit)
      let text = StimulusText(rows, columns, module: circuit.top.name, lanes: lanes).text
      let (simulation, seconds) = try await built {
        try await SimulationSpeed.start(
          files.map { ($0.name, $0.text) }, stimulus: StimulusText.name, text: text, cache: cache)
      }
      simulations.append(simulation)
      builds.append(seconds)
    }
    let cycles = 100_000_000 / (rows * columns)
    let speeds = try medians(runs, of: simulations.count) { index in
      try simulations[index].step(cycles)
      return cycles
    }
    let checks = try simulations.map { try $0.peek("check_o") }
    guard checks[0] == checks[1] else {
      throw HostTool.Failure(description: "The sums of \(contest.name) differ.")
    }
    return figure(contest.name, speeds, builds)
  }

  /// The accelerator of the paper at one layer after another.
  static func engine(runs: Int, _ cache: BuildCache) async throws -> Figures.FormSpeed {
    let accelerator = try GeneratedAttention(Engines.paper)
    let job = try Engines.layer(Engines.paper)
    var builds: [Double] = []
    var simulations: [AttentionSimulation] = []
    for form in [ArrayForm.rolled, .unrolled] {
      let design = accelerator.design(form)
      let (simulation, seconds) = try await built {
        try AttentionSimulation(
          Engines.paper, in: await Simulation(of: design, cache: cache), MemorySettings())
      }
      simulations.append(simulation)
      builds.append(seconds)
    }
    let speeds = try medians(runs, of: simulations.count) { index in
      let simulation = simulations[index]
      let start = simulation.simulation.cycle
      let trace = try simulation.run(job, cycleLimit: 1_000_000)
      guard AttentionComparison(job, trace).isExact else {
        throw HostTool.Failure(description: "The values of \(Engines.paper.name) are wrong.")
      }
      return simulation.simulation.cycle - start
    }
    return figure(Engines.paper.name, speeds, builds)
  }

  private static func figure(
    _ design: String, _ speeds: [Double], _ builds: [Double]
  ) -> Figures.FormSpeed {
    Figures.FormSpeed(
      design: design, rolled: speeds[0], unrolled: speeds[1],
      rolledBuildSeconds: builds[0].rounded(digits: 2),
      unrolledBuildSeconds: builds[1].rounded(digits: 2))
  }

  /// A cache that holds the runtime of the tool chain and nothing else, so that a build costs what
  /// its design does.
  static func withCache<Result>(
    _ body: (BuildCache) async throws -> Result
  ) async throws -> Result {
    try await HostTool.withFolder { folder in
      var environment = ProcessInfo.processInfo.environment
      environment["VITCOD_CACHE"] = folder
      let cache = BuildCache(environment: environment)
      let name = "nothing"
      let text = """
        module \(name) (
          input  logic        clk_i,
          input  logic        rst_ni,
          output logic [31:0] check_o
        );
          assign check_o = {31'd0, clk_i & rst_ni};
        endmodule

        """
      _ = try await SimulationSpeed.start([], stimulus: name, text: text, cache: cache)
      return try await body(cache)
    }
  }

  private static func built<Built>(
    _ build: () async throws -> Built
  ) async throws -> (Built, seconds: Double) {
    let before = ProcessUsage.childCPUSeconds
    let result = try await build()
    return (result, ProcessUsage.childCPUSeconds - before)
  }

  /// Thousands of cycles per CPU second, the medians of runs that alternate, so that what else the
  /// machine does meets all.
  private static func medians(
    _ runs: Int, of count: Int, _ run: (Int) throws -> Int
  ) throws -> [Double] {
    var speeds = [[Double]](repeating: [], count: count)
    for number in 0..<(runs + 1) {
      for index in 0..<count {
        let start = ProcessUsage.cpuSeconds
        let cycles = try run(index)
        // The first one finds caches cold.
        guard number > 0 else { continue }
        speeds[index].append(Double(cycles) / (ProcessUsage.cpuSeconds - start) / 1000)
      }
    }
    return speeds.map { $0.sorted()[$0.count / 2].rounded(digits: 1) }
  }
}
