import ArgumentParser
import Basics
import Foundation
import VerilatorSimulation

/// A proof for each design that the emitted text and the one by hand are equivalent.
struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove", abstract: "Equivalence of the emitted text and the one by hand.")

  @OptionGroup var outputs: OutputOptions
  @OptionGroup var inputs: HandOptions

  func run() async throws {
    let contests: [Contest] = [
      .array(2, 2), .array(2, 4, isIndexed: true), .fifo(width: 4, depth: 4),
      .skidBuffer(width: 4), .arbiter(width: 4, count: 2), .arbiter(width: 4, count: 5),
    ]
    var figures: [Figures.Proof] = []
    var table = TextTable(["equivalence", "proved", "of", "result"])
    for contest in contests {
      let figure = try await prove(contest)
      figures.append(figure)
      table.add(
        figure.design, "\(figure.provedPoints)", "\(figure.allPoints)",
        figure.isEquivalent ? "equivalent" : "not proved")
    }
    print(table.text)
    try Figures.update(outputs.output) { $0.prove = figures }
    guard figures.allSatisfy(\.isEquivalent) else { throw ExitCode.failure }
  }

  private func prove(_ contest: Contest) async throws -> Figures.Proof {
    try await HostTool.withFolder { folder in
      let project = try YosysProject(contest, hand: inputs.hand, folder: folder)
      let text = try await project.run(Self.script(project))
      guard
        let status = text.matches(
          of: /Of those cells (\d+) are proven and (\d+) are unproven/
        ).last, let proved = Int(status.1), let open = Int(status.2)
      else { throw HostTool.Failure(description: "Yosys gives no result for \(contest.name).") }
      return Figures.Proof(
        design: contest.name, isEquivalent: open == 0 && proved > 0, provedPoints: proved,
        allPoints: proved + open)
    }
  }

  /// Points of both sides with one name are assumed to be equal and proved by induction, outputs
  /// and state among them. Where the states are named differently, the hand's are renamed.
  private static func script(_ project: YosysProject) -> [String] {
    func side(_ read: String, top: String, name: String, renames: [String]) -> [String] {
      [
        "design -reset", read, "hierarchy -check -top \(top)", "proc", "flatten", "opt_clean",
        "memory", "async2sync", "dffunmap", "opt_clean",
      ] + renames + ["rename \(top) \(name)", "design -stash \(name)"]
    }
    let states = project.contest.states
    let renames =
      ["cd \(Contest.wrapperName)"]
      + project.contest.splitStates.map { "splitnets w:u_hand.\($0)" }
      + states.map { "rename u_hand.\($0.hand) \($0.emitted)" } + ["cd"]
    return side(
      project.readHand, top: Contest.wrapperName, name: "gold", renames: renames)
      + side(project.readEmitted, top: project.top, name: "gate", renames: [])
      + [
        "design -reset", "design -copy-from gold -as gold gold",
        "design -copy-from gate -as gate gate", "equiv_make gold gate equiv",
        "hierarchy -top equiv", "opt_clean", "equiv_struct", "equiv_simple", "equiv_induct",
        "equiv_status",
      ]
  }
}
