import AttentionCompiler
import AttentionSpec

/// One layer of a run.
public struct AttentionLayerReport: Sendable, Codable {
  public var layer: Int
  public var keptEntries: Int
  /// From the last output write of the layer before, or from the start, to its own.
  public var cycles: Int
  /// Likewise by the estimate.
  public var estimatedCycles: Int
  /// Of a program of this layer alone, from the start write to the interrupt.
  public var cyclesApart: Int?
  /// From its first issue to its last output write, while the layers before and behind have their
  /// share of the array.
  public var computingCycles: Int
  /// Cycles in which all multipliers would do what the mask keeps.
  public var floor: Int
}

/// A run of layers: its cycles, its bytes, and whether it agrees with the reference model.
public struct AttentionReport: Sendable, Codable {
  public var configuration: AcceleratorConfiguration
  /// Codes of a token of queries, and of keys; 0 for plain ones.
  public var codes: Int
  /// From the start write to the interrupt.
  public var cycles: Int
  public var estimatedCycles: Int
  /// Of all layers, each a program of its own.
  public var cyclesApart: Int?
  /// From the first issue to the last output write.
  public var computingCycles: Int
  public var floor: Int
  /// Slots of the schedule; each is issued twice.
  public var slots: Int
  /// Cycles in which a slot was issued.
  public var issuedCycles: Int
  public var bytesRead: Int
  public var bytesWritten: Int
  public var programBytes: Int
  public var valuesCompared: Int
  public var layers: [AttentionLayerReport]
  public var divergence: Divergence?

  /// Why the run has failed; nil for one that ended well.
  public var fault: String?

  public var isExact: Bool { divergence == nil && fault == nil }

  public init(_ job: AttentionJob, _ trace: AttentionTrace, _ comparison: AttentionComparison) {
    let (plan, estimate) = (job.program.plan, job.program.estimate)
    configuration = job.configuration
    codes = job.layers.map(\.codes).max() ?? 0
    cycles = trace.cycles
    estimatedCycles = estimate.cycles
    slots = plan.units.reduce(0) { $0 + $1.schedule.slotCount }
    issuedCycles = trace.scoreSlots.count + trace.outputSlots.count
    computingCycles = trace.computingCycles
    bytesRead = trace.memory.reads.bytes
    bytesWritten = trace.memory.writes.bytes
    programBytes = job.program.image.program.count
    valuesCompared = comparison.counts.values.reduce(0, +)
    divergence = comparison.first?.counted(from: trace.start)
    fault = trace.fault.map { "\($0)" }
    var layers: [AttentionLayerReport] = []
    var (before, estimatedBefore) = (trace.start, 0)
    for layer in job.layers.indices {
      let units = job.program.units(ofLayer: layer)
      let ranges = units.map { job.program.outputs(ofUnit: $0) }
      let last =
        trace.writes.last { write in ranges.contains { $0.contains(write.offset) } }?.cycle
        ?? before
      let estimated = job.program.estimatedEnd(ofLayer: layer)
      let kept = job.layers[layer].heads.reduce(0) { $0 + $1.mask.keptCount }
      layers.append(
        AttentionLayerReport(
          layer: layer, keptEntries: kept, cycles: last - before,
          estimatedCycles: estimated - estimatedBefore,
          computingCycles: last - (trace.firstIssue(ofUnit: units.first ?? 0, plan) ?? last),
          floor: job.configuration.floor(of: job.layers[layer])))
      (before, estimatedBefore) = (last, estimated)
    }
    self.layers = layers
    floor = layers.reduce(0) { $0 + $1.floor }
  }

  /// All layers, in the cycles of the program.
  public var total: AttentionLayerReport {
    AttentionLayerReport(
      layer: layers.count, keptEntries: layers.reduce(0) { $0 + $1.keptEntries }, cycles: cycles,
      estimatedCycles: estimatedCycles, cyclesApart: cyclesApart,
      computingCycles: computingCycles, floor: floor)
  }

  /// Adds the run of a layer as a program of its own.
  public mutating func add(_ apart: AttentionReport, as layer: Int) {
    layers[layer].cyclesApart = apart.cycles
    cyclesApart = (cyclesApart ?? 0) + apart.cycles
    valuesCompared += apart.valuesCompared
    divergence = divergence ?? apart.divergence
    fault = fault ?? apart.fault
  }
}

extension AttentionTrace {
  /// From the first issue to the last output write.
  fileprivate var computingCycles: Int {
    guard let first = scoreSlots.first, let last = writes.last?.cycle else { return 0 }
    return last - first
  }

  /// When a unit's first slot was issued, of each as many times as a token has chunks.
  fileprivate func firstIssue(ofUnit unit: Int, _ plan: AttentionPlan) -> Int? {
    let slots = plan.units.map(\.schedule.slotCount)
    let before = slots[..<unit].reduce(0, +)
    let issue = before * scoreSlots.count / max(1, slots.reduce(0, +))
    return scoreSlots.indices.contains(issue) ? scoreSlots[issue] : nil
  }
}
