import AttentionSpec

/// The memory outside and its port: requests for bursts, beats in their order, and writes, which
/// share the bandwidth.
struct MemoryTiming {
  /// Who reads, as the port numbers its readers.
  enum Reader: Int, CaseIterable {
    case program, slots, rows, codes, values
  }

  private struct Burst {
    let reader: Reader
    var beats: Int
    let due: Int
  }

  private let parameters: TimingParameters
  private var savedTenths = 0
  /// Requests of each reader that are being checked.
  private var requests = Reader.allCases.map { _ in TimedQueue<Int>() }
  private var lastReader = -1
  private var bursts: [Burst] = []
  private var first = 0
  /// Words that are to be written.
  private var words = TimedQueue<Void>()
  private var wordWaits = false
  private var readWasLast = false
  private(set) var bytesRead = 0
  private(set) var bytesWritten = 0

  init(_ parameters: TimingParameters) { self.parameters = parameters }

  /// Whether a reader may ask for a burst in this cycle.
  func accepts(_ reader: Reader) -> Bool {
    requests[reader.rawValue].count < Delays.requestsChecked
  }

  mutating func ask(_ reader: Reader, beats: Int, cycle: Int) {
    requests[reader.rawValue].push(beats, at: cycle + Delays.requestCheck)
  }

  mutating func write(at cycle: Int) { words.push((), at: cycle) }

  /// Sends one request, of the readers in turn.
  mutating func sendRequest(_ cycle: Int) {
    let count = requests.count
    for step in 1...count {
      let reader = (lastReader + step) % count
      guard let beats = requests[reader].front(cycle) else { continue }
      requests[reader].pop()
      lastReader = reader
      bursts.append(
        Burst(
          reader: Reader.allCases[reader], beats: beats, due: cycle + parameters.latency))
      return
    }
  }

  /// Moves a beat of a read and a word of a write, if both are due and have their bytes; where both
  /// wait for bytes they take turns.
  mutating func step(_ cycle: Int) -> (beat: Reader?, writes: Bool) {
    savedTenths = min(parameters.savedTenths, savedTenths + parameters.bandwidthTenths)
    let isWord = words.front(cycle) != nil
    let writesFirst = isWord && wordWaits && readWasLast
    var writes = false
    var beat: Reader?
    if writesFirst { writes = take(parameters.wordBytes) }
    let isDue = first < bursts.count && bursts[first].due <= cycle
    if isDue, !writesFirst || writes { beat = takeBeat() }
    if isWord, !writesFirst, !isDue || beat != nil { writes = take(parameters.wordBytes) }
    if beat != nil { readWasLast = true }
    if writes {
      words.pop()
      readWasLast = false
      bytesWritten += parameters.wordBytes
    }
    wordWaits = isWord && !writes
    return (beat, writes)
  }

  private mutating func takeBeat() -> Reader? {
    guard take(parameters.portBytes) else { return nil }
    bytesRead += parameters.portBytes
    let reader = bursts[first].reader
    bursts[first].beats -= 1
    if bursts[first].beats == 0 { first += 1 }
    return reader
  }

  private mutating func take(_ bytes: Int) -> Bool {
    guard savedTenths >= 10 * bytes else { return false }
    savedTenths -= 10 * bytes
    return true
  }
}
