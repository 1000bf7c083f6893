import ArgumentParser
import AttentionSpec
import CoSimulation
import SystemVerilog

struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Write the SystemVerilog of a configuration.",
    discussion: """
      Writes one .sv file for each module, and files.f, which lists them in compilation order:

        verilator --lint-only -Wall -F DIR/files.f

      Equal configurations give equal bytes. The folder is made if it does not exist. In a folder \
      that holds the files of an earlier run, as its files.f lists them, these are replaced, and \
      removed where they are not generated any more. All other files are left alone; if one of \
      them has the name of a file to write, nothing is written.
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

  func run() async throws {
    let accelerator = try input.accelerator()
    let printed = accelerator.printed(taps: taps ? .kept : .omitted)
    let files = printed + [SystemVerilogEmitter.fileList(printed)]
    try OutputFolder(path: output).write(files)
    try StandardStreams.print(
      "Wrote \(printed.count.counted("module")) and files.f to \(output).")
  }
}

/// The option that every command has.
struct ConfigurationOption: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The configuration, a YAML file as in configs/.", valueName: "file"))
  var config: String

  func accelerator() throws -> GeneratedAccelerator {
    try ConfigurationFile(path: config).accelerator
  }
}
