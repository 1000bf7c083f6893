import ArgumentParser
import Basics
import Foundation
import HardwareDSL
import SystemVerilog
import VerilatorSimulation

/// Elaboration, checks and printing of large arrays, each in a process of its own.
struct ElaborateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "elaborate",
    abstract: "CPU seconds and peak memory from a description to its text.")

  @OptionGroup var outputs: OutputOptions

  private static let cases: [(rows: Int, columns: Int, variety: MACArray.Variety)] = [
    (32, 32, .alike), (64, 64, .alike), (128, 128, .alike), (256, 256, .alike),
    (64, 64, .distinct),
  ]

  func run() async throws {
    var figures: [Figures.Elaboration] = []
    for (rows, columns, variety) in Self.cases {
      let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
      var runs: [Figures.Elaboration] = []
      for _ in 0..<3 {
        let outcome = try await HostTool.run(
          program, ["elaborate-once", "\(rows)", "\(columns)", "--variety", variety.rawValue])
        runs.append(
          try JSONDecoder().decode(Figures.Elaboration.self, from: Data(outcome.answer.utf8)))
      }
      if let best = runs.min(by: { $0.cpuSeconds < $1.cpuSeconds }) { figures.append(best) }
    }
    var table = TextTable(["elements", "modules", "CPU s", "peak MB", "text KB"])
    for figure in figures {
      table.add(
        "\(figure.elements) \(figure.variety)", "\(figure.modules)",
        figure.cpuSeconds.text(digits: 3), figure.peakMegabytes.text(digits: 0),
        "\(figure.emittedKilobytes)")
    }
    print(table.text)
    try Figures.update(outputs.output) { $0.elaborate = figures }
  }
}

/// One array in this process; prints its figures as JSON.
struct ElaborateOnceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "elaborate-once", abstract: "One array, in this process.", shouldDisplay: false)

  @Argument var rows: Int
  @Argument var columns: Int
  @Option var variety = MACArray.Variety.alike

  func validate() throws {
    guard rows >= 1, columns >= 1, rows * columns >= 2 else {
      throw ValidationError("An array has two elements or more.")
    }
  }

  func run() throws {
    let array = MACArray(rows: rows, columns: columns, variety: variety)
    let circuit = try elaborate(array)
    let files = SystemVerilogEmitter().emit(circuit)
    let figures = Figures.Elaboration(
      design: array.moduleName, elements: rows * columns, variety: variety,
      cpuSeconds: ProcessUsage.cpuSeconds.rounded(digits: 4),
      peakMegabytes: ProcessUsage.peakMegabytes.rounded(digits: 1),
      emittedKilobytes: files.reduce(0) { $0 + $1.text.utf8.count } / 1000,
      modules: circuit.modules.count)
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
  }
}

extension MACArray.Variety: ExpressibleByArgument {}
