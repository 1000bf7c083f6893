import AttentionCompiler
import AttentionSpec
import Testing

@testable import CoSimulation

/// Comparisons of traces made by hand: what is missing, wrong or too much is found and named.
@Suite struct ComparisonTests {
  let job: HeadJob
  let right: HeadTrace

  init() throws {
    let configuration = Configurations.small
    let mask = try AttentionMask.random(tokens: 9, perMille: 400, seed: 3)
    let input = try HeadInput.random(tokens: 9, headDimension: 8, seed: 3)
    job = try HeadJob(name: "hand", input: input, mask: mask, configuration: configuration)
    right = Self.trace(of: job)
  }

  /// The trace of a flawless run, one value a cycle.
  private static func trace(of job: HeadJob) -> HeadTrace {
    var trace = HeadTrace(output: job.expected.output)
    let entries = EntryOrder(job).entries
    func values<Item>(_ items: [Item], _ value: (Item) -> Int) -> [TracedValue] {
      items.enumerated().map { TracedValue(cycle: 100 + $0, value: value($1)) }
    }
    trace.scores = entries.map { values($0) { Int(job.expected.scores[$0.query, $0.position]) } }
    trace.numerators = entries.map {
      values($0) { Int(job.expected.numerators[$0.query, $0.position]) }
    }
    trace.rowSums = job.schedule.rowsOfElement.map { values($0) { job.expected.rowSums[$0] } }
    let chunks = job.program.configuration.chunks(headDimension: job.input.headDimension)
    trace.outputCycles = job.schedule.rowsOfElement.map { queries in
      (0..<(queries.count * chunks)).map { 300 + $0 }
    }
    return trace
  }

  @Test("A flawless trace is exact, and every value was compared")
  func exact() {
    let comparison = Comparison(job, right)
    #expect(comparison.isExact)
    #expect(comparison.first == nil)
    #expect(comparison.counts[.scores] == job.mask.keptCount)
    #expect(comparison.counts[.numerators] == job.mask.keptCount)
    #expect(comparison.counts[.rowSums] == 9)
    #expect(comparison.counts[.output] == 72)
  }

  @Test("A wrong value is named with its cycle; the first of two in time is the first")
  func wrongValues() throws {
    var trace = right
    trace.scores[1][4].value += 1
    trace.scores[0][6].value -= 1
    let entry = EntryOrder(job).entries[1][4]
    let first = try #require(Comparison(job, trace).first)
    #expect(first.checkpoint == .scores)
    #expect(first.index == "query \(entry.query), key \(entry.key)")
    #expect(first.cycle == 104)
    #expect(first.got == "\(trace.scores[1][4].value)")
    #expect(first.expected == "\(right.scores[1][4].value)")
  }

  @Test("A value that is missing or too much is a divergence", arguments: [0, 1])
  func counts(_ element: Int) throws {
    var missing = right
    missing.numerators[element].removeLast()
    let short = try #require(Comparison(job, missing).first)
    #expect(short.checkpoint == .numerators)
    #expect(short.index == "element \(element)")
    #expect(short.cycle == nil)
    var extra = right
    extra.rowSums[element].append(TracedValue(cycle: 900, value: 255))
    let long = try #require(Comparison(job, extra).first)
    #expect(long.checkpoint == .rowSums)
    #expect(long.cycle == 900)
  }

  @Test("A lost value in the middle, a lost element and an empty trace are found")
  func holes() {
    var middle = right
    middle.scores[0].remove(at: 1)
    #expect(!Comparison(job, middle).isExact)
    var element = right
    element.scores.removeLast()
    #expect(Comparison(job, element).divergences.map(\.checkpoint) == [.scores])
    let empty = HeadTrace(output: job.expected.output)
    #expect(
      Comparison(job, empty).divergences.map(\.checkpoint) == [.scores, .numerators, .rowSums])
  }

  @Test("A wrong output is named with the cycle of its word")
  func output() throws {
    var trace = right
    trace.output[4, 5] &+= 1
    let first = try #require(Comparison(job, trace).first)
    #expect(first.checkpoint == .output)
    #expect(first.index == "query 4, feature 5")
    let element = try #require(
      job.schedule.rowsOfElement.firstIndex { $0.contains(4) })
    let queries = job.schedule.rowsOfElement[element]
    let row = try #require(queries.firstIndex(of: 4))
    #expect(first.cycle == 300 + queries.count * (5 / 4) + row)
  }

  @Test("Phases run from the first issue to the last result, and use counts kept entries only")
  func report() {
    var trace = right
    trace.sddmmIssues = [90, 95]
    trace.spmmIssues = [250]
    trace.loadCycles = 7
    trace.readCycles = 8
    let report = HeadReport(job, trace, Comparison(job, trace))
    let lastScore = right.scores.joined().map(\.cycle).max() ?? 0
    let lastOutput = right.outputCycles.joined().max() ?? 0
    let operations = job.mask.keptCount * 8
    #expect(report.sddmm.cycles == lastScore - 90 + 1)
    #expect(report.sddmm.macOperations == operations)
    #expect(report.sddmm.utilization == Double(operations) / Double(report.sddmm.cycles * 8))
    #expect(report.spmm.cycles == lastOutput - 250 + 1)
    #expect(report.computeCycles == lastOutput - 90 + 1)
    #expect(report.loadCycles == 7 && report.readCycles == 8)
    #expect(report.valuesCompared == 2 * job.mask.keptCount + 9 + 72)
    #expect(report.isExact)
  }
}
