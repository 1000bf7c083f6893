import ArgumentParser
import AttentionSpec
import CoSimulation
import Foundation
import VerilatorSimulation

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run the attention of layers in the simulated hardware and compare every value.",
    discussion: """
      Builds the generated SystemVerilog with Verilator (the build is kept in VITCOD_CACHE, else \
      in $HOME/.cache/vitcod). All layers run as one program, from the start write to the \
      interrupt, with operands, index and program in the memory outside before and outputs there \
      after. Codes, queries, keys and values on their way in, scores, softmax numerators, row sums \
      and outputs are compared with the reference model bit for bit.

      The masks come from a file, or from a seeded generator of masks with the structure that is \
      published for pruned Vision Transformers: 12 blocks of 3 heads. Their tokens are a class \
      token and a square grid of patches: 14 x 14, so 197 tokens, or the largest square that the \
      configuration holds, such as 3 x 3 and 10 tokens for a capacity of 16. The operands are \
      random int8 tensors, drawn from the seed, or those of a file; vitcod run takes those of a \
      network. Random queries and keys are decoded from codes, as an auto-encoder leaves them.

      A file of operands holds queries, keys and values. Floats become int8 with one scale for \
      each head and tensor, its largest magnitude / 127; scores are q k / sqrt(d). int8 arrays \
      are taken as they are, with query_scale, key_scale and value_scale: what one unit stands \
      for, one number or one for each head. The output has the scale of the values, or \
      output_scale.

      COLUMNS
        kept      entries of the masks of the layer that are kept
        cycles    from the last write of the layer before, or the start, to its own
        estimate  likewise, by the compiler's model
        computing from its first issue to its last output, beside the layers around it
        floor     products of the kept entries / multiply-accumulate units
        use       floor / cycles

      The last line is PASS, or FAIL with the first value that differs. With --json the report \
      says what another run needs to give the same: version, seed, masks and configuration.
      """)

  @OptionGroup var input: ConfigurationOption
  @OptionGroup(title: "Layers") var layers: LayerOptions
  @OptionGroup(title: "Memory") var memory: MemoryOptions

  @Option(
    help: ArgumentHelp(
      "Simulate the files that this folder's files.f lists in place of the generated ones, as "
        + "after an edit by hand. The ports must be those of vitcod generate --taps; warnings of "
        + "Verilator are shown and do not stop the run.",
      valueName: "dir"))
  var rtl: String?

  @OptionGroup var report: ReportOptions
  @OptionGroup(title: "Waveform") var waveform: WaveformOptions

  func run() async throws {
    let accelerator = try input.accelerator()
    let configuration = accelerator.configuration
    let folder = rtl.map(RTLFolder.init)
    let design = try folder?.design(of: accelerator)
    let chosen = try layers.chosen(configuration)
    let inputs =
      [input.config, layers.masks.mask, layers.operands].compactMap(\.self)
      + (folder?.paths(of: design) ?? [])
    let waveformFile = try waveform.file(inputs: inputs)
    let saveFile = try waveform.saveFile(inputs: inputs)
    // What does not fit is refused before the build.
    let job = try AttentionJob(chosen.inputs, configuration)

    let settings = memory.settings(
      beatBytes: configuration.port.dataBits / 8, seed: layers.random.seed)
    let simulation = try await BuildProgress(configuration).report { progress in
      do {
        return try await AttentionSimulation(
          accelerator, settings, design: design, waveforms: waveform.trace == nil ? .none : .fst,
          progress: progress)
      } catch let error as SimulationError {
        throw folder?.failure(error) ?? error
      }
    }
    let outcome = try LayerRun(
      simulation: simulation, memory: memory, waveform: waveform, waveformFile: waveformFile
    ).run(job)
    if let saveFile {
      let view = accelerator.saveFile(
        of: design ?? accelerator.design, depth: waveform.traceDepth)
      try OutputFile.write([(saveFile, Array(view.text.utf8))])
    }
    let result = SimulationReport(setup, chosen, outcome)
    try report.print(result, remarks: [result.verdict])
    if let advice = outcome.advice { StandardStreams.printError(advice) }
    if !result.passed { throw ExitCode(1) }
  }

  /// Names of files without their folders, so that reports of several machines are alike.
  private var setup: RunSetup {
    func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
    let masks = layers.masks
    return RunSetup(
      version: VitcodCommand.version, seed: layers.random.seed,
      maskSource: masks.mask.map(name) ?? (layers.operands == nil ? "embedded" : "dense"),
      maskMember: masks.maskMember, maskMeaning: masks.maskMeans?.rawValue,
      memoryLatency: memory.memoryLatency, memoryBandwidth: memory.memoryBandwidth,
      memoryPauses: memory.memoryPauses, rtl: rtl.map(name),
      operandSource: layers.operands.map(name))
  }
}
