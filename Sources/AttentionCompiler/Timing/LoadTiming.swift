import AttentionSpec

/// The program reader: an instruction a cycle, as far as the parts take what it says, but a load
/// when its size is checked.
struct ProgramTiming {
  private let instructions: [PlanWalk.Instruction]
  private var accepted = 0
  private var read: Int?
  private var next: Int?
  /// Cycles that it has been looked at before.
  private var age = 0
  private var isAsked = false
  private var isPlaced = false
  private(set) var isEnded = false

  init(_ instructions: [PlanWalk.Instruction]) { self.instructions = instructions }

  /// - Returns: The instruction that is looked at.
  var current: PlanWalk.Instruction? { next.map { instructions[$0] } }

  /// Says that the instruction that is looked at is done, or not; takes another.
  mutating func step(isDone: Bool, _ records: inout RecordTiming) {
    if isDone { next = nil }
    age += 1
    if next == nil { (next, read, age) = (read, nil, 0) }
    guard read == nil, records.hasRecord, accepted < instructions.count else { return }
    records.take()
    read = accepted
    accepted += 1
  }

  /// Whether a load that is looked at may be taken.
  var isChecked: Bool { age >= Delays.loadCheck }

  /// A half of a load is taken.
  mutating func take(asks: Bool, places: Bool) -> Bool {
    isAsked = isAsked || asks
    isPlaced = isPlaced || places
    guard isAsked, isPlaced else { return false }
    (isAsked, isPlaced) = (false, false)
    return true
  }

  var lacksAsk: Bool { !isAsked }
  var lacksPlaces: Bool { !isPlaced }
}

/// All that comes from the memory outside: the program, the index, and operands.
struct LoadTiming {
  private let parameters: TimingParameters
  private let units: [AttentionPlan.Unit]
  private var program: ProgramTiming
  private var instructions: RecordTiming
  private(set) var slots: RecordTiming
  private(set) var rows: RecordTiming
  private var codeRequester: RequesterTiming
  private var valueRequester: RequesterTiming
  private var codes: CodeTiming
  private var values: ValueTiming
  private(set) var arrivals: ArrivalTiming
  /// Units that have been given, and when the places of their heads are known.
  private var given = 0
  private var knownFrom: [Int] = []
  private var ended = 0
  private var endsFrom = 0

  init(_ walk: PlanWalk, _ parameters: TimingParameters) {
    self.parameters = parameters
    units = walk.units
    program = ProgramTiming(walk.program)
    instructions = RecordTiming(
      .program, records: walk.program.count,
      recordsOfBeat: parameters.portBytes / Instruction.bytes, parameters)
    slots = RecordTiming(
      .slots, records: walk.slots, recordsOfBeat: parameters.slotsOfBeat, parameters)
    rows = RecordTiming(
      .rows, records: walk.rows.count, recordsOfBeat: parameters.portBytes / parameters.rowBytes,
      parameters)
    codeRequester = RequesterTiming(.codes, bytes: parameters.codeBytes, parameters)
    valueRequester = RequesterTiming(.values, bytes: parameters.valueBytes, parameters)
    codes = CodeTiming(walk.units, parameters)
    values = ValueTiming(walk.units, parameters)
    arrivals = ArrivalTiming(walk.units)
    instructions.start(Delays.start)
  }

  /// Whether rows of a unit may be dispatched.
  func isKnown(_ unit: Int, _ cycle: Int) -> Bool {
    unit < knownFrom.count && knownFrom[unit] <= cycle
  }

  mutating func takeSlot() { slots.take() }
  mutating func takeRow() { rows.take() }

  /// The units end in their order, when their rows have been handed over and all their tokens are
  /// there.
  mutating func end(_ cycle: Int, rowsOverSince: [Int]) {
    guard ended < given, endsFrom <= cycle, rowsOverSince[ended] <= cycle,
      arrivals.isComplete(ended)
    else { return }
    ended += 1
    endsFrom = cycle + Delays.unitToPlace
  }

  /// One cycle, but for what comes from the memory.
  mutating func step(
    _ cycle: Int, _ progress: ProgressTiming, _ memory: inout MemoryTiming
  ) {
    arrivals.step(cycle)
    codeRequester.step(cycle, progress, &memory)
    valueRequester.step(cycle, progress, &memory)
    codes.step(cycle, &arrivals, &codeRequester)
    values.step(cycle, codes, &arrivals, &valueRequester)
    let isDone = does(cycle)
    program.step(isDone: isDone, &instructions)
    instructions.step(cycle, &memory)
    slots.step(cycle, &memory)
    rows.step(cycle, &memory)
  }

  mutating func land(_ reader: MemoryTiming.Reader, _ cycle: Int) {
    switch reader {
    case .program: instructions.land(cycle)
    case .slots: slots.land(cycle)
    case .rows: rows.land(cycle)
    case .codes: codes.land()
    case .values: values.land(cycle)
    }
  }

  /// Does what the program says, if it can; returns whether it is done.
  private mutating func does(_ cycle: Int) -> Bool {
    switch program.current {
    case nil: return false
    case .setting, .end: return true
    case .index:
      slots.start(cycle)
      rows.start(cycle)
      return true
    case .unit(let unit):
      let isFree = (knownFrom.last ?? 0) <= cycle && endsFrom <= cycle
      guard isFree, given - ended < Delays.units else { return false }
      given += 1
      knownFrom.append(cycle + units[unit].heads + 1)
      return true
    case .weights:
      guard codes.hasSpace else { return false }
      codes.give(.weights, cycle)
      return true
    case .load(let load):
      return program.isChecked && give(load, cycle)
    }
  }

  private mutating func give(_ load: AttentionPlan.Load, _ cycle: Int) -> Bool {
    let unit = units[load.unit]
    let isOfValues = load.memory == .values
    let words =
      (isOfValues || unit.codes == 0 ? unit.heads : unit.codes) * parameters.chunks
    let ofToken = words * parameters.wordBytes
    let ask = RequesterTiming.Ask(
      firstBeat: load.tokens.lowerBound * ofToken / parameters.portBytes,
      beats: dividedRoundingUp(load.tokens.count * ofToken, by: parameters.portBytes),
      wait: load.wait)
    let asks = program.lacksAsk && (isOfValues ? valueRequester : codeRequester).hasSpace
    let places = program.lacksPlaces && (isOfValues ? values.hasSpace : codes.hasSpace)
    if asks {
      if isOfValues { valueRequester.give(ask, cycle) } else { codeRequester.give(ask, cycle) }
    }
    if places {
      if isOfValues { values.give(load, cycle) } else { codes.give(.load(load), cycle) }
    }
    return program.take(asks: asks, places: places)
  }
}
