import AttentionSpec

/// The cycles of a plan from its start to its last response, by a model of channels, rings and
/// walks, cycle after cycle.
struct AttentionTiming {
  private let parameters: TimingParameters
  private let walk: PlanWalk
  private var loads: LoadTiming
  private var elements: [ElementTiming]
  private var cycle = 0
  private var savedTenths = 0
  private var scoreSlots = 0
  private var outputSlots = 0
  private var rowsGiven = 0
  private var scoresWereLast = false
  private var dividerFree = 0
  /// When the array can take a next slot, and the dispatcher a next row.
  private var arrayFree = 0
  private var dispatcherFree = 0
  /// When chunks of rows can be written, the first at `firstOutput`.
  private var outputs: [Int] = []
  private var firstOutput = 0
  private var result = AttentionEstimate()

  /// Cycles without any progress after which a plan is said to stand still.
  private static let quietMax = 10_000

  /// - Throws: `Refusal` for a plan that stands still.
  static func estimate(
    _ plan: AttentionPlan, _ parameters: TimingParameters
  ) throws -> AttentionEstimate {
    var timing = AttentionTiming(plan, parameters)
    try timing.run()
    return timing.result
  }

  private init(_ plan: AttentionPlan, _ parameters: TimingParameters) {
    self.parameters = parameters
    walk = PlanWalk(plan)
    loads = LoadTiming(plan, walk, parameters)
    elements = Array(repeating: ElementTiming(), count: walk.elements)
  }

  private mutating func run() throws {
    var progress = -1
    var since = 0
    let chunks = walk.rows.count * parameters.chunks
    while firstOutput < chunks {
      step()
      let now = scoreSlots + outputSlots + firstOutput
      if now != progress { (progress, since) = (now, cycle) }
      guard cycle - since < Self.quietMax else {
        throw Refusal(
          "The plan stands still at slot \(scoreSlots) of \(walk.slots) for scores and "
            + "\(outputSlots) for outputs; give the rings of scores, rows or the index more room.")
      }
    }
    result.cycles = cycle + parameters.latency
    result.bytesRead = loads.bytes
    result.bytesWritten = chunks * parameters.wordBytes
  }

  private mutating func step() {
    cycle += 1
    savedTenths = min(parameters.savedTenths, savedTenths + parameters.bandwidthTenths)
    loads.ask(cycle: cycle, scoreSlots: scoreSlots, outputSlots: outputSlots, rows: rowsGiven)
    writeOutput()
    loads.step(cycle: cycle, savedTenths: &savedTenths)
    giveRow()
    for element in elements.indices { drain(element) }
    issue()
  }

  private mutating func writeOutput() {
    guard firstOutput < outputs.count, outputs[firstOutput] <= cycle,
      savedTenths >= 10 * parameters.wordBytes
    else { return }
    savedTenths -= 10 * parameters.wordBytes
    firstOutput += 1
  }

  /// Gives the next row to its element, which holds one ahead of the current one.
  private mutating func giveRow() {
    guard rowsGiven < walk.rows.count else { return }
    let row = walk.rows[rowsGiven]
    guard dispatcherFree <= cycle,
      elements[row.element].rowsGiven == elements[row.element].rowsBegun,
      loads.arrived(.queries) > walk.firstToken[row.unit] + row.token
    else { return }
    elements[row.element].rowsGiven += 1
    elements[row.element].nextEntries.append(row.entries)
    rowsGiven += 1
    dispatcherFree = cycle + parameters.chunks
  }

  private mutating func drain(_ index: Int) {
    guard elements[index].waiting > 0, elements[index].drainFree <= cycle,
      elements[index].finished[elements[index].firstFinished] <= cycle
    else { return }
    elements[index].firstFinished += 1
    for _ in 0..<parameters.chunks {
      elements[index].drainFree = max(elements[index].drainFree, cycle) + parameters.drainCycles
      outputs.append(elements[index].drainFree + parameters.outputLatency)
    }
  }

  private mutating func issue() {
    guard arrayFree <= cycle else { return }
    let (scores, outputs) = (scoresWait, outputsWait)
    switch (scores, outputs) {
    case (nil, nil): if scoresWereLast { issueOutputs() } else { issueScores() }
    case (nil, _): issueScores()
    case (_, nil): issueOutputs()
    case (let scores?, let outputs?):
      guard outputSlots < walk.slots else { return }
      result.idle[AttentionEstimate.Idle(scores: scores, outputs: outputs), default: 0] += 1
    }
  }

  /// Why the next slot for scores cannot be issued; nil if it can.
  private var scoresWait: AttentionEstimate.Cause? {
    guard scoreSlots < walk.slots else { return .done }
    guard scoreSlots < min(loads.arrivedSlots, outputSlots + parameters.slotRing) else {
      return .index
    }
    let unit = walk.unitOfSlot[scoreSlots]
    if parameters.interleaving == .units, unit > result.unitEnds.count { return .turn }
    let first = walk.firstToken[unit]
    let arrived = loads.arrived(.keys) - first
    for (index, element) in elements.enumerated() {
      let token = walk.tokens[scoreSlots * walk.elements + index]
      guard token >= 0 else { continue }
      if element.scored == 0 {
        if element.rowsGiven == element.rowsBegun { return .queries }
        if element.rowsBetween >= parameters.rowsBetween { return .rows }
      }
      if token >= arrived { return .keys }
      if element.entries >= parameters.scoreRing { return .scores }
    }
    return nil
  }

  private mutating func issueScores() {
    scoresWereLast = true
    arrayFree = cycle + parameters.chunks
    for index in elements.indices
    where walk.tokens[scoreSlots * walk.elements + index] >= 0 { score(index) }
    scoreSlots += 1
  }

  private mutating func score(_ index: Int) {
    if elements[index].scored == 0 {
      elements[index].scoredOf = elements[index].nextEntries[elements[index].rowsBegun]
      elements[index].rowsBegun += 1
    }
    elements[index].scored += 1
    elements[index].entries += 1
    let entries = elements[index].scoredOf
    guard elements[index].scored == entries else { return }
    elements[index].scored = 0
    let start = max(cycle + parameters.scoreLatency, elements[index].softmaxFree)
    elements[index].softmaxFree = start + entries
    let sum = start + entries + parameters.numeratorLatency
    dividerFree = max(dividerFree + 1, sum)
    elements[index].ready.append(
      (entries, start + parameters.numeratorLatency, dividerFree + parameters.divisionLatency))
  }

  /// Why the next slot for outputs cannot be issued; nil if it can.
  private var outputsWait: AttentionEstimate.Cause? {
    guard outputSlots < scoreSlots else { return .done }
    let unit = walk.unitOfSlot[outputSlots]
    if parameters.interleaving == .units, scoreSlots < walk.endOfUnit[unit] { return .turn }
    let first = walk.firstToken[unit]
    let arrived = loads.arrived(.values) - first
    for (index, element) in elements.enumerated() {
      let token = walk.tokens[outputSlots * walk.elements + index]
      guard token >= 0 else { continue }
      guard element.firstReady < element.ready.count else { return .numerators }
      let row = element.ready[element.firstReady]
      if row.numerator + element.summed > cycle { return .numerators }
      if token >= arrived { return .values }
      if element.summed + 1 == row.entries, element.waiting >= parameters.finishedRows - 1 {
        return .drain
      }
    }
    return nil
  }

  private mutating func issueOutputs() {
    scoresWereLast = false
    arrayFree = cycle + parameters.chunks
    for index in elements.indices
    where walk.tokens[outputSlots * walk.elements + index] >= 0 {
      elements[index].entries -= 1
      elements[index].summed += 1
      let row = elements[index].ready[elements[index].firstReady]
      guard elements[index].summed == row.entries else { continue }
      elements[index].summed = 0
      elements[index].firstReady += 1
      elements[index].finished.append(max(cycle + parameters.sumLatency, row.reciprocal))
    }
    outputSlots += 1
    if outputSlots == walk.endOfUnit[result.unitEnds.count] { result.unitEnds.append(cycle) }
  }
}
