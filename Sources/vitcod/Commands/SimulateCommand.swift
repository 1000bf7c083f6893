import ArgumentParser
import AttentionCompiler
import AttentionSpec
import CoSimulation
import Foundation
import VerilatorSimulation

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run attention heads in the simulated hardware and compare every value.",
    discussion: """
      Builds the generated SystemVerilog with Verilator (the build is kept in VITCOD_CACHE, else \
      in $HOME/.cache/vitcod), then loads and runs head after head. The kept scores, the softmax \
      numerators, the row sums and the outputs are compared with the reference model bit for bit.

      The masks come from a file, or from a seeded generator of masks with the structure that is \
      published for pruned Vision Transformers: 12 blocks of 3 heads. Their tokens are a class \
      token and a square grid of patches: 14 x 14, so 197 tokens, or the largest square that the \
      configuration holds, such as 3 x 3 and 10 tokens for a capacity of 16. The operands are \
      random int8 tensors, drawn from the seed, or those of a file; vitcod run takes those of a \
      network.

      A file of operands holds queries, keys and values. Floats become int8 with one scale for \
      each head and tensor, its largest magnitude / 127; scores are q k / sqrt(d). int8 arrays \
      are taken as they are, with query_scale, key_scale and value_scale: what one unit stands \
      for, one number or one for each head. The output has the scale of the values, or \
      output_scale.

      COLUMNS
        kept     entries of the mask that are kept
        slots    steps of the schedule; in each, every element handles one kept
                 entry or none
        load     cycles to write operands and schedule into the memories
        sddmm    cycles of the scores, from the first issue to the last score
        spmm     cycles of the outputs, from the first issue to the last output
        use      kept multiplications / (cycles of the phase x MACs)
        compute  cycles from the first issue of sddmm to the last output
        read     cycles to read the outputs
        result   exact: all compared values agree

      The last line is PASS, or FAIL with the first value that differs. With --json the report \
      says what another run needs to give the same: version, seed, masks and configuration.
      """)

  @OptionGroup var input: ConfigurationOption
  @OptionGroup(title: "Heads") var heads: HeadOptions
  @OptionGroup(title: "Run") var pace: PaceOption

  @Option(
    help: ArgumentHelp(
      "Simulate the files that this folder's files.f lists in place of the generated ones, as "
        + "after an edit by hand. The ports must be those of vitcod generate --taps; warnings of "
        + "Verilator are shown and do not stop the run.",
      valueName: "dir"))
  var rtl: String?

  @Flag(help: "Print the report as JSON; everything else goes to standard error.")
  var json = false

  @OptionGroup(title: "Waveform") var waveform: WaveformOptions

  func run() async throws {
    let accelerator = try input.accelerator()
    let configuration = accelerator.configuration
    let folder = rtl.map(RTLFolder.init)
    let design = try folder?.design(of: accelerator)
    let sources = try heads.sources(configuration)
    let waveformFile = try waveform.file(
      heads: sources.count,
      inputs: [input.config, heads.mask, heads.operands].compactMap(\.self)
        + (folder?.paths(of: design) ?? []))
    // Heads that do not fit are refused before the build.
    try HeadSource.check(sources, configuration)

    let reporter: any Reporter = json ? JSONReporter() : TableReporter()
    let simulation = try await BuildProgress(configuration).report { progress in
      do {
        return try await AcceleratorSimulation(
          accelerator, design: design, waveforms: waveform.trace == nil ? .none : .fst,
          progress: progress)
      } catch let error as SimulationError {
        throw folder?.failure(error) ?? error
      }
    }
    try pace.apply(to: simulation.simulation, seed: heads.seed)
    let run = HeadRun(
      simulation: simulation, setup: setup, reporter: reporter, waveform: waveform,
      waveformFile: waveformFile)
    let outcome = try run.run(sources)
    try reporter.finish(outcome)
    if !outcome.report.passed { throw ExitCode(1) }
  }

  /// Names of files without their folders, so that reports of several machines are alike.
  private var setup: RunSetup {
    func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
    return RunSetup(
      version: VitcodCommand.version, seed: heads.seed,
      maskSource: heads.mask.map(name) ?? (heads.operands == nil ? "embedded" : "dense"),
      maskMember: heads.maskMember,
      maskMeaning: heads.maskMeans?.rawValue,
      streamPauses: pace.streamPauses, rtl: rtl.map(name),
      operandSource: heads.operands.map(name))
  }
}
