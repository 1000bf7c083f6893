import ArgumentParser
import AttentionSpec
import Basics
import CoSimulation
import Foundation
import HardwareDSL
import HardwareLibrary
import SystemVerilog
import VerilatorSimulation

/// Arrays that stay arrays in the text against every element written down, in one run.
struct FormsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forms",
    abstract: "The rolled text against the unrolled: cells, speed, builds, lint, equivalence.",
    discussion: """
      cells: what Yosys makes of the designs and of each unit of the accelerator. speed: medians \
      of runs in Verilator that alternate, and what the builds cost. lint: what generating 4,096 \
      MACs costs, and linting them. proofs: equivalence of both forms, unit by unit.
      """)

  /// What can be measured.
  enum Part: String, CaseIterable, ExpressibleByArgument { case cells, speed, lint, proofs }

  @OptionGroup var outputs: OutputOptions
  @OptionGroup var inputs: HandOptions

  @Option(parsing: .upToNextOption, help: "What is measured: \(Part.allCases.map(\.rawValue)).")
  var parts = Part.allCases

  @Option(help: "How often each simulation is run; the median counts.")
  var runs = 9

  func validate() throws {
    guard runs >= 1 else { throw ValidationError("A median is of one run at least.") }
  }

  func run() async throws {
    for part in parts {
      switch part {
      case .cells: try await cells()
      case .speed: try await speed()
      case .lint: try await lint()
      case .proofs: try await proofs()
      }
      print()
    }
  }

  private func keep(_ change: (inout Figures.Forms) -> Void) throws {
    try Figures.update(outputs.output) { figures in
      var forms = figures.forms ?? Figures.Forms()
      change(&forms)
      figures.forms = forms
    }
  }

  // MARK: Cells

  private func cells() async throws {
    var figures: [Figures.FormCells] = []
    for contest: Contest in [
      .array(32, 16), .fifo(width: 32, depth: 16), .arbiter(width: 32, count: 8),
    ] {
      var counts: [Int] = []
      for form in [ArrayForm.rolled, .unrolled] {
        counts.append(
          try await HostTool.withFolder { folder in
            let project = try YosysProject(
              contest, hand: inputs.hand, folder: folder,
              emitter: SystemVerilogEmitter(arrays: form))
            return try await project.cells(project.readEmitted, top: project.top)
          })
      }
      figures.append(
        Figures.FormCells(design: contest.name, rolled: counts[0], unrolled: counts[1]))
    }
    let circuit = try GeneratedAttention(Engines.paper).circuit
    let rolled = try await UnitCells.count(circuit, .rolled)
    let unrolled = try await UnitCells.count(circuit, .unrolled)
    for module in circuit.modules {
      guard let first = rolled[module.name], let second = unrolled[module.name] else { continue }
      figures.append(Figures.FormCells(design: module.name, rolled: first, unrolled: second))
    }
    var table = TextTable(["cells", "rolled", "unrolled", "more"])
    for figure in figures {
      let more = 100 * (Double(figure.rolled) / Double(max(1, figure.unrolled)) - 1)
      table.add(
        figure.design, "\(figure.rolled)", "\(figure.unrolled)", more.text(digits: 2) + " %")
    }
    print(table.text)
    try keep { $0.cells = figures }
  }

  // MARK: Speed

  private func speed() async throws {
    let figures = try await FormRace.withCache { cache in
      [
        try await FormRace.array(32, 16, runs: runs, cache),
        try await FormRace.engine(runs: runs, cache),
      ]
    }
    var table = TextTable(
      ["kilocycles per CPU second", "rolled", "unrolled", "ratio", "build s", "unrolled", "ratio"])
    for figure in figures {
      table.add(
        figure.design, figure.rolled.text(digits: 0), figure.unrolled.text(digits: 0),
        (100 * figure.rolled / figure.unrolled).text(digits: 1) + " %",
        figure.rolledBuildSeconds.text(digits: 1), figure.unrolledBuildSeconds.text(digits: 1),
        (100 * figure.rolledBuildSeconds / figure.unrolledBuildSeconds).text(digits: 1) + " %")
    }
    print(table.text)
    try keep { $0.speed = figures }
  }

  // MARK: Lint

  private func lint() async throws {
    var figures: [Figures.FormText] = []
    for form in [ArrayForm.rolled, .unrolled] {
      let start = ProcessUsage.cpuSeconds
      let files = try GeneratedAttention(Engines.large).printed(form)
      let generated = ProcessUsage.cpuSeconds - start
      let seconds = try await HostTool.withFolder { folder in
        for file in files + [SystemVerilogEmitter.fileList(files)] {
          try file.text.write(toFile: "\(folder)/\(file.name)", atomically: false, encoding: .utf8)
        }
        let before = ProcessUsage.childCPUSeconds
        _ = try await HostTool.run(
          "verilator",
          ["--lint-only", "-Wall", "--top-module", Engines.large.name, "-f", "files.f"],
          in: folder)
        return ProcessUsage.childCPUSeconds - before
      }
      figures.append(
        Figures.FormText(
          design: Engines.large.name, form: "\(form)",
          lines: files.reduce(0) { $0 + $1.text.utf8.count { $0 == 10 } },
          generationSeconds: generated.rounded(digits: 3), lintSeconds: seconds.rounded(digits: 2)))
    }
    var table = TextTable(["4,096 MACs", "lines", "generate CPU s", "lint CPU s"])
    for figure in figures {
      table.add(
        figure.form, "\(figure.lines)", figure.generationSeconds.text(digits: 3),
        figure.lintSeconds.text(digits: 2))
    }
    print(table.text)
    try keep { $0.text = figures }
  }

  // MARK: Proofs

  private func proofs() async throws {
    var circuits = [try GeneratedAttention(Engines.paper).circuit]
    circuits += try Self.library().map { try elaborate($0) }
    var figures: [Figures.Proof] = []
    var table = TextTable(["equivalence", "proved", "of", "result"])
    for circuit in circuits {
      let proof = FormProof(circuit)
      for module in circuit.modules {
        let result = try await proof.prove(module)
        figures.append(
          Figures.Proof(
            design: module.name, isEquivalent: result.isEquivalent,
            provedPoints: result.provedPoints, allPoints: result.allPoints))
        note("\(module.name): \(result.provedPoints) of \(result.allPoints) points")
        table.add(
          module.name, "\(result.provedPoints)", "\(result.allPoints)",
          result.isEquivalent ? "equivalent" : "not proved")
      }
    }
    print(table.text)
    try keep { $0.proofs = figures }
    guard figures.allSatisfy(\.isEquivalent) else { throw ExitCode.failure }
  }

  /// Progress, which is not the result.
  private func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Units of the library, with arrays as far as they have any.
  private static func library() -> [any Module] {
    [
      StreamFIFO(width: 32, depth: 16), StreamArbiter(width: 32, count: 8),
      AsynchronousFIFO(width: 8, depth: 8), PulseSynchronizer(),
      SerialDivider(quotientBits: 16, divisorBits: 8),
    ]
  }
}
