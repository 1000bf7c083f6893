import ArgumentParser

@main
struct HardwareBenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hardware-bench",
    abstract: "Measures the hardware language against text written by hand, and fuzzes it.",
    discussion: "The figures of a measurement are kept in a part of their own in the JSON file.",
    subcommands: [
      ElaborateCommand.self, CellsCommand.self, SimulateCommand.self, ProveCommand.self,
      ProfilesCommand.self, FormsCommand.self, InterpretCommand.self, FuzzCommand.self,
      ChoicesCommand.self, ElaborateOnceCommand.self,
    ])
}

/// Where the figures are kept.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The JSON file that the figures are kept in.")
  var output = "benchmarks/hardware_language.json"
}

/// Where the designs written by hand lie.
struct HandOptions: ParsableArguments {
  @Option(help: "The folder of the files written by hand.")
  var hand = "benchmarks/hand"
}
