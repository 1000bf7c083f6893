import AttentionSpec
import CoSimulation
import Testing
import VerilatorSimulation

@Suite("Uninitialised state")
struct UninitialisedStateTests {
  static let configuration = AcceleratorConfiguration(
    name: "fill_6x3", array: ArrayShape(lines: 6, macsPerLine: 3, elements: 3),
    capacity: Capacity(
      tokens: 16, headDimension: 24))

  static func job(seed: UInt64) throws -> HeadJob {
    try HeadJob(
      name: "head \(seed)",
      input: .random(tokens: 16, headDimension: 20, distribution: .uniform, seed: seed),
      mask: .random(tokens: 16, perMille: 350, seed: seed), configuration: configuration)
  }

  @Test("What memories and registers hold at first changes no result and no cycle")
  func fills() async throws {
    let accelerator = try GeneratedAccelerator(Self.configuration)
    let jobs = try [1, 2].map { try Self.job(seed: $0) }
    var reference: [HeadTrace] = []
    for fill in [.zeros, .ones, .random(seed: 1), .random(seed: 2)] as [Simulation.Fill] {
      let simulation = try await AcceleratorSimulation(
        accelerator, design: accelerator.quickDesign, fill: fill)
      for (index, job) in jobs.enumerated() {
        let trace = try simulation.run(job)
        let comparison = Comparison(job, trace)
        #expect(comparison.isExact, "\(fill), \(job.name): \(comparison.divergences)")
        if reference.count == index { reference.append(trace) }
        let same = reference[index]
        #expect(trace.output == same.output, "\(fill)")
        #expect(trace.scores == same.scores, "\(fill)")
        #expect(trace.numerators == same.numerators, "\(fill)")
        #expect(trace.rowSums == same.rowSums, "\(fill)")
        #expect(trace.outputCycles == same.outputCycles, "\(fill)")
        #expect(trace.spmmIssues == same.spmmIssues, "\(fill)")
      }
    }
  }
}
