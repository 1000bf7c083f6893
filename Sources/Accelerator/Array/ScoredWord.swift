import HardwareDSL

/// What is known of the words that stand at the lines of an element, for the score that they are
/// of.
struct ScoredWord {
  let isThere: Signal
  let first: Signal
  let last: Signal
  /// The score is its row's last.
  let endsRow: Signal

  /// Cycles from the last words of a score to it.
  static let latency = MACLine.latency + 2
}

extension [MACLine] {
  /// The scores of the words at these lines, in the body of their module: sums over half of the
  /// lines each, then with the sum of earlier words.
  ///
  /// - Parameter sum: A data register of the module.
  func score(of word: ScoredWord, into scoreSum: Signal) -> Valid<Score> {
    let stages = MACLine.latency
    let adds = pipeline("adds", word.isThere, stages: stages)
    let accumulates = delayed("accumulates", adds, reset: 0)
    let starts = pipeline("starts", word.first, stages: stages + 1)
    let ends = pipeline("ends", word.last, stages: stages + 1)
    let endsRow = pipeline("endsRow", word.endsRow, stages: stages + 1)
    let dots = map(\.dot)
    let halves = [dots[..<(dots.count / 2)], dots[(dots.count / 2)...]].filter { !$0.isEmpty }
    let halfSums = halves.enumerated().map { half, dots in
      loaded("halfSum_\(half)", sum(of: [Signal](dots)), when: adds)
    }
    let sumSoFar = wire("sumSoFar", mux(starts, Signal(0, scoreSum.type), scoreSum))
    when(accumulates) {
      scoreSum <== sum(of: halfSums + [sumSoFar]).truncated(to: scoreSum.width)
    }
    return Valid(
      delayed("scoreReady", accumulates && ends, reset: 0),
      Score(value: scoreSum, endsRow: delayed("scoreEndsRow", endsRow, reset: 0)))
  }
}
