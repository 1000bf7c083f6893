/// An element: rows that were given to it, both walks, softmax, and finished rows.
///
/// What happens is seen some cycles later: a bit of an event for each cycle that comes.
struct ElementTiming {
  /// Things that happen once a cycle at most, bit `n` in `n` cycles.
  private struct Event {
    var bits: UInt64 = 0

    mutating func happens(in cycles: Int) { bits |= 1 << UInt64(cycles) }

    /// Goes on by a cycle; whether the thing happens in it.
    mutating func step() -> Bool {
      bits >>= 1
      return bits & 1 == 1
    }
  }

  /// A walk through the rows of an element.
  struct Walk {
    var waiting = 0
    /// The row that is walked; -1 without any.
    var row = -1
    var next = 0
    var left = 0
    /// Whether the slot that has passed has the last entry of a row.
    var endsRow = false
  }

  /// Entries and unit of its rows, in their order.
  private let rows: [(entries: Int, unit: Int)]
  var scores = Walk()
  var outputs = Walk()
  /// Queries that are held; rows whose last output has not passed.
  private var queries = 0
  private var underWay = 0
  /// Entries whose score has passed and whose output has not; numerators that wait.
  private var entries = 0
  private var numerators = 0
  /// The rows whose scores become complete next, and whose last score leaves next; scores of
  /// complete rows; of the latter row.
  private var nextComplete = 0
  private var nextLeaving = 0
  private var complete = 0
  private var leftOfRow = 0
  private var owed = 0
  private(set) var sums = 0
  /// Places for finished rows that are taken, rows whose sums are there, and scales.
  private var places = 0
  private var finished = 0
  private var scales = 0
  /// The row and the chunk that drain next.
  private var nextDrain = 0
  private var drainChunk = 0

  private var rowComes = Event()
  private var outputRowComes = Event()
  private var queryGoes = Event()
  private var scoresAreThere = Event()
  private var numeratorComes = Event()
  private var owes = Event()
  private var sumComes = Event()
  private var sumGoes = Event()
  private var scaleComes = Event()
  private var finishes = Event()
  /// A place may go later than other things happen.
  private var placeGoes = TimedQueue<Void>()

  init(rows: [(entries: Int, unit: Int)]) { self.rows = rows }

  /// Whether the dispatcher may give a further row.
  func hasRoom(_ parameters: TimingParameters) -> Bool {
    queries <= Delays.queriesHeld && underWay <= parameters.rowsBetween - 2
  }

  mutating func give() {
    rowComes.happens(in: Delays.rowToScores)
    outputRowComes.happens(in: Delays.rowToOutputs)
  }

  func scoresWait(
    token: Int, _ arrivals: ArrivalTiming, _ parameters: TimingParameters
  ) -> AttentionEstimate.Cause? {
    if scores.row < 0 { return .queries }
    if token >= arrivals.count(.keys, rows[scores.row].unit) { return .keys }
    return entries >= parameters.scoreRing ? .scores : nil
  }

  func outputsWait(
    token: Int, _ arrivals: ArrivalTiming, _ parameters: TimingParameters
  ) -> AttentionEstimate.Cause? {
    if outputs.row < 0 || numerators == 0 { return .numerators }
    if token >= arrivals.count(.values, rows[outputs.row].unit) { return .values }
    return outputs.left == 1 && places == parameters.finishedRows ? .drain : nil
  }

  mutating func passScore() {
    entries += 1
    scores.left -= 1
    scores.endsRow = scores.left == 0
    if scores.endsRow { scores.row = -1 }
  }

  mutating func passOutput() {
    entries -= 1
    numerators -= 1
    outputs.left -= 1
    outputs.endsRow = outputs.left == 0
    guard outputs.endsRow else { return }
    outputs.row = -1
    underWay -= 1
    places += 1
  }

  /// The last chunk of the last entry of a row is issued.
  mutating func endScores() {
    queryGoes.happens(in: Delays.issueToQuery)
    scoresAreThere.happens(in: Delays.issueToScores)
  }

  mutating func endOutputs() { finishes.happens(in: Delays.issueToSums) }

  /// The divider takes a sum.
  mutating func divide() {
    sums -= 1
    sumGoes.happens(in: 1)
    scaleComes.happens(in: Delays.division)
  }

  var canDrain: Bool { finished > 0 && scales > 0 }

  /// Starts the drain of a chunk; returns the unit of its row, and whether it is the last.
  mutating func drain(
    _ cycle: Int, _ parameters: TimingParameters
  ) -> (unit: Int, endsRow: Bool) {
    let unit = rows[nextDrain].unit
    drainChunk += 1
    guard drainChunk == parameters.chunks else { return (unit, false) }
    drainChunk = 0
    nextDrain += 1
    finished -= 1
    scales -= 1
    placeGoes.push((), at: cycle + parameters.drainCycles + 1)
    return (unit, true)
  }

  /// What is seen from this cycle on.
  mutating func step(_ cycle: Int) {
    if owes.step() { owed += 1 }
    if sumGoes.step() { owed -= 1 }
    if sumComes.step() { sums += 1 }
    if scaleComes.step() { scales += 1 }
    if finishes.step() { finished += 1 }
    if placeGoes.front(cycle) != nil {
      placeGoes.pop()
      places -= 1
    }
    if numeratorComes.step() { numerators += 1 }
    if queryGoes.step() { queries -= 1 }
    if rowComes.step() {
      queries += 1
      underWay += 1
      scores.waiting += 1
    }
    if outputRowComes.step() { outputs.waiting += 1 }
    if scoresAreThere.step() {
      complete += rows[nextComplete].entries
      nextComplete += 1
    }
  }

  /// Lets a score leave, and walks take a next row, for the cycle that follows.
  mutating func finishCycle() {
    if complete > 0, owed < Delays.rowsOwed { leave() }
    begin(\.scores)
    begin(\.outputs)
  }

  private mutating func leave() {
    complete -= 1
    if leftOfRow == 0 { leftOfRow = rows[nextLeaving].entries }
    leftOfRow -= 1
    numeratorComes.happens(in: Delays.scoreToNumerator)
    guard leftOfRow == 0 else { return }
    nextLeaving += 1
    owes.happens(in: Delays.scoreToOwed)
    sumComes.happens(in: Delays.scoreToSum)
  }

  private mutating func begin(_ walk: WritableKeyPath<ElementTiming, Walk>) {
    guard self[keyPath: walk].row < 0, self[keyPath: walk].waiting > 0 else { return }
    self[keyPath: walk].waiting -= 1
    self[keyPath: walk].row = self[keyPath: walk].next
    self[keyPath: walk].left = rows[self[keyPath: walk].next].entries
    self[keyPath: walk].next += 1
  }
}
