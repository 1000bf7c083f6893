import AttentionSpec
import SimulationInterface
import Testing

@testable import CoSimulation

/// Comparisons of traces made by hand: what is missing, wrong or too much is found and named.
@Suite("Comparison of runs")
struct AttentionComparisonTests {
  private let job: AttentionJob
  private let right: AttentionTrace

  init() throws {
    job = try AttentionJob(
      AttentionRunTests.layers(2, tokens: 9, codes: 2, seed: 3), AttentionRunTests.small)
    let simulation = try SimulatedAttention(
      interpreting: GeneratedAccelerator(AttentionRunTests.small),
      MemorySettings(readLatency: 5, writeLatency: 5))
    right = try simulation.run(job, cycleLimit: job.cycleLimit)
  }

  @Test("A flawless trace is exact, and every value was compared")
  func exact() {
    let comparison = AttentionComparison(job, right)
    #expect(comparison.isExact && comparison.first == nil)
    let kept = job.layers.reduce(0) { $0 + $1.heads.reduce(0) { $0 + $1.mask.keptCount } }
    #expect(comparison.counts[.scores] == kept)
    #expect(comparison.counts[.numerators] == kept)
    #expect(comparison.counts[.rowSums] == 2 * 3 * 9)
  }

  @Test("A wrong value is named with its cycle; the first of two in time is the first")
  func wrongValues() throws {
    var trace = right
    trace.scores[1][4].value += 1
    trace.numerators[0][3].value ^= 1
    let comparison = AttentionComparison(job, trace)
    #expect(comparison.divergences.map(\.checkpoint) == [.scores, .numerators])
    let first = try #require(comparison.first)
    let cycles = [trace.scores[1][4].cycle, trace.numerators[0][3].cycle]
    #expect(first.cycle == cycles.min())
    #expect(comparison.divergences[0].got == "\(trace.scores[1][4].value)")
    #expect(comparison.divergences[0].expected == "\(right.scores[1][4].value)")
    #expect(comparison.divergences[0].index.contains("query "))
    #expect(comparison.divergences.map(\.differing) == [1, 1])
  }

  @Test("A value that is missing or too much is a divergence", arguments: [0, 1])
  func counts(_ element: Int) throws {
    var missing = right
    missing.numerators[element].removeLast()
    let short = try #require(AttentionComparison(job, missing).first)
    #expect(short.checkpoint == .numerators && short.index == "element \(element)")
    #expect(short.cycle == nil)
    var extra = right
    extra.rowSums[element].append(TracedValue(cycle: 90_000, value: 255))
    let long = try #require(AttentionComparison(job, extra).first)
    #expect(long.checkpoint == .rowSums && long.cycle == 90_000)
  }

  @Test("A lost value in the middle and a lost element are found")
  func holes() {
    var middle = right
    middle.scores[0].remove(at: 1)
    #expect(AttentionComparison(job, middle).divergences.map(\.checkpoint) == [.scores])
    var element = right
    element.scores.removeLast()
    #expect(AttentionComparison(job, element).divergences.map(\.checkpoint) == [.scores])
  }

  @Test("A wrong output is named with its byte and the cycle of its write")
  func output() throws {
    var trace = right
    trace.image.bytes[trace.image.outputs.lowerBound + 20] ^= 0x80
    let first = try #require(AttentionComparison(job, trace).first)
    #expect(first.checkpoint == .output && first.differing == 1)
    let cycle = try #require(first.cycle)
    #expect(right.writes.contains { $0.cycle == cycle && $0.offset <= 20 })
  }
}
