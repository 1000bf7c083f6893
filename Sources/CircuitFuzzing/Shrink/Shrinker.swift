import HardwareIR

/// Makes a case smaller as long as its executors differ about it. A round tries a few simpler
/// circuits, all in one batch of each executor, and goes on with the smallest that still differs.
public struct Shrinker: Sendable {
  public var executors: [any Executor]
  public var roundsMax: Int
  /// How many circuits a round tries.
  private static let triesMax = 24

  public init(executors: [any Executor], roundsMax: Int) {
    self.executors = executors
    self.roundsMax = roundsMax
  }

  public func shrunk(_ fuzzCase: FuzzCase, _ difference: Difference) async -> FuzzCase {
    var best = fuzzCase.shortened(to: difference)
    var chunk = Edit.all(best.circuit).count / 2
    var start = 0
    for _ in 0..<roundsMax {
      let edits = Edit.all(best.circuit)
      chunk = min(chunk, edits.count)
      guard chunk > 0 else { break }
      var chunks: [[Edit]] = []
      while start < edits.count, chunks.count < Self.triesMax {
        chunks.append(Array(edits[start..<min(start + chunk, edits.count)]))
        start += chunk
      }
      let isAtEnd = start >= edits.count
      let possible = await differing(best, chunks, difference)
      guard !possible.isEmpty else {
        if isAtEnd { (chunk, start) = (chunk / 2, 0) }
        continue
      }
      // What can go alone can often go together.
      let joined = stride(from: possible.count, to: 1, by: -1).prefix(Self.triesMax).map { count in
        possible.prefix(count).flatMap(\.edits)
      }
      let together = await differing(best, Array(joined), difference)
      let smallest = (possible + together).min { $0.result.circuit.size < $1.result.circuit.size }
      best = smallest?.result ?? best
      start = 0
    }
    return best
  }

  /// Those of some changes after which the case is smaller and differs in the same way.
  private func differing(
    _ fuzzCase: FuzzCase, _ changes: [[Edit]], _ difference: Difference
  ) async -> [(edits: [Edit], result: FuzzCase)] {
    let tries = changes.compactMap { edits -> (edits: [Edit], result: FuzzCase)? in
      guard let circuit = fuzzCase.circuit.simplified(edits),
        circuit.size < fuzzCase.circuit.size
      else { return nil }
      return (edits, fuzzCase.with(circuit))
    }
    let found = await FuzzRun(executors: executors).differences(tries.map(\.result))
    return zip(tries, found).compactMap { change, found in
      guard let found, found.complaint == difference.complaint else { return nil }
      return (change.edits, change.result.shortened(to: found))
    }
  }
}

extension FuzzCase {
  /// The case without the cycles behind a difference.
  fileprivate func shortened(to difference: Difference) -> FuzzCase {
    if difference.complaint != nil { return self }
    let cycles = difference.cycle + 1
    var result = self
    result.stimulus.isReset = Array(stimulus.isReset.prefix(cycles))
    result.stimulus.words = Array(stimulus.words.prefix(cycles))
    return result
  }

  /// The same inputs for another circuit with some of the ports.
  func with(_ circuit: Circuit) -> FuzzCase {
    var result = self
    result.circuit = circuit
    return result
  }
}
