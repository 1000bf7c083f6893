import HardwareIR

// What passes from one clock domain to another says so, by one of these functions or by a unit of
// the library that is built of them. All are written in a body.

/// One bit of another clock domain, or of none, as `domain` may use it: sampled by a chain of
/// `stages` registers, of which the first may be caught between two values and the last has
/// settled.
///
/// - Latency: `stages` edges of `domain`; in hardware one more for a change that meets an edge.
/// - A level that lasts less than a period of `domain` may be missed.
/// - `signal` is driven by a register or an input, since the glitches of logic would be sampled.
/// - Names: `name_sync_1_q` to `name_sync_2_q`, so that constraints find the first stage; each is
///   marked `ASYNC_REG`.
public func synchronized(
  _ name: String, _ signal: Signal, into domain: ClockDomain, stages: Int = 2, reset: Int = 0,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  guard signal.width <= 1 || signal.isLiteral || signal.mistake != nil else {
    let sentence =
      "synchronized takes one bit, not \(signal) (\(signal.type)), whose bits would arrive in "
      + "different cycles; use an AsynchronousFIFO, or gray: for a number of which one bit changes "
      + "at a time"
    return mistaken(name, sentence, signal.type, location)
  }
  return synchronizer(name, signal, domain, stages, reset, location)
}

/// A number of another clock domain of which at most one bit changes at a time, as in a Gray code:
/// caught between two values, it reads as one of them. Otherwise like `synchronized` of one bit.
///
/// - Parameter signal: the register that holds the Gray code; that its steps are of one bit is the
///   designer's promise.
public func synchronized(
  _ name: String, gray signal: Signal, into domain: ClockDomain, stages: Int = 2, reset: Int = 0,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  return synchronizer(name, signal, domain, stages, reset, location)
}

/// `signal`, which may depend on one other clock domain, as one of `domain`: a wire, without any
/// register. The way out where neither a synchronizer nor a queue is wanted; `reason` says why that
/// is safe, and stands in the emitted text.
public func crossing(
  _ name: String, _ signal: Signal, into domain: ClockDomain, because reason: String,
  file: String = #filePath, line: Int = #line, column: Int = #column
) -> Signal {
  let location = SourceLocation(file: file, line: line, column: column)
  if let mistake = domain.mistake(.clocked) {
    return mistaken(name, mistake, signal.type, location)
  }
  guard !reason.isEmpty else {
    return mistaken(name, "a crossing says why it is safe; give the reason", signal.type, location)
  }
  if let mistake = signal.untyped("crossing") { return mistake }
  guard let recorder = Recorder.current else { return outside("crossing", signal.type, location) }
  let result = wire(signal.type, "crossing: " + reason, file: file, line: line, column: column)
  result.arrival = .crossing(Crossing(into: domain, because: reason))
  recorder.declare(result, named: "\(name)")
  recorder.add(RecordedStatement(.assign(target: result, value: signal), at: location))
  return result
}

/// Four stages are many for any technology.
private let stagesMax = 64

private func synchronizer(
  _ name: String, _ signal: Signal, _ domain: ClockDomain, _ stages: Int, _ reset: Int,
  _ location: SourceLocation
) -> Signal {
  if let mistake = signal.untyped("synchronized") { return mistake }
  guard let recorder = Recorder.current else {
    return outside("synchronized", signal.type, location)
  }
  guard stages >= 2 else {
    let sentence = "a synchronizer of \(stages) stages lets nothing settle; give it 2 or more"
    return mistaken(name, sentence, signal.type, location)
  }
  guard stages <= stagesMax else {
    let sentence =
      "a synchronizer of \(stages) stages only waits; give it 2, or at most \(stagesMax)"
    return mistaken(name, sentence, signal.type, location)
  }
  guard !recorder.isConditional else {
    let sentence = "synchronized stands under a condition; write it in the body"
    return mistaken(name, sentence, signal.type, location)
  }
  var last = signal
  for number in 1...stages {
    let stage = register(
      signal.type, reset: reset, in: domain, file: location.file, line: location.line,
      column: location.column)
    if let (rule, sentence) = stage.mistake {
      return mistaken(name, sentence, signal.type, location, rule)
    }
    stage.arrival = .synchronizer
    recorder.declare(stage, named: "\(name)_sync_\(String(number))", suffix: "_q")
    recorder.add(RecordedStatement(.assign(target: stage, value: last), at: location))
    last = stage
  }
  return last
}

private func mistaken(
  _ name: String, _ sentence: String, _ type: HardwareType, _ location: SourceLocation,
  _ rule: Diagnostic.Rule = .clockDomain
) -> Signal {
  let signal = Signal(.mistake(rule, sentence), type: type, location: location)
  Recorder.current?.declare(signal, named: "\(name)")
  return signal
}

private func outside(_ call: String, _ type: HardwareType, _ location: SourceLocation) -> Signal {
  Signal(
    .mistake(.definition, "\(call) is called outside a body; move the call into a body"),
    type: type, location: location)
}
