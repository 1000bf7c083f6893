import ArgumentParser

@main
struct VitcodCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vitcod", abstract: "Generate and co-simulate sparse attention hardware.")
}
