import AttentionSpec

/// The cycles of a plan from its start write to its interrupt, by a model of the accelerator's
/// units, cycle after cycle: what holds up what is as in the RTL, and delays are its own.
struct AttentionTiming {
  private let parameters: TimingParameters
  private let walk: PlanWalk
  private var memory: MemoryTiming
  private var loads: LoadTiming
  private var dispatch: DispatchTiming
  private var outputs: OutputTiming
  private var elements: [ElementTiming]
  private var progress = ProgressTiming()
  private var cycle = 0
  /// Slots in front of the walks, by when they are shown.
  private var shownFrom: [Int] = []
  /// Slots that have passed, and those that wait for their issue.
  private var scoresPassed = 0
  private var outputsPassed = 0
  private var scoresPend = false
  private var outputsPend = false
  private var outputsWereLast = true
  private var chunk = 0
  private var result = AttentionEstimate()

  /// Cycles without any progress after which a plan is said to stand still.
  private static let quietMax = 10_000

  /// - Throws: `StandStill` for a plan that does not come to its end.
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
    memory = MemoryTiming(parameters)
    loads = LoadTiming(walk, parameters)
    dispatch = DispatchTiming(walk, parameters)
    outputs = OutputTiming(walk, parameters)
    var rows: [[(entries: Int, unit: Int)]] = Array(repeating: [], count: walk.elements)
    for row in walk.rows { rows[row.element].append((row.entries, row.unit)) }
    elements = rows.map { ElementTiming(rows: $0) }
    shownFrom.reserveCapacity(walk.slots)
    result.idleOfUnits = walk.units.map { _ in 0 }
  }

  private mutating func run() throws {
    var before = -1
    var since = 0
    let chunks = walk.rows.count * parameters.chunks
    while outputs.chunksWritten < chunks || outputs.wordsWait {
      step()
      let now = scoresPassed + outputsPassed + outputs.chunksWritten
      if now != before { (before, since) = (now, cycle) }
      guard cycle - since < Self.quietMax else {
        throw standStill
      }
    }
    result.cycles = outputs.lastWrite + parameters.latency + Delays.end
    result.unitEnds = outputs.unitEnds
    result.bytesRead = memory.bytesRead
    result.bytesWritten = memory.bytesWritten
  }

  private var standStill: StandStill {
    StandStill(
      unit: outputsPassed < walk.slots ? walk.unitOfSlot[outputsPassed] : walk.units.count - 1,
      slots: walk.slots, scoresPassed: scoresPassed, outputsPassed: outputsPassed,
      scores: scoresWait ?? .done, outputs: outputsWait ?? .done)
  }

  /// A cycle: whoever takes comes before whoever gives, so that what is given is seen in the next.
  private mutating func step() {
    cycle += 1
    let progressBefore = progress
    for index in elements.indices { elements[index].step(cycle) }
    memory.sendRequest(cycle)
    outputs.step(cycle, &elements, &memory)
    walkSlots()
    takeSlot()
    if dispatch.step(cycle, &loads, &elements, parameters) { progress.rows += 1 }
    for index in elements.indices { elements[index].finishCycle() }
    loads.end(cycle, rowsOverSince: outputs.rowsOverSince)
    loads.step(cycle, progressBefore, &memory)
    let (beat, writes) = memory.step(cycle)
    if let beat { loads.land(beat, cycle) }
    if writes { outputs.wordWritten(cycle) }
  }

  private mutating func takeSlot() {
    let count = shownFrom.count
    guard loads.slots.hasRecord, count < walk.slots,
      count - scoresPassed < parameters.slotsAhead + Delays.slotsOnWay,
      count - outputsPassed < parameters.slotRing + Delays.slotsOnWay
    else { return }
    loads.takeSlot()
    shownFrom.append(cycle + Delays.slotToWalk)
  }

  private mutating func walkSlots() {
    let (scoresLeave, outputsLeave) = issue()
    let scores = scoresPend && !scoresLeave ? nil : Optional(scoresWait)
    let outputs = outputsPend && !outputsLeave ? nil : Optional(outputsWait)
    if scoresLeave { leaveScores() }
    if outputsLeave { leaveOutputs() }
    if case .some(nil) = scores { passScores() }
    if case .some(nil) = outputs { passOutputs() }
    if let scores = scores ?? nil, let outputs = outputs ?? nil, !scoresPend, !outputsPend,
      outputsPassed < walk.slots
    {
      result.idle[AttentionEstimate.Idle(scores: scores, outputs: outputs), default: 0] += 1
      result.idleOfUnits[walk.unitOfSlot[outputsPassed]] += 1
    }
  }

  /// Issues a chunk of a slot that has passed, of both walks in turn; returns whether a slot is
  /// over.
  private mutating func issue() -> (scores: Bool, outputs: Bool) {
    guard scoresPend || outputsPend else { return (false, false) }
    let goesOn = chunk > 0
    let isOutputs =
      goesOn ? outputsWereLast : outputsPend && !(scoresPend && outputsWereLast)
    outputsWereLast = isOutputs
    chunk += 1
    guard chunk == parameters.chunks else { return (false, false) }
    chunk = 0
    return (!isOutputs, isOutputs)
  }

  private mutating func leaveScores() {
    scoresPend = false
    progress.scoreSlots += 1
    for index in elements.indices where elements[index].scores.endsRow {
      elements[index].scores.endsRow = false
      elements[index].endScores()
    }
  }

  private mutating func leaveOutputs() {
    outputsPend = false
    progress.outputSlots += 1
    for index in elements.indices where elements[index].outputs.endsRow {
      elements[index].outputs.endsRow = false
      elements[index].endOutputs()
    }
  }

  /// Why the next slot for scores cannot pass; nil if it can.
  private var scoresWait: AttentionEstimate.Cause? {
    guard scoresPassed < walk.slots else { return .done }
    guard scoresPassed < shownFrom.count, shownFrom[scoresPassed] <= cycle else { return .index }
    if parameters.interleaving == .units, progress.outputSlots < begin(ofUnitOf: scoresPassed) {
      return .turn
    }
    let first = scoresPassed * walk.elements
    for index in elements.indices {
      let token = Int(walk.tokens[first + index])
      guard token >= 0 else { continue }
      if let cause = elements[index].scoresWait(token: token, loads.arrivals, parameters) {
        return cause
      }
    }
    return nil
  }

  /// Why the next slot for outputs cannot pass; nil if it can.
  private var outputsWait: AttentionEstimate.Cause? {
    guard outputsPassed < walk.slots else { return .done }
    guard outputsPassed < shownFrom.count, shownFrom[outputsPassed] <= cycle else { return .index }
    if parameters.interleaving == .units,
      scoresPassed < walk.endOfUnit[walk.unitOfSlot[outputsPassed]]
    {
      return .turn
    }
    let first = outputsPassed * walk.elements
    for index in elements.indices {
      let token = Int(walk.tokens[first + index])
      guard token >= 0 else { continue }
      if let cause = elements[index].outputsWait(token: token, loads.arrivals, parameters) {
        return cause
      }
    }
    return nil
  }

  private func begin(ofUnitOf slot: Int) -> Int {
    let unit = walk.unitOfSlot[slot]
    return unit == 0 ? 0 : walk.endOfUnit[unit - 1]
  }

  private mutating func passScores() {
    let first = scoresPassed * walk.elements
    for index in elements.indices where walk.tokens[first + index] >= 0 {
      elements[index].passScore()
    }
    scoresPassed += 1
    scoresPend = true
  }

  private mutating func passOutputs() {
    let first = outputsPassed * walk.elements
    for index in elements.indices where walk.tokens[first + index] >= 0 {
      elements[index].passOutput()
    }
    outputsPassed += 1
    outputsPend = true
  }
}
