import AttentionSpec

/// What is given to a channel: weights, or the place of a load.
enum ChannelCommand {
  case weights
  case load(AttentionPlan.Load)
}

/// Tokens of units that have arrived, by memory, as the walks see them.
struct ArrivalTiming {
  private var tokens: [[Int]]
  private var coming: [TimedQueue<Int>]
  private let unitTokens: [Int]

  init(_ units: [AttentionPlan.Unit]) {
    tokens = OperandMemory.allCases.map { _ in units.map { _ in 0 } }
    coming = OperandMemory.allCases.map { _ in TimedQueue() }
    unitTokens = units.map(\.tokens)
  }

  func count(_ memory: OperandMemory, _ unit: Int) -> Int { tokens[memory.number][unit] }

  func isComplete(_ unit: Int) -> Bool {
    tokens.allSatisfy { $0[unit] == unitTokens[unit] }
  }

  mutating func arrive(_ memory: OperandMemory, _ unit: Int, at cycle: Int) {
    coming[memory.number].push(unit, at: cycle)
  }

  mutating func step(_ cycle: Int) {
    for memory in coming.indices {
      while let unit = coming[memory].front(cycle) {
        coming[memory].pop()
        tokens[memory][unit] += 1
      }
    }
  }
}

/// The channel of queries and keys: beats that wait, and a step of the decoder a cycle.
struct CodeTiming {
  private let units: [AttentionPlan.Unit]
  private let parameters: TimingParameters
  private let wordsOfBeat: Int
  private var commands = TimedQueue<ChannelCommand>()
  private var beats = 0
  private var load: AttentionPlan.Load?
  /// The place in the load: token, chunk or word, group of heads, and step.
  private var token = 0
  private var chunk = 0
  private var group = 0
  private var step = 0
  /// The word of the load that is read, and that with which its codes begin; beats of it that are
  /// over.
  private var start = 0
  private var beatsOver = 0
  /// Buses that keys are written by, in the cycles that come.
  private var keyBuses = Array(repeating: 0, count: 8)

  init(_ units: [AttentionPlan.Unit], _ parameters: TimingParameters) {
    (self.units, self.parameters) = (units, parameters)
    wordsOfBeat = parameters.portBytes / parameters.wordBytes
  }

  var hasSpace: Bool { commands.count < Delays.loadsWaiting }

  mutating func give(_ command: ChannelCommand, _ cycle: Int) {
    commands.push(command, at: cycle + Delays.loadQueue)
  }

  mutating func land() { beats += 1 }

  /// Whether a key is written by a bus in this cycle.
  func takesBus(_ bus: Int, _ cycle: Int) -> Bool { keyBuses[cycle & 7] >> bus & 1 == 1 }

  mutating func step(
    _ cycle: Int, _ arrivals: inout ArrivalTiming, _ requester: inout RequesterTiming
  ) {
    keyBuses[(cycle + Delays.codesToKey) & 7] = 0
    guard let load else {
      begin(cycle, takesWeights: true)
      return
    }
    let unit = units[load.unit]
    let codes = unit.codes
    let lanes = parameters.decoder.codes
    let passes = codes == 0
    // Of a token: words that pass are codes of which one word is made each.
    let ofWord = passes ? 1 : codes
    let lane = start % lanes
    let steps = (lane + ofWord - 1) / lanes + 1
    let part = (start / lanes + step) * lanes
    let beat = part / wordsOfBeat
    guard beat - beatsOver < beats else { return }
    step += 1
    var isOver = false
    if step == steps {
      step = 0
      let heads = passes ? 1 : parameters.decoder.heads
      if load.memory == .keys { writeKeys(unit, load, heads, cycle) }
      let groups = passes ? 1 : dividedRoundingUp(unit.heads, by: heads)
      group += 1
      if group == groups {
        group = 0
        start += ofWord
        chunk += 1
        if chunk == parameters.chunks * (passes ? unit.heads : 1) {
          chunk = 0
          token += 1
          arrivals.arrive(load.memory, load.unit, at: cycle + Delays.codesToArrival)
          isOver = token == load.tokens.count
        }
      }
    }
    let over = isOver ? dividedRoundingUp(start, by: wordsOfBeat) : start / wordsOfBeat
    // A beat in the middle of a token's codes is read again for the heads that follow.
    while beatsOver < over {
      beatsOver += 1
      beats -= 1
      requester.free()
    }
    if isOver { begin(cycle, takesWeights: false) }
  }

  private mutating func writeKeys(
    _ unit: AttentionPlan.Unit, _ load: AttentionPlan.Load, _ heads: Int, _ cycle: Int
  ) {
    let first = unit.codes == 0 ? chunk / parameters.chunks : group * heads
    let place = (unit.base[.keys] ?? 0) + load.tokens.lowerBound + token
    for head in first..<min(first + heads, unit.heads) {
      let bus = (place + head * unit.layout.stride) % parameters.writeBuses
      keyBuses[(cycle + Delays.codesToKey) & 7] |= 1 << bus
    }
  }

  private mutating func begin(_ cycle: Int, takesWeights: Bool) {
    load = nil
    switch commands.front(cycle) {
    case nil: return
    case .weights:
      if takesWeights { commands.pop() }
    case .load(let next):
      commands.pop()
      load = next
      (token, chunk, group, step, start, beatsOver) = (0, 0, 0, 0, 0, 0)
    }
  }
}

/// The channel of values: beats that wait, and a word a cycle, where no key takes its bus.
struct ValueTiming {
  private let units: [AttentionPlan.Unit]
  private let parameters: TimingParameters
  private let wordsOfBeat: Int
  private var commands = TimedQueue<AttentionPlan.Load>()
  private var beats = TimedQueue<Void>()
  private var load: AttentionPlan.Load?
  private var word = 0
  /// The word that waits for its bank: its bus, and the unit of which it completes a token.
  private var held: (bus: Int, unit: Int?)?

  init(_ units: [AttentionPlan.Unit], _ parameters: TimingParameters) {
    (self.units, self.parameters) = (units, parameters)
    wordsOfBeat = parameters.portBytes / parameters.wordBytes
  }

  var hasSpace: Bool { commands.count < Delays.loadsWaiting }

  mutating func give(_ load: AttentionPlan.Load, _ cycle: Int) {
    commands.push(load, at: cycle + Delays.loadQueue)
  }

  mutating func land(_ cycle: Int) { beats.push((), at: cycle + 2) }

  mutating func step(
    _ cycle: Int, _ codes: CodeTiming, _ arrivals: inout ArrivalTiming,
    _ requester: inout RequesterTiming
  ) {
    if let held, !codes.takesBus(held.bus, cycle) {
      if let unit = held.unit { arrivals.arrive(.values, unit, at: cycle + 1) }
      self.held = nil
    }
    guard let load else {
      begin(cycle)
      return
    }
    guard held == nil, beats.front(cycle) != nil else { return }
    let unit = units[load.unit]
    let ofToken = unit.heads * parameters.chunks
    let (token, head) = (word / ofToken, word % ofToken / parameters.chunks)
    let place = (unit.base[.values] ?? 0) + parameters.keyPlaces + load.tokens.lowerBound + token
    word += 1
    held = (
      (place + head * unit.layout.stride) % parameters.writeBuses,
      word % ofToken == 0 ? load.unit : nil
    )
    let isOver = word == load.tokens.count * ofToken
    guard isOver || word % wordsOfBeat == 0 else { return }
    beats.pop()
    requester.free()
    if isOver { begin(cycle) }
  }

  private mutating func begin(_ cycle: Int) {
    load = commands.front(cycle)
    guard load != nil else { return }
    commands.pop()
    word = 0
  }
}
