import Foundation
import TestSupport
import Testing

/// Draws slips of some units and expects that the checks notice at least 95 % of those that are not
/// proved to change nothing, and no smaller share than is kept in `benchmarks/`.
///
/// By day only the first of them are tried, but for those that are known to stay unnoticed. At
/// night `VITCOD_MUTANT_SEED` draws others, to which nothing kept applies.
public func expectNoticed(
  _ name: String, _ units: [MutatedUnit], count: Int, daily: Int, seed: UInt64,
  sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  switch TestExtent.current {
  case .daily:
    let all = try MutatedUnit.draw(count, of: units, seed: seed)
    try #require(all.count == count, sourceLocation: sourceLocation)
    let kept = try MutantScore.kept(name)
    #expect(kept.drawn == count && kept.share >= 0.95, sourceLocation: sourceLocation)
    let known = Set(kept.equivalent + kept.survivors)
    let few = all.prefix(daily).filter { !known.contains("\($0.mutant)") }
    let score = try await MutantScore(of: few) { try await $0.isProvedEquivalent() }
    // One of forty would still be 97 %.
    #expect(
      score.survivors.count <= daily / 20, "nobody notices: \(score.survivors)",
      sourceLocation: sourceLocation)
  case .all:
    let given = try givenSeed(sourceLocation)
    let all = try MutatedUnit.draw(count, of: units, seed: given ?? seed)
    try #require(all.count == count, sourceLocation: sourceLocation)
    let score = try await MutantScore(of: all) { try await $0.isProvedEquivalent() }
    #expect(
      score.share >= 0.95, "nobody notices: \(score.survivors)", sourceLocation: sourceLocation)
    print(
      "\(name), seed \(given ?? seed): \(score.noticed) of \(score.drawn) slips are noticed, "
        + "\(score.equivalent.count) are proved to change nothing, \(score.survivors.count) stay.")
    guard given == nil else { return }
    try score.keepIfAsked(name)
    let kept = try MutantScore.kept(name)
    let fresh = score.survivors.filter { !kept.survivors.contains($0) }
    #expect(
      score.share >= kept.share, "nobody notices any more: \(fresh)",
      sourceLocation: sourceLocation)
  }
}

/// The seed that is asked for; nil for the one whose score is kept.
private func givenSeed(_ sourceLocation: SourceLocation) throws -> UInt64? {
  guard let text = ProcessInfo.processInfo.environment["VITCOD_MUTANT_SEED"] else { return nil }
  let seed: UInt64 = try #require(
    UInt64(text), "The seed of slips, \"\(text)\", is no number; give one such as 7.",
    sourceLocation: sourceLocation)
  return seed
}
