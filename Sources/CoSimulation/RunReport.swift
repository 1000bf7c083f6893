import AttentionSpec

/// Cycles of a phase, from its first issue to its last result, and the share of the MACs' cycles in
/// it that computed kept entries.
public struct PhaseReport: Sendable, Equatable, Codable {
  public var cycles: Int
  public var macOperations: Int
  /// MAC operations / (cycles x MACs).
  public var utilization: Double

  init(cycles: Int, macOperations: Int, macs: Int) {
    self.cycles = cycles
    self.macOperations = macOperations
    utilization = cycles == 0 ? 0 : Double(macOperations) / (Double(cycles) * Double(macs))
  }
}

/// One head: where its cycles went and whether it agrees with the reference model.
public struct HeadReport: Sendable, Codable {
  public var name: String
  public var tokens: Int
  public var headDimension: Int
  public var keptEntries: Int
  public var slots: Int
  public var loadCycles: Int
  public var sddmm: PhaseReport
  public var spmm: PhaseReport
  /// From the first issue of SDDMM to the last output.
  public var computeCycles: Int
  public var readCycles: Int
  public var valuesCompared: Int
  public var divergence: Divergence?

  public var isExact: Bool { divergence == nil }

  public init(_ job: HeadJob, _ trace: HeadTrace, _ comparison: Comparison) {
    let array = job.program.configuration.array
    let macs = array.lines * array.macsPerLine
    let operations = job.mask.keptCount * job.input.headDimension
    func span(_ first: Int?, _ last: Int?) -> Int {
      guard let first, let last, last >= first else { return 0 }
      return last - first + 1
    }
    let lastScore = trace.scores.joined().map(\.cycle).max()
    let lastOutput = trace.outputCycles.joined().max()
    name = job.name
    tokens = job.mask.tokens
    headDimension = job.input.headDimension
    keptEntries = job.mask.keptCount
    slots = job.schedule.slotCount
    loadCycles = trace.loadCycles
    sddmm = PhaseReport(
      cycles: span(trace.sddmmIssues.first, lastScore), macOperations: operations, macs: macs)
    spmm = PhaseReport(
      cycles: span(trace.spmmIssues.first, lastOutput), macOperations: operations, macs: macs)
    computeCycles = span(trace.sddmmIssues.first, lastOutput)
    readCycles = trace.readCycles
    valuesCompared = comparison.counts.values.reduce(0, +)
    divergence = comparison.first
  }
}

/// What, beside the configuration, another run needs to give the same report.
public struct RunSetup: Sendable, Equatable, Codable {
  /// The version of vitcod.
  public var version: String
  /// Of the operands, and of the pauses of the host.
  public var seed: UInt64
  /// The name of the mask file, without its folder; `embedded`, or `dense` for operands of a file.
  public var maskSource: String
  /// Which array of the mask file, if it was asked for by name.
  public var maskMember: String?
  /// What True means in the mask file, `pruned` or `kept`; nil for embedded masks.
  public var maskMeaning: String?
  /// The share of cycles in which the host pauses.
  public var streamPauses: Double
  /// The name of the folder of files that were simulated in place of the generated ones.
  public var rtl: String?
  /// The name of the file of the operands, without its folder; nil for random ones.
  public var operandSource: String?

  public init(
    version: String, seed: UInt64, maskSource: String = "embedded", maskMember: String? = nil,
    maskMeaning: String? = nil, streamPauses: Double = 0, rtl: String? = nil,
    operandSource: String? = nil
  ) {
    self.version = version
    self.seed = seed
    self.maskSource = maskSource
    self.maskMember = maskMember
    self.maskMeaning = maskMeaning
    self.streamPauses = streamPauses
    self.rtl = rtl
    self.operandSource = operandSource
  }
}

/// All heads of a run.
public struct RunReport: Sendable, Codable {
  public var setup: RunSetup
  public var configuration: AcceleratorConfiguration
  public var heads: [HeadReport]
  public var keptEntries: Int
  public var loadCycles: Int
  public var sddmm: PhaseReport
  public var spmm: PhaseReport
  public var computeCycles: Int
  public var readCycles: Int
  /// Load, compute and read, which do not overlap yet.
  public var whole: PhaseReport
  public var passed: Bool

  public init(
    _ setup: RunSetup, _ configuration: AcceleratorConfiguration, _ heads: [HeadReport]
  ) {
    self.setup = setup
    self.configuration = configuration
    self.heads = heads
    let summary = CycleSummary(heads, configuration)
    sddmm = summary.sddmm
    spmm = summary.spmm
    keptEntries = summary.keptEntries
    loadCycles = summary.loadCycles
    computeCycles = summary.computeCycles
    readCycles = summary.readCycles
    whole = summary.whole
    passed = !heads.isEmpty && heads.allSatisfy(\.isExact)
  }
}
