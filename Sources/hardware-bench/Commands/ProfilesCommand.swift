import ArgumentParser
import Basics
import HardwareDSL
import SystemVerilog
import VerilatorSimulation

/// What the spelling of emitted text is worth: cells in Yosys and speed in Verilator.
struct ProfilesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles",
    abstract: "Cells in Yosys and speed in Verilator of the target profiles and their rules.")

  @OptionGroup var outputs: OutputOptions
  @OptionGroup var inputs: HandOptions

  @Option(help: "How often each is run; the best run counts.")
  var runs = 5

  /// The presets, and the portable one with some rules of another.
  static let profiles: [(name: String, profile: TargetProfile)] = {
    var casts = TargetProfile.portable
    casts.resizing = .cast
    var products = casts
    products.isolation = .cast
    var decodes = TargetProfile.portable
    decodes.choices = .decode
    return [
      ("portable", .portable), ("with resizing by casts", casts),
      ("and isolation by casts", products), ("with choices by case", decodes),
      ("verilator", .verilator), ("SystemVerilog 2017", .systemVerilog2017),
    ]
  }()

  func run() async throws {
    var figures = Self.profiles.map { name, _ in
      Figures.Profile(profile: name, cells: [:], speed: [:])
    }
    var cells = TextTable(["cells"] + Self.profiles.map(\.name))
    for contest in [
      Contest.array(8, 8), .fifo(width: 32, depth: 16), .arbiter(width: 32, count: 8),
    ] {
      let counts = try await self.cells(contest)
      for (index, count) in counts.enumerated() { figures[index].cells[contest.name] = count }
      cells.add([contest.name] + counts.map(String.init))
    }
    print(cells.text + "\n")
    var speeds = TextTable(["kilocycles per CPU second"] + Self.profiles.map(\.name))
    for race: Race in [
      .array(8, 8), .array(32, 16), .noise(.fifo(width: 32, depth: 16)),
      .noise(.arbiter(width: 32, count: 8)),
    ] {
      let best = try await speed(race)
      for (index, value) in best.enumerated() { figures[index].speed[race.contest.name] = value }
      speeds.add([race.contest.name] + best.map { $0.text(digits: 0) })
    }
    print(speeds.text)
    try Figures.update(outputs.output) { $0.profiles = figures }
  }

  private func cells(_ contest: Contest) async throws -> [Int] {
    var counts: [Int] = []
    for (_, profile) in Self.profiles {
      let count = try await HostTool.withFolder { folder in
        let project = try YosysProject(
          contest, hand: inputs.hand, folder: folder,
          emitter: SystemVerilogEmitter(profile: profile, arrays: .unrolled))
        return try await project.cells(project.readEmitted, top: project.top)
      }
      counts.append(count)
    }
    return counts
  }

  private func speed(_ race: Race) async throws -> [Double] {
    let circuit = try race.contest.circuit()
    let stimulus = race.stimulus(circuit.top)
    var simulations: [Simulation] = []
    for (_, profile) in Self.profiles {
      let files = SystemVerilogEmitter(profile: profile, arrays: .unrolled).emit(circuit)
      simulations.append(
        try await SimulationSpeed.start(
          files.map { ($0.name, $0.text) }, stimulus: stimulus.name, text: stimulus.text))
    }
    return try SimulationSpeed.measure(
      simulations, of: race.contest.name, cycles: race.cycles, runs: runs)
  }
}

/// A design that is run for its speed.
private struct Race {
  var contest: Contest
  var cycles: Int
  var stimulus: (ModuleDefinition) -> (name: String, text: String)

  static func array(_ rows: Int, _ columns: Int) -> Race {
    Race(contest: .array(rows, columns), cycles: 200_000_000 / (rows * columns)) { top in
      let text = StimulusText(rows, columns, module: top.name, lanes: .apart).text
      return (StimulusText.name, text)
    }
  }

  static func noise(_ contest: Contest) -> Race {
    Race(contest: contest, cycles: 3_000_000) { (NoiseText.name, NoiseText($0).text) }
  }
}
