import TestSupport
import Testing

/// Draws slips of some units and expects that the checks notice at least 95 % of those that are not
/// proved to change nothing, and no smaller share than is kept in `benchmarks/`.
///
/// By day a few are drawn, which are the first of the many of the night.
public func expectNoticed(
  _ name: String, _ units: [MutatedUnit], count: Int, daily: Int, seed: UInt64,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  let all = try MutatedUnit.draw(count, of: units, seed: seed)
  #expect(all.count == count, sourceLocation: sourceLocation)
  let mutants = Array(all.prefix(TestExtent.current.choose(daily: daily, all: count)))
  let score = try await MutantScore(of: mutants) { try await $0.isProvedEquivalent() }
  try score.keepIfAsked(name)
  let kept = try MutantScore.kept(name)
  #expect(kept.drawn == count, "run scripts/mutants", sourceLocation: sourceLocation)
  #expect(kept.share >= 0.95, sourceLocation: sourceLocation)
  let fresh = score.survivors.filter { !kept.survivors.contains($0) }
  // As many new ones among the few as would still be 95 %.
  #expect(
    fresh.count * 20 <= mutants.count, "nobody notices: \(fresh)", sourceLocation: sourceLocation)
  if mutants.count == count {
    #expect(score.share >= 0.95, "\(score.survivors)", sourceLocation: sourceLocation)
    #expect(score.share >= kept.share, "\(fresh)", sourceLocation: sourceLocation)
  }
}
