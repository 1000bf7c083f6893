import ArgumentParser
import AttentionSpec
import CoSimulation
import SystemVerilog

struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write the SystemVerilog of a configuration.",
    discussion: """
      Writes one .sv file for each module, files.f, which lists them in compilation order, and \
      NAME.gtkw, with which GTKWave shows the waveforms of a simulation by Verilator:

        verilator --lint-only -Wall -F DIR/files.f

      Equal configurations give equal bytes. The folder is made if it does not exist. In a folder \
      that holds the files of an earlier run, as its files.f lists them, these are replaced, and \
      removed where they are not generated any more. All other files are left alone; if one of \
      them has the name of a file to write, nothing is written.

      The report counts what the circuit has: memories, registers, multipliers. Every memory is \
      an instance of a wrapper cell, sram_1r1w and its like, which a flow replaces.

      COLUMNS
        memory   its place below the top; [n] of an array of n
        banks    memories that are one for those who use it
        copies   how often it is there
        words    of a bank
        bits     of a word
        ports    1R1W: one read and one write a cycle; 2RW: two of either
        B/cycle  bytes that all banks and copies read in a cycle; as many are
                 written
        KB       of all banks and copies, 1024 bytes each
        holds    what is kept there
      """)

  @OptionGroup var input: ConfigurationOption

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The folder for the files.", valueName: "dir"))
  var output: String

  @Flag(
    help: ArgumentHelp(
      "Keep the taps: outputs that only a test bench observes, and that simulate --rtl needs."))
  var taps = false

  @OptionGroup var report: ReportOptions

  func run() async throws {
    let accelerator = try input.accelerator()
    let printed = accelerator.printed(taps: taps ? .kept : .omitted)
    let saveFile = accelerator.saveFile(taps: taps ? .kept : .omitted)
    let files = printed + [saveFile, SystemVerilogEmitter.fileList(printed)]
    try OutputFolder(path: output).write(files)
    try report.print(
      InventoryReport(accelerator.circuit, portBits: accelerator.configuration.port.dataBits),
      remarks: [
        "Wrote \(printed.count.counted("module")), files.f and "
          + "\(saveFile.name) to \(output)."
      ])
  }
}

/// The configuration, where a command needs one.
struct ConfigurationOption: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The configuration, a YAML file as in configs/.", valueName: "file"))
  var config: String

  func accelerator() throws -> GeneratedAccelerator {
    try ConfigurationFile(path: config).accelerator
  }
}
