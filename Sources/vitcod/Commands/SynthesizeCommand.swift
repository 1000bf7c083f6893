import ArgumentParser
import CoSimulation
import Foundation
import Synthesis

struct SynthesizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize",
    abstract: "Area and longest paths of a configuration in standard cells.",
    discussion: """
      Maps the modules of a configuration to the cells of a liberty file with Yosys, one by one, \
      and finds the longest paths of each module, and of the whole design linked as one netlist, \
      with OpenSTA. Cells are sized and nets buffered. What was mapped once is kept in \
      VITCOD_CACHE, else in $HOME/.cache/vitcod, and mapped again only when it changes.

      Memories are macros. With --memories, a CSV file with the columns kilobytes, width_bits, \
      banks, node_nm, area_mm2, read_pj, write_pj, leakage_uw, cycle_ns and access_ns, they have \
      area, energy and times.

      Figures are as synthesized: before layout, without wires, with an ideal clock. The report \
      says all conditions. Power is not estimated yet.
      """)

  @OptionGroup var input: ConfigurationOption

  @Option(
    help: ArgumentHelp(
      "The cells, a liberty file, perhaps compressed by gzip. (default: that of the Debian "
        + "package qflow-tech-osu018)",
      valueName: "file"))
  var liberty: String?

  @Option(help: ArgumentHelp("A table of memories.", valueName: "file"))
  var memories: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The clock period that the longest path is held against.", valueName: "ns"))
  var period: Double?

  @OptionGroup var report: ReportOptions

  func validate() throws {
    if let period, !(period.isFinite && period > 0) {
      throw ValidationError("--period is \(period) but has to be above 0.")
    }
  }

  func run() async throws {
    let accelerator = try input.accelerator()
    let settings = SynthesisSettings(
      libraryPath: liberty ?? CellLibrary.standardPath, memories: try table())
    let result = try await synthesize(accelerator.circuit, settings)
    try report.print(SynthesisTable(report: result, period: period), remarks: [])
  }

  private func table() throws -> MemoryTable? {
    guard let memories else { return nil }
    guard let text = try? String(contentsOfFile: memories, encoding: .utf8) else {
      throw CommandFailure.badInput(
        "The table of memories \(memories) cannot be read; give a readable CSV file.")
    }
    return try MemoryTable(csv: text, path: memories)
  }
}
