/// The way of outputs: divider, drains in turn, rows that wait, and their writes.
struct OutputTiming {
  /// A chunk of a row.
  struct Chunk {
    let unit: Int
    let endsRow: Bool
  }

  /// Elements that share a way out.
  private struct Group {
    let elements: Range<Int>
    /// Rows that were started and have not left.
    var taken = 0
    var rows = TimedQueue<Chunk>()
    var fetched: Chunk?
  }

  private let parameters: TimingParameters
  private var groups: [Group]
  private var lastGroup = -1
  private var lastDivided = -1
  /// Words on their way to the port, and those whose address is there without them.
  private var way = TimedQueue<Chunk>()
  private var waitingWords = 0
  private var responses = TimedQueue<Void>()
  private(set) var chunksWritten = 0
  private(set) var lastWrite = 0
  /// When the last output of each unit was written, and since when all its rows have been handed
  /// over.
  private(set) var unitEnds: [Int]
  private(set) var rowsOverSince: [Int]
  private var rowsLeft: [Int]

  init(_ walk: PlanWalk, _ parameters: TimingParameters) {
    self.parameters = parameters
    groups = stride(from: 0, to: walk.elements, by: parameters.drainCycles).map {
      Group(elements: $0..<min($0 + parameters.drainCycles, walk.elements))
    }
    unitEnds = walk.units.map { _ in 0 }
    rowsOverSince = walk.units.map { _ in .max }
    rowsLeft = walk.units.map(\.schedule.rows.count)
  }

  mutating func step(
    _ cycle: Int, _ elements: inout [ElementTiming], _ memory: inout MemoryTiming
  ) {
    divide(&elements)
    write(cycle, &memory)
    let handed = handOver(cycle)
    for group in groups.indices {
      fetch(group, cycle, isTaken: group == handed)
      drain(group, cycle, &elements)
    }
  }

  var wordsWait: Bool { waitingWords > 0 }

  /// The port has taken a word.
  mutating func wordWritten(_ cycle: Int) {
    waitingWords -= 1
    lastWrite = cycle
    responses.push((), at: cycle + parameters.latency + 1)
  }

  /// The divider takes the sum of one element, of all in turn.
  private mutating func divide(_ elements: inout [ElementTiming]) {
    for step in 1...elements.count {
      let element = (lastDivided + step) % elements.count
      guard elements[element].sums > 0 else { continue }
      elements[element].divide()
      lastDivided = element
      return
    }
  }

  private mutating func write(_ cycle: Int, _ memory: inout MemoryTiming) {
    while responses.front(cycle) != nil { responses.pop() }
    guard let chunk = way.front(cycle), waitingWords < Delays.wordsWaiting,
      waitingWords + responses.count < parameters.writes
    else { return }
    way.pop()
    waitingWords += 1
    chunksWritten += 1
    unitEnds[chunk.unit] = cycle
    memory.write(at: cycle + 1)
  }

  /// One row goes on its way to the port, of the groups in turn.
  private mutating func handOver(_ cycle: Int) -> Int? {
    guard way.count < Delays.rowsOnWay else { return nil }
    for step in 1...groups.count {
      let group = (lastGroup + step) % groups.count
      guard let chunk = groups[group].fetched else { continue }
      lastGroup = group
      groups[group].fetched = nil
      way.push(chunk, at: cycle + Delays.rowToWrite)
      if chunk.endsRow {
        rowsLeft[chunk.unit] -= 1
        if rowsLeft[chunk.unit] == 0 { rowsOverSince[chunk.unit] = cycle + Delays.rowToUnit }
      }
      return group
    }
    return nil
  }

  private mutating func fetch(_ group: Int, _ cycle: Int, isTaken: Bool) {
    guard groups[group].fetched == nil, let chunk = groups[group].rows.front(cycle) else { return }
    groups[group].rows.pop()
    groups[group].fetched = chunk
    groups[group].taken -= 1
  }

  /// The element whose turn it is starts, if there is a place for its row.
  private mutating func drain(_ group: Int, _ cycle: Int, _ elements: inout [ElementTiming]) {
    let element = groups[group].elements.lowerBound + cycle % parameters.drainCycles
    guard groups[group].elements.contains(element), elements[element].canDrain,
      groups[group].taken < parameters.outputs
    else { return }
    groups[group].taken += 1
    let (unit, endsRow) = elements[element].drain(cycle, parameters)
    groups[group].rows.push(
      Chunk(unit: unit, endsRow: endsRow), at: cycle + Delays.drain + parameters.drainCycles)
  }
}
