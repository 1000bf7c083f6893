import ArgumentParser

struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the accelerator in simulation.",
    subcommands: [BenchAttentionCommand.self])
}
