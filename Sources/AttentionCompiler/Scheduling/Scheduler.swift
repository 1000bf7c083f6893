import AttentionSpec

/// Makes the static schedule of the rest of a workload.
///
/// Rows go to elements, and tokens to banks, heaviest first. Then slots are filled one after
/// another by `ListScheduler`. The mask is fixed after training, so none of this costs the
/// accelerator anything. The result depends on the inputs only.
public struct Scheduler: Sendable {
  public let configuration: AcceleratorConfiguration

  /// - Throws: `Refusal` if the configuration is not valid.
  public init(_ configuration: AcceleratorConfiguration) throws {
    try configuration.validate()
    self.configuration = configuration
  }

  /// The scheduler of a part of a valid array, which need not be one that can be built.
  init(ofPart configuration: AcceleratorConfiguration) {
    self.configuration = configuration
  }

  /// The cheapest schedule, by `CycleEstimate`, of those with a few distances between the ends of
  /// rows: the outputs of a row take `rowSpacing` cycles to leave their element, and a row that
  /// ends earlier stalls all elements, while idle slots that avoid it cost SDDMM cycles.
  ///
  /// - Throws: `Refusal` if the workload, the head dimension or the schedule exceeds the capacity.
  public func schedule(_ workload: Workload, headDimension: Int) throws -> Schedule {
    try checkCapacity(workload, headDimension)
    var best: (schedule: Schedule, cycles: Int)?
    for gap in rowGaps {
      let schedule = schedule(workload.rest, rowGap: gap)
      let estimate = CycleEstimate(
        schedule, configuration: configuration, headDimension: headDimension)
      if let best, best.cycles <= estimate.total { continue }
      guard schedule.slotCount <= configuration.capacity.slots else { continue }
      best = (schedule, estimate.total)
    }
    guard let best else { throw refusal(.enough, slots(workload)) }
    return best.schedule
  }

  /// The fewest slots of the schedules that are tried, as far as that decides whether one fits: of
  /// those that do, the first counts.
  func slots(_ workload: Workload) -> Int {
    var fewest = Int.max
    for gap in rowGaps where fewest > configuration.capacity.slots {
      fewest = min(fewest, schedule(workload.rest, rowGap: gap).slotCount)
    }
    return fewest
  }

  /// The cycles of the rest of a workload. How many slots fit is not looked at.
  ///
  /// - Throws: `Refusal` if the tokens or the head dimension exceed the capacity.
  func estimate(_ workload: Workload, headDimension: Int) throws -> CycleEstimate {
    try checkSizes(workload, headDimension)
    let estimates = rowGaps.map { gap in
      CycleEstimate(
        schedule(workload.rest, rowGap: gap), configuration: configuration,
        headDimension: headDimension)
    }
    guard let best = estimates.min(by: { $0.total < $1.total }) else {
      preconditionFailure("There is a distance between rows to try.")
    }
    return best
  }

  /// The distances between row ends that are tried.
  private var rowGaps: [Int] {
    let spacing = configuration.rowSpacing
    return Set([0, spacing / 2, spacing]).sorted()
  }

  /// The schedule whose row ends, within an element, are at least `rowGap` slots apart.
  private func schedule(_ rest: KeptRows<Int>, rowGap: Int) -> Schedule {
    let rows = rest.indices.filter { !rest[$0].isEmpty }
    let owners = Assignment(
      weights: rows.map { max(rest[$0].count, configuration.rowSpacing) },
      bins: configuration.array.elements, capacity: configuration.capacity.queriesPerElement)
    let tokens = Assignment(
      weights: tokenCounts(rest), bins: configuration.banks,
      capacity: configuration.capacity.tokensPerBank)
    var scheduler = ListScheduler(
      rest, tokenCounts: tokenCounts(rest),
      rowsOfElement: owners.thingsOfBin.map { $0.map { rows[$0] } },
      bankOfToken: tokens.binOfThing, rowGap: rowGap)
    scheduler.run()
    return scheduler.schedule(placements: placements(tokens))
  }

  /// For each token the entries that are its.
  private func tokenCounts(_ rest: KeptRows<Int>) -> [Int] {
    rest.storage.reduce(into: Array(repeating: 0, count: rest.rows)) { $0[$1] += 1 }
  }

  private func placements(_ tokens: Assignment) -> [TokenPlacement] {
    var placements = Array(
      repeating: TokenPlacement(bank: 0, address: 0), count: tokens.binOfThing.count)
    for (bank, members) in tokens.thingsOfBin.enumerated() {
      for (address, token) in members.enumerated() {
        placements[token] = TokenPlacement(bank: bank, address: address)
      }
    }
    return placements
  }

  func checkSizes(_ workload: Workload, _ headDimension: Int) throws {
    let capacity = configuration.capacity
    let tokens = workload.tokens
    guard tokens <= capacity.tokens else {
      throw Refusal(
        "\(workload.heads.count > 1 ? "The masks together have" : "The mask has") "
          + "\(tokens.counted("token")) but \(configuration.name) holds "
          + "\(capacity.tokens); "
          + "raise capacity.tokens to at least \(tokens).")
    }
    try checkHeadDimension(headDimension)
  }

  func checkHeadDimension(_ headDimension: Int) throws {
    let capacity = configuration.capacity
    guard headDimension > 0, headDimension <= capacity.headDimension else {
      throw Refusal(
        "The head dimension is \(headDimension) but \(configuration.name) takes 1 to "
          + "\(capacity.headDimension); raise capacity.headDimension or give another head.")
    }
  }

  private func checkCapacity(_ workload: Workload, _ headDimension: Int) throws {
    try checkSizes(workload, headDimension)
    // A hopeless mask is refused before the work.
    let shortest = shortestSchedule(workload)
    guard shortest <= AcceleratorConfiguration.slotsMax else {
      throw refusal(.least, shortest)
    }
    guard shortest <= configuration.capacity.slots else {
      throw refusal(.enough, slots(workload))
    }
  }

  /// A number of slots that no schedule is below.
  func shortestSchedule(_ workload: Workload) -> Int {
    let rest = workload.rest
    guard !rest.storage.isEmpty else { return 0 }
    return max(
      rest.lazy.map(\.count).max() ?? 0,
      dividedRoundingUp(rest.storage.count, by: configuration.array.elements))
  }

  private func refusal(_ bound: SlotDemand.Bound, _ slots: Int) -> Refusal {
    SlotDemand(heads: 1, head: 0, slots: slots, bound: bound)
      .refusal(configuration, name: "the head")
  }
}
