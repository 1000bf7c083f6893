import AttentionSpec

/// The reads of a plan: channels that share a port, tokens of bandwidth, and the decoder.
struct LoadTiming {
  private enum Kind {
    case codes(OperandMemory)
    case values, slots
  }

  private struct Burst {
    let kind: Kind
    let load: AttentionPlan.Load?
    var bytes: Int
    let ready: Int
  }

  /// A load of which a part is still to be asked for, or to be decoded.
  private struct Channel {
    let loads: [AttentionPlan.Load]
    var next = 0
  }

  private let parameters: TimingParameters
  private let walk: PlanWalk
  private let headsOfUnit: [Int]
  private var codes: Channel
  private var values: Channel
  private var codesWereLast = true
  private var outstanding = 0
  /// Bytes of codes that are asked for and not decoded.
  private var codeBytes = 0
  private var slotsAsked = 0
  private var bursts: [Burst] = []
  private var firstBurst = 0
  /// What came and is not decoded: a load and its bytes.
  private var undecoded: [(load: AttentionPlan.Load, bytes: Int)] = []
  private var firstUndecoded = 0
  /// Bytes of decoding that are done of the first, beyond whole ones.
  private var decodedBytes = 0

  /// Tokens that have arrived, all units numbered through, and slots.
  private(set) var arrived: [OperandMemory: Int] = [:]
  private(set) var arrivedSlots = 0
  private var arrivedSlotBytes = 0
  private(set) var bytes = 0

  init(_ plan: AttentionPlan, _ walk: PlanWalk, _ parameters: TimingParameters) {
    self.parameters = parameters
    self.walk = walk
    headsOfUnit = plan.units.map(\.heads)
    codes = Channel(loads: plan.codes)
    values = Channel(loads: plan.values)
    for memory in OperandMemory.allCases { arrived[memory] = 0 }
  }

  /// Asks for one burst, if one may be asked for.
  mutating func ask(cycle: Int, slotsWalked: Int, scoreSlots: Int, progress: [Int]) {
    guard outstanding < parameters.outstandingBytes else { return }
    if slotsAsked < walk.slots, slotsAsked - scoreSlots < parameters.slotsAhead,
      slotsAsked + parameters.slotsOfBeat - slotsWalked <= parameters.slotRing
    {
      slotsAsked += parameters.slotsOfBeat
      push(.slots, nil, slotBytes, cycle)
      return
    }
    for isCodes in [!codesWereLast, codesWereLast] {
      let channel = isCodes ? codes : values
      guard channel.next < channel.loads.count else { continue }
      let load = channel.loads[channel.next]
      guard load.wait.count <= progress[load.wait.progress.index] else { continue }
      let size = bytes(of: load)
      if isCodes, parameters.decodedWords != nil {
        guard codeBytes + size <= parameters.codeBytes else { continue }
        codeBytes += size
      }
      if isCodes { codes.next += 1 } else { values.next += 1 }
      codesWereLast = isCodes
      push(isCodes ? .codes(load.memory) : .values, load, size, cycle)
      return
    }
  }

  private mutating func push(
    _ kind: Kind, _ load: AttentionPlan.Load?, _ size: Int, _ cycle: Int
  ) {
    bursts.append(
      Burst(kind: kind, load: load, bytes: size, ready: cycle + parameters.latency))
    outstanding += size
  }

  /// Slots of a beat with the records of their rows, on the average.
  private var slotBytes: Int {
    parameters.slotsOfBeat * walk.elements
      + parameters.slotsOfBeat * parameters.rowBytes * walk.rows.count / max(1, walk.slots)
  }

  private func bytes(of load: AttentionPlan.Load) -> Int {
    let words =
      load.memory == .values || parameters.decodedWords == nil
      ? headsOfUnit[load.unit] : parameters.codesOfToken
    return load.tokens.count * words * parameters.wordBytes
  }

  /// Takes what comes in a cycle, as far as the bandwidth goes.
  mutating func take(cycle: Int, saved: inout Int) {
    var room = parameters.portBytes
    while room > 0, firstBurst < bursts.count, bursts[firstBurst].ready <= cycle {
      let part = min(bursts[firstBurst].bytes, room)
      guard saved >= 10 * part else { return }
      saved -= 10 * part
      room -= part
      outstanding -= part
      bytes += part
      bursts[firstBurst].bytes -= part
      land(bursts[firstBurst], part)
      if bursts[firstBurst].bytes == 0 { firstBurst += 1 }
    }
  }

  private mutating func land(_ burst: Burst, _ part: Int) {
    switch burst.kind {
    case .slots:
      arrivedSlotBytes += part
      arrivedSlots = arrivedSlotBytes / slotBytes * parameters.slotsOfBeat
    case .values: if burst.bytes == 0, let load = burst.load { arrive(load) }
    case .codes:
      guard let load = burst.load else { return }
      if parameters.decodedWords == nil {
        if burst.bytes == 0 { arrive(load) }
      } else if let last = undecoded.indices.last, last >= firstUndecoded,
        undecoded[last].load == load
      {
        undecoded[last].bytes += part
      } else {
        undecoded.append((load, part))
      }
    }
  }

  private mutating func arrive(_ load: AttentionPlan.Load) {
    arrived[load.memory] = walk.firstToken[load.unit] + load.tokens.upperBound
  }

  /// Decodes for a cycle: words of a token come from as many bytes as its codes have.
  mutating func decode() {
    guard let words = parameters.decodedWords, firstUndecoded < undecoded.count else { return }
    let (load, waiting) = undecoded[firstUndecoded]
    let heads = headsOfUnit[load.unit]
    // In bytes times heads, so that numbers stay whole.
    let tokenBytes = parameters.codesOfToken * parameters.wordBytes * heads
    let before = decodedBytes
    decodedBytes = min(
      decodedBytes + words * parameters.wordBytes * parameters.codesOfToken, waiting * heads)
    codeBytes -= decodedBytes / heads - before / heads
    arrived[load.memory] =
      walk.firstToken[load.unit] + load.tokens.lowerBound + decodedBytes / tokenBytes
    guard decodedBytes == load.tokens.count * tokenBytes else { return }
    firstUndecoded += 1
    decodedBytes = 0
  }
}

extension AttentionPlan.Progress {
  /// Its place among all cases.
  var index: Int {
    switch self {
    case .scoreSlots: 0
    case .outputSlots: 1
    case .rows: 2
    }
  }
}
