import ArgumentParser
import CoSimulation
import Foundation
import HardwareDSL
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

  @Option(
    help: ArgumentHelp(
      "Only this module, with all that is in it, by its name in the text.", valueName: "name"))
  var module: String?

  @Flag(
    help: """
      Map all modules as one, for small configurations: it shows what a parent and its children \
      could share, and takes long.
      """)
  var flat = false

  @Option(
    help: ArgumentHelp(
      "A JSON file that keeps area and clock of several runs, one for each configuration and "
        + "library. This run is added to it, and a table of all is printed.",
      valueName: "file"))
  var figures: String?

  @OptionGroup var report: ReportOptions

  func validate() throws {
    if flat, figures != nil {
      throw ValidationError(
        "--figures keeps what is mapped module by module; leave out --flat, or --figures.")
    }
    if figures != nil, module != nil {
      throw ValidationError(
        "--figures keeps whole configurations; leave out --module, or --figures.")
    }
    if figures != nil, period != nil {
      throw ValidationError(
        "--figures keeps the longest path, and holds no --period against it; leave out one of "
          + "them.")
    }
    if let period, !(period.isFinite && period > 0) {
      throw ValidationError("--period is \(period) but has to be above 0.")
    }
  }

  func run() async throws {
    let circuit = try circuit()
    let settings = SynthesisSettings(
      libraryPath: liberty ?? CellLibrary.standardPath, memories: try table(),
      hierarchy: flat ? .flattened : .kept)
    guard let figures else {
      let result = try await synthesize(circuit, settings)
      return try report.print(SynthesisTable(report: result, period: period), remarks: [])
    }
    let file = try OutputFile(
      path: figures, inputs: [input.config, liberty, memories].compactMap(\.self))
    let kept = try await SynthesisFigures.adding(to: figures) {
      try await synthesize(circuit, settings)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let bytes = [UInt8](try encoder.encode(kept) + Data("\n".utf8))
    try OutputFile.write([(file, bytes)])
    try report.print(kept, remarks: [])
  }

  private func circuit() throws -> Circuit {
    let circuit = try input.attention().circuit
    guard let module else { return circuit }
    guard let part = circuit.part(below: module) else {
      let names = circuit.modules.map(\.name).joined(separator: ", ")
      throw CommandFailure.usage(
        "--module is \(module) but there is no such module; give one of \(names).")
    }
    return part
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
