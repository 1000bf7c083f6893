import ArgumentParser
import HardwareDSL
import SystemVerilog
import VerilatorSimulation

/// The speed of a simulation in Verilator, emitted and by hand.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Thousands of cycles per CPU second in Verilator, emitted and by hand.")

  @OptionGroup var outputs: OutputOptions
  @OptionGroup var inputs: HandOptions

  @Option(help: "How often each is run; the best run counts.")
  var runs = 5

  func run() async throws {
    var figures: [Figures.Speed] = []
    var table = Table("kilocycles per CPU second", "emitted", "by hand", "ratio")
    for (rows, columns) in [(8, 8), (32, 16)] {
      let figure = try await measure(rows, columns)
      figures.append(figure)
      table.add(
        figure.design, figure.emitted.text(digits: 0), figure.hand.text(digits: 0),
        (100 * figure.emitted / figure.hand).text(digits: 1) + " %")
    }
    print(table.text)
    try Figures.update(outputs.output) { $0.simulate = figures }
  }

  /// Runs both in turn, so that what else the machine does meets both.
  private func measure(_ rows: Int, _ columns: Int) async throws -> Figures.Speed {
    let contest = Contest.array(rows, columns, isIndexed: true)
    let circuit = try contest.circuit()
    let emitted = try await Self.start(
      SystemVerilogEmitter().emit(circuit).map { ($0.name, $0.text) },
      StimulusText(rows, columns, module: circuit.top.name, lanes: .apart))
    let hand = try await Self.start(
      try contest.handFiles.map { ($0, try Self.text(inputs.hand + "/" + $0)) },
      StimulusText(
        rows, columns, module: contest.handModule + contest.parameterValues, lanes: .joined))
    let cycles = 200_000_000 / (rows * columns * 10)
    var best = (emitted: 0.0, hand: 0.0)
    for _ in 0..<max(1, runs) {
      best.emitted = max(best.emitted, try Self.speed(emitted, cycles))
      best.hand = max(best.hand, try Self.speed(hand, cycles))
    }
    guard try emitted.peek("check_o") == hand.peek("check_o") else {
      throw Tool.Failure(description: "The sums of both \(contest.name) differ.")
    }
    return Figures.Speed(
      design: contest.name, emitted: best.emitted.rounded(digits: 0),
      hand: best.hand.rounded(digits: 0))
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private static func start(
    _ files: [(name: String, text: String)], _ stimulus: StimulusText
  ) async throws -> Simulation {
    let simulation = try await Simulation(
      of: DesignUnderTest(
        topName: StimulusText.name,
        files: (files + [(StimulusText.name + ".sv", stimulus.text)]).map {
          SourceFile(name: $0.name, text: $0.text)
        },
        ports: [
          .input("clk_i"), .input("rst_ni"), .output("check_o", widthBits: 32),
        ]))
    try simulation.reset()
    return simulation
  }

  /// Thousands of cycles per CPU second.
  private static func speed(_ simulation: Simulation, _ cycles: Int) throws -> Double {
    let start = ProcessUsage.cpuSeconds
    try simulation.step(cycles)
    return Double(cycles) / (ProcessUsage.cpuSeconds - start) / 1000
  }
}
