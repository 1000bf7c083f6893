import ArgumentParser
import Basics
import VerilatorSimulation

/// The cells that Yosys makes of each design, emitted and by hand.
struct CellsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cells", abstract: "Cells in Yosys, emitted and by hand.")

  @OptionGroup var outputs: OutputOptions
  @OptionGroup var inputs: HandOptions

  func run() async throws {
    let contests: [Contest] = [
      .array(8, 8), .fifo(width: 8, depth: 4), .fifo(width: 32, depth: 16),
      .memoryFIFO(width: 8, depth: 16), .memoryFIFO(width: 32, depth: 256),
      .skidBuffer(width: 8), .skidBuffer(width: 32), .arbiter(width: 8, count: 4),
      .arbiter(width: 32, count: 8),
    ]
    var figures: [Figures.Cells] = []
    var table = TextTable(["cells", "emitted", "by hand", "more"])
    for contest in contests {
      let figure = try await HostTool.withFolder { folder in
        let project = try YosysProject(contest, hand: inputs.hand, folder: folder)
        return Figures.Cells(
          design: contest.name,
          emitted: try await project.cells(project.readEmitted, top: project.top),
          hand: try await project.cells(project.readHand, top: Contest.wrapperName))
      }
      figures.append(figure)
      let more = 100 * (Double(figure.emitted) / Double(figure.hand) - 1)
      table.add(
        figure.design, "\(figure.emitted)", "\(figure.hand)", more.text(digits: 2) + " %")
    }
    print(table.text)
    try Figures.update(outputs.output) { $0.cells = figures }
  }
}
