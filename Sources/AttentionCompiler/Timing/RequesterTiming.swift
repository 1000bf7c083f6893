import AttentionSpec

/// What asks for the bytes of the loads of a channel: burst after burst, as far as there is room
/// for their beats.
struct RequesterTiming {
  /// A load by its first beat in its operand.
  struct Ask {
    let firstBeat: Int
    let beats: Int
    let wait: AttentionPlan.Wait
  }

  private let reader: MemoryTiming.Reader
  private let blockBeats: Int
  private var room: Int
  private var asks = TimedQueue<Ask>()
  private var load: Ask?
  private var isWaiting = false
  private var beatsLeft = 0
  private var beatOfBlock = 0
  /// When the next burst of the load can be taken.
  private var takesFrom = 0
  private var waitsFrom = 0
  private var burst = 0
  private var burstFrom = 0

  init(_ reader: MemoryTiming.Reader, bytes: Int, _ parameters: TimingParameters) {
    self.reader = reader
    blockBeats = max(1, parameters.burstBytes / parameters.portBytes)
    room = bytes / parameters.portBytes
  }

  var hasSpace: Bool { asks.count < Delays.loadsWaiting }

  mutating func give(_ ask: Ask, _ cycle: Int) { asks.push(ask, at: cycle + Delays.loadQueue) }

  /// A beat has left the channel.
  mutating func free() { room += 1 }

  mutating func step(_ cycle: Int, _ progress: ProgressTiming, _ memory: inout MemoryTiming) {
    if let load, isWaiting, waitsFrom <= cycle, progress[load.wait.progress] >= load.wait.count {
      isWaiting = false
      takesFrom = cycle + Delays.progressToLoad
    }
    let hadBurst = burst > 0
    if hadBurst, burstFrom <= cycle, room >= burst, memory.accepts(reader) {
      memory.ask(reader, beats: burst, cycle: cycle)
      room -= burst
      burst = 0
    }
    guard load != nil else {
      begin(cycle)
      return
    }
    guard !isWaiting, takesFrom <= cycle, !hadBurst else { return }
    burst = min(beatsLeft, blockBeats - beatOfBlock)
    burstFrom = cycle + 1
    beatOfBlock = 0
    beatsLeft -= burst
    if beatsLeft == 0 { begin(cycle) }
  }

  private mutating func begin(_ cycle: Int) {
    load = asks.front(cycle)
    guard let load else { return }
    asks.pop()
    beatsLeft = load.beats
    beatOfBlock = load.firstBeat % blockBeats
    isWaiting = load.wait.count > 0
    waitsFrom = cycle + 1
    takesFrom = cycle + Delays.loadToBurst
  }
}

/// What loads wait for, as they see it.
struct ProgressTiming {
  var scoreSlots = 0
  var outputSlots = 0
  var rows = 0

  subscript(progress: AttentionPlan.Progress) -> Int {
    switch progress {
    case .scoreSlots: scoreSlots
    case .outputSlots: outputSlots
    case .rows: rows
    }
  }
}
