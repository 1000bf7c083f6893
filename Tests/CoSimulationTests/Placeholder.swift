import AttentionCompiler
import AttentionSpec
import CoSimulation
import Foundation
import Testing

func configuration(_ lines: Int, _ macs: Int, _ elements: Int) -> AcceleratorConfiguration {
  AcceleratorConfiguration(
    name: "vitcod_\(lines)x\(macs)",
    array: ArrayShape(lines: lines, macsPerLine: macs, elements: elements),
    capacity: Capacity(
      tokens: 64, headDimension: 64, tokensPerBank: (64 + elements - 1) / elements * 2,
      queriesPerElement: (64 + elements - 1) / elements * 2, slots: 2048), accumulatorBits: 24)
}

@Test(arguments: [(2, 4, 1), (5, 8, 5)])
func cosimSmoke(_ shape: (Int, Int, Int)) async throws {
  let configuration = configuration(shape.0, shape.1, shape.2)
  let accelerator = try GeneratedAccelerator(configuration)
  let simulation = try await AcceleratorSimulation(accelerator)
  print(simulation.simulation.report)
  for seed in 0..<3 {
    let mask = try AttentionMask.random(tokens: 10 + seed * 7, perMille: 300, seed: UInt64(seed))
    let input = try HeadInput.random(
      tokens: mask.tokens, headDimension: 24, distribution: .bell, seed: UInt64(seed))
    let job = try HeadJob(name: "head \(seed)", input: input, mask: mask, configuration: configuration)
    let trace = try simulation.run(job)
    let comparison = Comparison(job, trace)
    let report = HeadReport(job, trace, comparison)
    print(report)
    for divergence in comparison.divergences { print(divergence) }
    #expect(comparison.isExact)
  }
}

@Test func deitMask() async throws {
  let configuration = AcceleratorConfiguration(
    name: "vitcod_64x8",
    array: ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity: Capacity(
      tokens: 256, headDimension: 64, tokensPerBank: 48, queriesPerElement: 48, slots: 1536), accumulatorBits: 24)
  let accelerator = try GeneratedAccelerator(configuration)
  let simulation = try await AcceleratorSimulation(accelerator)
  print(simulation.simulation.report)
  let masks = try MaskFile(path: "/work/shared/data/deit_tiny_95_pruned.npy", meaning: .pruned)
  var reports: [HeadReport] = []
  for layer in 0..<12 { for head in 0..<3 {
    let mask = try masks.mask(layer: layer, head: head)
    let input = try HeadInput.random(
      tokens: mask.tokens, headDimension: 64, distribution: .bell, seed: UInt64(layer * 3 + head))
    let job = try HeadJob(name: "layer \(layer) head \(head)", input: input, mask: mask, configuration: configuration)
    let trace = try simulation.run(job)
    let comparison = Comparison(job, trace)
    let report = HeadReport(job, trace, comparison)
    reports.append(report)
    print(report.name, report.slots, report.loadCycles, report.sddmm.cycles, report.spmm.cycles, report.computeCycles, report.readCycles, report.divergence?.description ?? "exact")
  } }
  let total = RunReport(configuration, reports)
  print(total.sddmm, total.spmm, total.computeCycles, total.passed)
}
