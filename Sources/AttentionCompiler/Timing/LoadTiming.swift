import AttentionSpec

/// The reads of a plan: channels that share a port, and tokens of bandwidth.
///
/// A channel asks for no more than its FIFO has room for, so that nothing that has come ever waits
/// in front of the port.
struct LoadTiming {
  private enum Target { case codes, values, slots }

  private struct Burst {
    let target: Target
    let load: AttentionPlan.Load?
    var bytes: Int
    let ready: Int
  }

  private let parameters: TimingParameters
  private let slots: Int
  private let slotBytes: Int
  private var codes: ChannelTiming
  private var values: ChannelTiming
  private var codesWereLast = true
  private var slotsAsked = 0
  private var arrivedSlotBytes = 0
  private var bursts: [Burst] = []
  private var firstBurst = 0
  private(set) var bytes = 0

  init(_ plan: AttentionPlan, _ walk: PlanWalk, _ parameters: TimingParameters) {
    self.parameters = parameters
    slots = walk.slots
    let beat = parameters.slotsOfBeat
    // With the records of its rows, on the average.
    slotBytes =
      beat * parameters.slotBytes + beat * parameters.rowBytes * walk.rows.count / max(1, slots)
    let tokenBytes = parameters.chunks * parameters.wordBytes
    codes = ChannelTiming(
      plan.codes, walk, cyclesOfToken: plan.units.map(parameters.decodingCycles),
      bytesOfToken: plan.units.map { ($0.codes > 0 ? $0.codes : $0.heads) * tokenBytes },
      room: parameters.codeBytes, burstBytes: parameters.burstBytes)
    values = ChannelTiming(
      plan.values, walk,
      cyclesOfToken: plan.units.map {
        dividedRoundingUp($0.heads, by: parameters.valueWords) * parameters.chunks
      },
      bytesOfToken: plan.units.map { $0.heads * tokenBytes },
      room: parameters.valueBytes, burstBytes: parameters.burstBytes)
  }

  /// Slots of the index that have arrived.
  var arrivedSlots: Int { arrivedSlotBytes / slotBytes * parameters.slotsOfBeat }

  /// Tokens that have arrived, all units numbered through.
  func arrived(_ memory: OperandMemory) -> Int {
    (memory == .values ? values : codes).arrived[memory, default: 0]
  }

  /// Asks for one burst, if one may be asked for: the index first, then codes and values in turn.
  mutating func ask(cycle: Int, scoreSlots: Int, outputSlots: Int, rows: Int) {
    let behind = slotsAsked + parameters.slotsOfBeat - outputSlots
    if slotsAsked < slots, slotsAsked - scoreSlots < parameters.slotsAhead,
      behind <= parameters.slotRing + parameters.slotsWaiting
    {
      slotsAsked += parameters.slotsOfBeat
      bursts.append(
        Burst(target: .slots, load: nil, bytes: slotBytes, ready: cycle + parameters.latency))
      return
    }
    let progress: [AttentionPlan.Progress: Int] = [
      .scoreSlots: scoreSlots, .outputSlots: outputSlots, .rows: rows,
    ]
    for isCodes in [!codesWereLast, codesWereLast] {
      let asked = isCodes ? codes.ask(progress) : values.ask(progress)
      guard let (load, bytes) = asked else { continue }
      codesWereLast = isCodes
      bursts.append(
        Burst(
          target: isCodes ? .codes : .values, load: load, bytes: bytes,
          ready: cycle + parameters.latency))
      return
    }
  }

  /// Takes what comes in a cycle, as far as the bandwidth goes, and lets the channels work.
  mutating func step(cycle: Int, savedTenths: inout Int) {
    var room = parameters.portBytes
    while room > 0, firstBurst < bursts.count, bursts[firstBurst].ready <= cycle {
      let part = min(bursts[firstBurst].bytes, room)
      guard savedTenths >= 10 * part else { break }
      savedTenths -= 10 * part
      room -= part
      bytes += part
      bursts[firstBurst].bytes -= part
      land(bursts[firstBurst], part)
      if bursts[firstBurst].bytes == 0 { firstBurst += 1 }
    }
    codes.step()
    values.step()
  }

  private mutating func land(_ burst: Burst, _ part: Int) {
    switch (burst.target, burst.load) {
    case (.codes, let load?): codes.land(load, part)
    case (.values, let load?): values.land(load, part)
    default: arrivedSlotBytes += part
    }
  }
}
