extension Simulation {
  public func step(_ cycles: Int) throws {
    try throwMistake()
    guard cycles >= 0 else {
      throw SimulationError.invalidRequest("Cannot step \(cycles) cycles; give 0 or more.")
    }
    let done = Int(library.step(handle, UInt64(cycles)))
    try throwFailure()
    if done < cycles { throw stopped }
  }

  public func reset(cycles: Int) throws {
    try throwMistake()
    guard design.reset != nil, cycles >= 1 else {
      throw SimulationError.invalidRequest(
        design.reset == nil
          ? "Design \(design.topName) has no reset; set its inputs instead."
          : "A reset of \(cycles) cycles does nothing; give 1 or more.")
    }
    library.reset(handle, UInt64(cycles))
    try throwFailure()
  }

  @discardableResult
  public func run(limit: Int, until condition: StopCondition) throws -> Int {
    try throwMistake()
    let start = cycle
    let outcome = try run(UInt64(max(0, limit)), until: condition)
    try throwFailure()
    switch outcome {
    case .reached: return cycle - start
    case .limit:
      throw SimulationError.cycleLimit(
        design: design.topName, limit: limit, goal: "\(condition)", state: state(condition))
    case .failed, .finished: throw stopped
    }
  }

  private enum Outcome: UInt32 {
    case reached = 0
    case limit = 1
    case failed = 2
    case finished = 3
  }

  private enum Goal: UInt32 {
    case portValue = 0
    case quiet = 1
    case finish = 2
    case expected = 3
  }

  private func run(_ cyclesMax: UInt64, until condition: StopCondition) throws -> Outcome {
    switch condition {
    case .port(let port, let value):
      let index = try index(port, in: ports, kind: "port")
      let words = try words(of: value, for: design.ports[index])
      return run(cyclesMax, .portValue, UInt32(index), words)
    case .streamsDone(let counts):
      return try run(cyclesMax, .quiet, expecting: counts)
    case .finish:
      return run(cyclesMax, .finish, 0, nil)
    }
  }

  private func run(
    _ cyclesMax: UInt64, _ goal: Goal, _ port: UInt32, _ words: [UInt32]?
  ) -> Outcome {
    Outcome(rawValue: library.run(handle, cyclesMax, goal.rawValue, port, words)) ?? .failed
  }

  private func run(
    _ cyclesMax: UInt64, _ goal: Goal, expecting counts: [String: Int]
  ) throws -> Outcome {
    let expected = try counts.map { name, count in
      (index: UInt32(try index(name, in: streams, kind: "stream")), count: UInt64(max(0, count)))
    }
    for stream in expected {
      listen(Int(stream.index))
      library.expect(handle, stream.index, stream.count)
    }
    defer { for stream in expected { library.expect(handle, stream.index, 0) } }
    return run(cyclesMax, goal, 0, nil)
  }

  /// Runs until the stream has transferred `count` items that have not been taken.
  func runUntilReceived(_ count: Int, from stream: String, limit: Int) throws {
    try throwMistake()
    let outcome = try run(UInt64(max(0, limit)), .expected, expecting: [stream: count])
    try throwFailure()
    let goal = StopCondition.streamsDone(receiving: [stream: count])
    switch outcome {
    case .reached: return
    case .limit:
      throw SimulationError.cycleLimit(
        design: design.topName, limit: limit, goal: "\(count) items of stream \(stream)",
        state: state(goal))
    case .failed, .finished: throw stopped
    }
  }

  /// Throws the first failure that has not been thrown; the others are in `failures`.
  private func throwFailure() throws(SimulationError) {
    let count = library.failureCount(handle)
    guard count > failuresThrown else { return }
    let first = Int(failuresThrown)
    failuresThrown = count
    let kept = failures
    throw .failed(kept[min(first, kept.count - 1)])
  }

  /// Why no cycle runs any more.
  private var stopped: SimulationError {
    if library.isFinished(handle) == 0, let last = failures.last(where: { $0.kind == .engine }) {
      return .failed(last)
    }
    return .finished(design: design.topName, cycle: cycle - 1)
  }

  /// What a reader needs to see why a goal was not reached.
  private func state(_ condition: StopCondition) -> String {
    var parts = ["cycle \(cycle)"]
    if case .port(let port, _) = condition, let value = try? peek(port) {
      parts.append("\(port) is \(value)")
    }
    var wanted: [String: Int] = [:]
    if case .streamsDone(let counts) = condition { wanted = counts }
    for (index, stream) in design.streams.enumerated() {
      let pending = library.pending(handle, UInt32(index))
      if pending > 0 { parts.append("stream \(stream.name) has \(pending) items not accepted") }
      if let count = wanted[stream.name] {
        let seen = library.transferred(handle, UInt32(index))
        parts.append("stream \(stream.name) gave \(seen) of \(count) items")
      }
    }
    if let reset = design.reset, (try? peek(reset)) == 0 {
      parts.append("\(reset) is 0: reset() was not called")
    }
    return parts.joined(separator: ", ")
  }
}

extension StopCondition: CustomStringConvertible {
  public var description: String {
    switch self {
    case .port(let port, let value): return "\(port) is \(value)"
    case .streamsDone(let counts):
      let wanted = counts.sorted { $0.key < $1.key }.map { ", \($0.value) items of \($0.key)" }
      return "all items sent" + wanted.joined()
    case .finish: return "$finish"
    }
  }
}
