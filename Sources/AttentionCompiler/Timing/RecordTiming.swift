/// A stream of records: what is asked for, beats that have come, and records that can be taken.
struct RecordTiming {
  private let reader: MemoryTiming.Reader
  private let recordsOfBeat: Int
  private let burstBeats: Int
  private var recordsLeft: Int
  private var beatsLeft: Int
  private var nextBeat = 0
  private var room: Int
  private var isFirst = true
  /// Beats of the request so far, and when the next of them can be counted.
  private var counted = 0
  private var countsFrom = Int.max
  private var isWhole = false
  private var wholeFrom = 0
  private var beats = TimedQueue<Void>()
  private var recordOfBeat = 0
  /// Records in front of whoever takes them, and those taken in this cycle, whose places are free
  /// in the next.
  private var held = 0
  private var taken = 0

  init(
    _ reader: MemoryTiming.Reader, records: Int, recordsOfBeat: Int,
    _ parameters: TimingParameters
  ) {
    self.reader = reader
    self.recordsOfBeat = recordsOfBeat
    let most = max(
      1, min(parameters.burstBytes / parameters.portBytes, parameters.recordBeats / 2))
    burstBeats = 1 << (most.bitWidth - most.leadingZeroBitCount - 1)
    room = parameters.recordBeats
    recordsLeft = records
    beatsLeft = (records + recordsOfBeat - 1) / recordsOfBeat
  }

  var hasRecord: Bool { held > 0 }

  mutating func take() {
    held -= 1
    taken += 1
  }

  mutating func start(_ cycle: Int) { countsFrom = cycle + Delays.rangeToCount }

  mutating func land(_ cycle: Int) { beats.push((), at: cycle + Delays.beatToRecord) }

  /// Asks for a burst, if it is whole; then takes records out of beats.
  mutating func step(_ cycle: Int, _ memory: inout MemoryTiming) {
    ask(cycle, &memory)
    let hasSpace = held + taken < Delays.recordsWaiting
    taken = 0
    guard hasSpace, recordsLeft > 0, beats.front(cycle) != nil else { return }
    held += 1
    recordsLeft -= 1
    recordOfBeat += 1
    guard recordOfBeat == recordsOfBeat || recordsLeft == 0 else { return }
    recordOfBeat = 0
    beats.pop()
    room += 1
  }

  private mutating func ask(_ cycle: Int, _ memory: inout MemoryTiming) {
    if isWhole {
      guard wholeFrom <= cycle, memory.accepts(reader) else { return }
      memory.ask(reader, beats: counted, cycle: cycle)
      (isWhole, counted) = (false, 0)
      countsFrom = cycle + 1
      return
    }
    guard countsFrom <= cycle, beatsLeft > 0, room > 0 else { return }
    counted += 1
    nextBeat += 1
    beatsLeft -= 1
    room -= 1
    isWhole = beatsLeft == 0 || isFirst || nextBeat % burstBeats == 0
    isFirst = false
    wholeFrom = cycle + Delays.countToRequest
  }
}
