import SimulationInterface

/// The answers of a bus to one kind of access, which come in order. An answer that nobody waits for
/// any more is dropped before that to the next access is given.
final class AnswerQueue {
  /// An access that ran into its limit.
  private struct LateAnswer {
    /// How often the design had been reset.
    let resets: Int
    /// Whether the design had accepted all of the request.
    let isAccepted: Bool
  }

  private let answers: String
  private let requests: [String]
  private var late: [LateAnswer] = []

  /// - Parameters:
  ///   - answers: The stream of the answers.
  ///   - requests: The streams that an access is made of.
  init(of answers: String, to requests: [String]) {
    self.answers = answers
    self.requests = requests
  }

  /// Runs until the access that was sent last is answered.
  ///
  /// - Throws: What the simulation throws, as at its limit.
  func next(in simulation: any Simulator, limit: Int) throws -> StreamItem {
    // The last request has not been offered yet: what is there has come late.
    late.removeFirst(min(late.count, try simulation.received(answers).count))
    // What a reset has dropped is never answered.
    late.removeAll { $0.isAccepted && $0.resets != simulation.resets }
    do {
      let items = try simulation.receive(answers, late.count + 1, limit: limit)
      late = []
      return items[items.count - 1]
    } catch {
      let waits = try requests.contains { try simulation.pending($0) > 0 }
      late.append(LateAnswer(resets: simulation.resets, isAccepted: !waits))
      throw error
    }
  }
}
