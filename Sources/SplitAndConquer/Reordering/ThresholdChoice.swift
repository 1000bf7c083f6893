import AttentionSpec

/// The cycles of one head in its new order.
public typealias HeadCost = (Workload) throws -> Int

/// The theta_d of one head with the fewest cycles, or a given one with its cycles.
public struct ThresholdChoice: Sendable, Equatable {
  public let thetaD: Int
  public let reordering: Reordering
  public let cycles: Int

  /// Tries every theta_d that makes a difference: each count of entries that some column keeps, and
  /// 0. Of equally cheap ones the largest is taken, which has the fewest global tokens.
  ///
  /// - Throws: What `cost` throws.
  public init(_ mask: AttentionMask, cost: HeadCost) throws {
    var best: (thetaD: Int, reordering: Reordering, cycles: Int)?
    for thetaD in Set(mask.columnCounts + [0]).sorted(by: >) {
      let reordering = Reordering(mask, thetaD: thetaD)
      let cycles = try cost(Workload([reordering.workload(mask)]))
      if let best, best.cycles <= cycles { continue }
      best = (thetaD, reordering, cycles)
    }
    guard let best else { preconditionFailure("A mask has at least one column.") }
    thetaD = best.thetaD
    reordering = best.reordering
    cycles = best.cycles
  }

  /// A theta_d that is not chosen by cost.
  ///
  /// - Throws: What `cost` throws.
  public init(_ mask: AttentionMask, thetaD: Int, cost: HeadCost) throws {
    self.thetaD = thetaD
    reordering = Reordering(mask, thetaD: thetaD)
    cycles = try cost(Workload([reordering.workload(mask)]))
  }
}
