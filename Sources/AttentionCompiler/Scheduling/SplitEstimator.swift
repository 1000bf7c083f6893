import AttentionSpec

/// Estimates the cycles of a head on two engines that share the elements of an array and run side
/// by side, with the elements divided in the best way for the head.
///
/// The denser engine computes every score of the denser columns, kept or not, and is never idle.
/// The sparser engine computes the rest; what it takes, the schedule of that part of the mask
/// tells, with its idle slots, its class-token row, and the time that outputs take to leave. An
/// array of one element does one after the other. Loading and filling the pipeline are not counted.
public struct SplitEstimator: Sendable {
  public let configuration: AcceleratorConfiguration
  public let headDimension: Int
  /// For 1, 2 and more elements.
  private let sparserEngines: [Scheduler]

  /// - Throws: `Refusal` if the configuration is not valid, or does not take the head dimension.
  public init(_ configuration: AcceleratorConfiguration, headDimension: Int) throws {
    try Scheduler(configuration).checkHeadDimension(headDimension)
    self.configuration = configuration
    self.headDimension = headDimension
    sparserEngines = (1...configuration.array.elements).map { elements in
      Scheduler(ofPart: configuration.part(elements: elements))
    }
  }

  /// The cycles of a workload. Without denser columns it is the estimate for the whole array.
  ///
  /// - Throws: `Refusal` if the tokens exceed the capacity.
  public func cycles(_ workload: Workload) throws -> Int {
    func sparser(_ elements: Int) throws -> Int {
      try sparserEngines[elements - 1].estimate(workload, headDimension: headDimension).total
    }
    func denser(_ elements: Int) -> Int {
      denserCycles(entries: workload.denserScores, elements: elements)
    }
    let all = sparserEngines.count
    if workload.denserScores == 0 { return try sparser(all) }
    if workload.rest.storage.isEmpty { return denser(all) }
    if all == 1 { return try denser(1) + sparser(1) }
    // With more elements for the denser engine it gets faster and the sparser one slower. This is
    // the smallest share with which it is not the slower one, and all are if there is none.
    var (low, high) = (1, all)
    var best = denser(all - 1)
    while low < high {
      let share = (low + high) / 2
      let time = try sparser(all - share)
      if denser(share) <= time {
        high = share
        best = time
      } else {
        low = share + 1
      }
    }
    return low > 1 ? min(best, denser(low - 1)) : best
  }

  /// A number that `cycles` is never below, found without a schedule.
  public func leastCycles(_ workload: Workload) -> Int {
    denserCycles(
      entries: workload.denserScores + workload.rest.storage.count,
      elements: sparserEngines.count)
  }

  /// Both phases take an entry one cycle of an element for each chunk.
  private func denserCycles(entries: Int, elements: Int) -> Int {
    let chunks = configuration.chunks(headDimension: headDimension)
    return dividedRoundingUp(2 * entries * chunks, by: elements)
  }
}

extension AcceleratorConfiguration {
  /// Some of the elements, each with memories for as many tokens as they need.
  fileprivate func part(elements: Int) -> AcceleratorConfiguration {
    var part = self
    part.array.lines = linesPerElement * elements
    part.array.elements = elements
    let share = dividedRoundingUp(capacity.tokens, by: elements)
    part.capacity.tokensPerBank = max(share, capacity.tokensPerBank)
    part.capacity.queriesPerElement = max(share, capacity.queriesPerElement)
    return part
  }
}
