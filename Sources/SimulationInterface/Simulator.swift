import HardwareIR

/// Anything that runs a design cycle by cycle: a Verilated model, or an interpreter.
///
/// In a design of several clocks, a cycle is a tick of time in which each clock may have an edge;
/// all edges of a cycle happen together. A clock has one in every cycle unless `setClock` says
/// otherwise. Streams, taps and claims live at the edges of their own domain.
public protocol Simulator: AnyObject {
  var interface: DesignInterface { get }

  /// Cycles so far, resets included: rising edges of a clock; evaluations, where there is none.
  var cycle: Int { get }

  /// The first mistake that was made through a subscript, which cannot throw. `step`, `reset` and
  /// the runs throw it, and clear it, before they do anything.
  var mistake: SimulationMistake? { get set }

  /// How often a reset has begun so far, by `reset` or by a port.
  var resets: Int { get }

  /// The failures so far; of many, the first 64.
  var failures: [SimulationFailure] { get }

  /// Sets an input.
  ///
  /// - Throws: `SimulationError.unknownName`, `.valueDoesNotFit`, or `.invalidRequest` for a port
  ///   that is no input or is the clock.
  func poke(_ port: String, _ value: PortValue) throws

  /// Reads a port, with the present inputs taken into account.
  ///
  /// - Throws: `SimulationError.unknownName`.
  func peek(_ port: String) throws -> PortValue

  /// Runs some cycles. Without a clock, a cycle is an evaluation.
  ///
  /// - Throws: `SimulationError.failed` after the first cycle with a failure, `.finished`.
  func step(_ cycles: Int) throws

  /// Gives a clock a period: from the present cycle on, it has an edge in the cycles whose number
  /// is `phase` modulo `period`.
  ///
  /// - Throws: `SimulationError.invalidRequest` for a domain that has no clock, a period below 1 or
  ///   a phase outside `0..<period`.
  func setClock(_ domain: ClockDomain, period: Int, phase: Int) throws

  /// Holds the design in reset, all domains together, for some cycles of the slowest clock, and
  /// releases it.
  ///
  /// - Throws: `SimulationError.failed`, or `.invalidRequest` for a design without reset.
  func reset(cycles: Int) throws

  /// Runs until the condition holds, and at most `limit` cycles.
  ///
  /// - Returns: How many cycles it took.
  /// - Throws: `SimulationError.cycleLimit`, `.failed`, `.finished`.
  @discardableResult
  func run(limit: Int, until condition: StopCondition) throws -> Int

  /// What a signal's bits mean to a reader.
  ///
  /// - Throws: `SimulationError.unknownName`.
  func format(of signal: String) throws -> SignalFormat

  /// Sets the pace of a stream's agent and engages it: from now on it drives valid and the payload
  /// of a stream into the design, or ready of a stream out of it, and records what is transferred.
  /// Until then the ports of the stream are the test's to set.
  ///
  /// - Throws: `SimulationError.unknownName`, or `.invalidRequest` for a probability that is none.
  func pace(_ stream: String, _ pace: StreamPace) throws

  /// Queues items for a stream into the design; each gives the fields of its payload in order.
  /// Nothing runs yet. The agent is engaged at full pace unless `pace` was called before.
  ///
  /// - Throws: `SimulationError.unknownName`, `.valueDoesNotFit`, or `.invalidRequest` for a stream
  ///   out of the design or a wrong number of fields.
  func send(_ stream: String, _ items: [[PortValue]]) throws

  /// Runs until a stream has transferred `count` items, and takes them.
  ///
  /// Streams into the design count too: the result then tells when items were accepted.
  ///
  /// - Throws: `SimulationError.unknownName`, `.cycleLimit`, `.failed`, `.finished`.
  func receive(_ stream: String, _ count: Int, limit: Int) throws -> [StreamItem]

  /// Takes the items that a stream has transferred and nobody has taken, without running. The agent
  /// of a stream out of the design is engaged at full pace unless `pace` was called before.
  ///
  /// - Throws: `SimulationError.unknownName`.
  func received(_ stream: String) throws -> [StreamItem]

  /// How many items wait to be accepted by the design.
  ///
  /// - Throws: `SimulationError.unknownName`.
  func pending(_ stream: String) throws -> Int

  /// Gives streams of one clock to an agent that serves them from now on, together: it drives what
  /// the test would, and `pace` and `send` refuse them. `receive` and `received` show what they
  /// transfer, from their first call on.
  ///
  /// - Throws: `SimulationError.unknownName`, or `.invalidRequest` for no streams, streams of
  ///   several clocks, or one that has an agent.
  func attach(_ agent: any AttachedAgent, to streams: [String]) throws

  /// Takes what a tap has recorded and nobody has taken.
  ///
  /// - Throws: `SimulationError.unknownName`.
  func tap(_ name: String) throws -> [StreamItem]

  /// How often each cover point of each instance was reached so far.
  ///
  /// - Throws: `SimulationError.coverageUnavailable`.
  var covers: [CoverCount] { get throws }
}

extension Simulator {
  /// The value of a port. Mistakes are kept in `mistake`; `poke` and `peek` throw them at once.
  public subscript(port: String, file: String = #filePath, line: Int = #line, column: Int = #column)
    -> Int
  {
    get {
      noting(0, at: SourceLocation(file: file, line: line, column: column)) {
        let value = try peek(port)
        guard let integer = value.integer else {
          throw SimulationError.invalidRequest(
            "Port \(port) holds \(value), which is no Int; read it with [words: \"\(port)\"].")
        }
        return integer
      }
    }
    set {
      noting((), at: SourceLocation(file: file, line: line, column: column)) {
        try poke(port, PortValue(newValue))
      }
    }
  }

  /// The value of a port of any width as 32-bit words, low word first.
  public subscript(
    words port: String, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> [UInt32] {
    get {
      noting([], at: SourceLocation(file: file, line: line, column: column)) {
        let value = try peek(port)
        return value.words((try format(of: port).widthBits + 31) / 32)
      }
    }
    set {
      noting((), at: SourceLocation(file: file, line: line, column: column)) {
        try poke(port, PortValue(words: newValue))
      }
    }
  }

  /// How often a cover point was reached, by the path of its instance and its label.
  ///
  /// - Throws: `SimulationError.unknownName`, or `.coverageUnavailable`.
  public func covered(_ path: String) throws -> Int {
    let counts = try covers
    if let count = counts.first(where: { $0.point.path == path }) { return count.hits }
    throw SimulationError.unknownName(
      kind: "cover point", name: path, design: interface.topName,
      near: NearNames.of(path, among: counts.map(\.point.path)))
  }

  /// Gives a clock a period, with its edges in the multiples of it.
  public func setClock(_ domain: ClockDomain, period: Int) throws {
    try setClock(domain, period: period, phase: 0)
  }

  public func step() throws { try step(1) }

  public func reset() throws { try reset(cycles: 2) }

  /// Queues items of one field.
  public func send(_ stream: String, _ items: some Sequence<Int>) throws {
    try send(stream, items.map { [PortValue($0)] })
  }

  /// Runs until `condition` is true, and at most `limit` cycles. `run(limit:until:)` with a
  /// `StopCondition` is faster by far.
  ///
  /// - Throws: `SimulationError.cycleLimit`, `.failed`, `.finished`, or what `condition` throws.
  @discardableResult
  public func run(limit: Int, until condition: (Self) throws -> Bool) throws -> Int {
    let start = cycle
    while try !condition(self) {
      if cycle - start >= limit {
        throw SimulationError.cycleLimit(
          design: interface.topName, limit: limit, goal: "the given condition",
          state: "cycle \(cycle)")
      }
      try step(1)
    }
    return cycle - start
  }

  /// Throws the mistake that was made through a subscript, if there is one.
  public func throwMistake() throws {
    guard let mistake else { return }
    self.mistake = nil
    throw mistake.error
  }

  private func noting<Result>(
    _ fallback: Result, at place: SourceLocation, _ body: () throws -> Result
  ) -> Result {
    do {
      return try body()
    } catch {
      let known = error as? SimulationError ?? .invalidRequest("\(error)")
      mistake = mistake ?? SimulationMistake(known, at: place)
    }
    return fallback
  }
}
