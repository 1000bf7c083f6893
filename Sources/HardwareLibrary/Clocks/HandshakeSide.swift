import HardwareDSL

/// One side of a `ResetHandshake`.
struct HandshakeSide {
  private let name: String
  private let domain: ClockDomain
  private let isUp, answered, rings, answers: Signal
  private let last: Int

  /// - Parameter answers: So many until it is up.
  init(_ name: String, in domain: ClockDomain, answers: Int) {
    self.name = name
    self.domain = domain
    last = answers - 1
    isUp = register("\(name)IsUp", .bit, reset: 0, in: domain)
    answered = register("\(name)Answered", .unsigned(bitsToHold(last)), reset: 0, in: domain)
    rings = register("\(name)Rings", .bit, reset: 0, in: domain)
    self.answers = register("\(name)Answers", .bit, reset: 0, in: domain)
  }

  /// What the side does.
  func runs(with other: HandshakeSide, isIdle: Signal, _ stages: Int) -> Signal {
    func seen(_ name: String, _ signal: Signal, reset: Int = 0) -> Signal {
      synchronized(other.name + name, signal, into: domain, stages: stages, reset: reset)
    }
    let isOtherUp = seen("IsUp", other.isUp)
    let ring = seen("Rings", other.rings)
    let answer = seen("Answers", other.answers, reset: 1)
    when(!isUp && answer == rings) {
      answered <== answered &+ 1
      rings <== !rings
      when(answered == .number(last)) { isUp <== 1 }
    }
    when(!isOtherUp && isIdle) { answers <== ring }
    return isUp && isOtherUp
  }
}
