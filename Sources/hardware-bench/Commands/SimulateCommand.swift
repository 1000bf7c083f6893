import ArgumentParser
import Basics
import HardwareDSL
import SystemVerilog

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
    var table = TextTable(["kilocycles per CPU second", "emitted", "by hand", "ratio"])
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

  private func measure(_ rows: Int, _ columns: Int) async throws -> Figures.Speed {
    let contest = Contest.array(rows, columns, isIndexed: true)
    let circuit = try contest.circuit()
    let emitted = try await SimulationSpeed.start(
      SystemVerilogEmitter.simulated.emit(circuit).map { ($0.name, $0.text) },
      stimulus: StimulusText.name,
      text: StimulusText(rows, columns, module: circuit.top.name, lanes: .apart).text)
    let stimulus = StimulusText(
      rows, columns, module: contest.handModule + contest.parameterValues, lanes: .joined)
    let hand = try await SimulationSpeed.start(
      try contest.handFiles.map { ($0, try Self.text(inputs.hand + "/" + $0)) },
      stimulus: StimulusText.name, text: stimulus.text)
    let best = try SimulationSpeed.measure(
      [emitted, hand], of: contest.name, cycles: 20_000_000 / (rows * columns), runs: runs)
    return Figures.Speed(design: contest.name, emitted: best[0], hand: best[1])
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }
}
