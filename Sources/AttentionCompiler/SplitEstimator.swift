import AttentionSpec

/// Estimates the cycles of a head on two engines that share the elements of an array and run side
/// by side, with the elements divided in the best way for the head.
///
/// The denser engine computes every score of the denser columns, kept or not, and is never idle.
/// The sparser engine computes the rest, in no fewer slots than its entries need on all of its
/// elements. Nor in fewer than its longest row has entries, but the heads of a layer share the
/// array, so that a head has its part of these slots. Schedules come within some percent of that.
/// An array of one element does one after the other. Loading and filling the pipeline are not
/// counted.
public struct SplitEstimator: Sendable {
  public let configuration: AcceleratorConfiguration
  public let headDimension: Int
  private let heads: Int

  /// - Parameter heads: Of a layer, all about as long.
  /// - Throws: `Refusal` if the configuration is not valid, or does not take the head dimension.
  public init(
    _ configuration: AcceleratorConfiguration, headDimension: Int, heads: Int
  ) throws {
    try configuration.validate()
    guard (1...configuration.capacity.headDimension).contains(headDimension) else {
      throw Refusal(
        "The head dimension is \(headDimension) but \(configuration.name) takes 1 to "
          + "\(configuration.capacity.headDimension); raise capacity.headDimension or give another "
          + "head.")
    }
    self.configuration = configuration
    self.headDimension = headDimension
    self.heads = max(1, heads)
  }

  /// The cycles of a workload.
  ///
  /// - Throws: `Refusal` if the tokens of a head exceed the capacity.
  public func cycles(_ workload: Workload) throws -> Int {
    let tokens = workload.heads.map(\.tokens).max() ?? 0
    guard tokens <= configuration.capacity.tokens else {
      throw Refusal(
        "The mask has \(tokens.counted("token")) but \(configuration.name) holds "
          + "\(configuration.capacity.tokens); raise capacity.tokens to at least \(tokens).")
    }
    let all = configuration.array.elements
    let longest = (0..<workload.rest.rows).map { workload.rest[$0].count }.max() ?? 0
    func sparser(_ elements: Int) -> Int {
      let share = dividedRoundingUp(workload.rest.storage.count, by: elements)
      return walked(max(share, dividedRoundingUp(longest, by: heads)))
    }
    func denser(_ elements: Int) -> Int {
      walked(dividedRoundingUp(workload.denserScores, by: elements))
    }
    if workload.denserScores == 0 { return sparser(all) }
    if workload.rest.storage.isEmpty { return denser(all) }
    if all == 1 { return denser(1) + sparser(1) }
    return (1..<all).map { max(denser($0), sparser(all - $0)) }.min() ?? denser(1) + sparser(1)
  }

  /// A slot is walked twice, for scores and for outputs, one cycle for each chunk.
  private func walked(_ slots: Int) -> Int {
    2 * slots * configuration.chunks(headDimension: headDimension)
  }
}
