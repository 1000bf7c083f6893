import AttentionSpec

/// Where the cycles of several heads went, and how many heads agree with the reference model.
public struct CycleSummary: Sendable, Equatable, Codable {
  public var heads: Int
  public var exactHeads: Int
  public var keptEntries: Int
  public var loadCycles: Int
  public var sddmm: PhaseReport
  public var spmm: PhaseReport
  public var computeCycles: Int
  public var readCycles: Int
  /// Load, compute and read, which do not overlap yet.
  public var whole: PhaseReport
  public var valuesCompared: Int

  public init(_ heads: [HeadReport], _ configuration: AcceleratorConfiguration) {
    let macs = configuration.array.lines * configuration.array.macsPerLine
    func sum(_ value: (HeadReport) -> Int) -> Int { heads.reduce(0) { $0 + value($1) } }
    func total(_ phase: (HeadReport) -> PhaseReport) -> PhaseReport {
      PhaseReport(
        cycles: sum { phase($0).cycles }, macOperations: sum { phase($0).macOperations },
        macs: macs)
    }
    self.heads = heads.count
    exactHeads = heads.count(where: \.isExact)
    keptEntries = sum(\.keptEntries)
    loadCycles = sum(\.loadCycles)
    sddmm = total(\.sddmm)
    spmm = total(\.spmm)
    computeCycles = sum(\.computeCycles)
    readCycles = sum(\.readCycles)
    whole = PhaseReport(
      cycles: loadCycles + computeCycles + readCycles,
      macOperations: sddmm.macOperations + spmm.macOperations, macs: macs)
    valuesCompared = sum(\.valuesCompared)
  }
}
