extension KernelSimulator {
  public func step(_ cycles: Int) throws {
    try throwMistake()
    guard cycles >= 0 else {
      throw SimulationError.invalidRequest("Cannot step \(cycles) cycles; give 0 or more.")
    }
    let done = kernel.step(cycles)
    try throwFailure()
    if done < cycles { throw stopped }
  }

  public func reset(cycles: Int) throws {
    try throwMistake()
    let hasReset = interface.clocks.contains { $0.reset != nil }
    guard hasReset, cycles >= 1 else {
      throw SimulationError.invalidRequest(
        !hasReset
          ? "Design \(interface.topName) has no reset; set its inputs instead."
          : "A reset of \(cycles) cycles does nothing; give 1 or more.")
    }
    state.resets += 1
    kernel.reset(cycles: cycles)
    try throwFailure()
  }

  @discardableResult
  public func run(limit: Int, until condition: StopCondition) throws -> Int {
    try throwMistake()
    let start = cycle
    let outcome = try run(max(0, limit), until: condition)
    try throwFailure()
    switch outcome {
    case .reached: return cycle - start
    case .limit:
      throw SimulationError.cycleLimit(
        design: interface.topName, limit: limit, goal: "\(condition)", state: situation(condition))
    case .failed, .finished: throw stopped
    }
  }

  private func run(_ cyclesMax: Int, until condition: StopCondition) throws -> KernelOutcome {
    switch condition {
    case .port(let port, let value):
      if let spec = state.zeroWidthPort(port) {
        _ = try words(of: value, for: spec)
        return .reached
      }
      let index = try state.port(port, in: interface)
      let words = try words(of: value, for: interface.ports[index])
      return kernel.run(limit: cyclesMax, until: .port(index, words))
    case .streamsDone(let counts):
      return try run(cyclesMax, .quiet, expecting: counts)
    case .finish:
      return kernel.run(limit: cyclesMax, until: .finish)
    }
  }

  private func run(
    _ cyclesMax: Int, _ goal: KernelGoal, expecting counts: [String: Int]
  ) throws -> KernelOutcome {
    let expected = try counts.map { name, count in
      (index: try state.stream(name, in: interface), count: max(0, count))
    }
    for stream in expected {
      listen(stream.index)
      kernel.expect(stream: stream.index, items: stream.count)
    }
    defer { for stream in expected { kernel.expect(stream: stream.index, items: 0) } }
    return kernel.run(limit: cyclesMax, until: goal)
  }

  /// Runs until the stream has transferred `count` items that have not been taken.
  func runUntilReceived(_ count: Int, from stream: String, limit: Int) throws {
    try throwMistake()
    let outcome = try run(max(0, limit), .expected, expecting: [stream: count])
    try throwFailure()
    let goal = StopCondition.streamsDone(receiving: [stream: count])
    switch outcome {
    case .reached: return
    case .limit:
      throw SimulationError.cycleLimit(
        design: interface.topName, limit: limit, goal: "\(count) items of stream \(stream)",
        state: situation(goal))
    case .failed, .finished: throw stopped
    }
  }

  /// Throws the first failure that has not been thrown; the others are in `failures`.
  private func throwFailure() throws(SimulationError) {
    let count = kernel.failureCount
    guard count > state.failuresThrown else { return }
    let first = state.failuresThrown
    state.failuresThrown = count
    let kept = failures
    throw .failed(kept[min(first, kept.count - 1)])
  }

  /// Why no cycle runs any more.
  private var stopped: SimulationError {
    if !kernel.isFinished, let last = failures.last(where: { $0.kind == .simulator }) {
      return .failed(last)
    }
    return .finished(design: interface.topName, cycle: cycle - 1)
  }

  /// What a reader needs to see why a goal was not reached.
  private func situation(_ condition: StopCondition) -> String {
    var parts = ["cycle \(cycle)"]
    if case .port(let port, _) = condition, let value = try? peek(port) {
      parts.append("\(port) is \(value)")
    }
    var wanted: [String: Int] = [:]
    if case .streamsDone(let counts) = condition { wanted = counts }
    for (index, stream) in interface.streams.enumerated() {
      let pending = kernel.pending(stream: index)
      if pending > 0 { parts.append("stream \(stream.name) has \(pending) items not accepted") }
      if let count = wanted[stream.name] {
        let seen = kernel.transferred(stream: index)
        parts.append("stream \(stream.name) gave \(seen) of \(count) items")
      }
    }
    for spec in interface.clocks {
      let active = spec.resetLevel == .high ? 1 : 0
      guard let reset = spec.reset, (try? peek(reset)) == PortValue(active) else { continue }
      parts.append("\(reset) is \(active): reset() was not called")
    }
    return parts.joined(separator: ", ")
  }
}
