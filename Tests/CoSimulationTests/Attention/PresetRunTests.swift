import AttentionCompiler
import AttentionSpec
import Foundation
import ModelImport
import SimulationInterface
import TensorFiles
import TestSupport
import Testing
import VerilatorSimulation

@testable import CoSimulation

@Suite("Preset")
struct PresetRunTests {
  static let preset = AcceleratorConfiguration(
    name: "vitcod_64x8", array: ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity: Capacity(
      tokens: 200, headDimension: 64, tokensPerBank: 48, queriesPerElement: 48, slots: 1536,
      heads: 4),
    accumulatorBits: 24,
    memory: MemoryShape(banks: 16, queries: 1184, keys: 1776, values: 1184))

  @Test("DeiT-Tiny", arguments: [2])
  func deit(codes: Int) async throws {
    let path = "/work/shared/data/deit_tiny_95_pruned.npy"
    let file = try MaskFile(NpyFile(path: path).tensor, meaning: .pruned)
    var generator = SplitMix64(seed: 1)
    let layers = try (0..<file.blocks).map { block in
      try LayerInput.random(
        (0..<file.heads).map { try file.mask(block: block, head: $0) }, headDimension: 64,
        codes: codes, &generator)
    }
    let job = try AttentionJob(layers, Self.preset)
    let memory = MemorySettings(
      bandwidth: .shared(TokenBucket(bytes: 1_536, cycles: 10, capacity: 308)), readLatency: 100,
      writeLatency: 100)
    let clock = ContinuousClock()
    let start = clock.now
    let simulation = try await AttentionSimulation(Self.preset, memory)
    print("built in \(clock.now - start)")
    let begin = clock.now
    let trace = try simulation.run(job, cycleLimit: 60_000)
    print("ran in \(clock.now - begin)")
    let report = AttentionReport(job, trace, AttentionComparison(job, trace))
    print(
      report.cycles, report.estimatedCycles, report.slots, report.issuedCycles, report.bytesRead,
      report.bytesWritten, report.programBytes, report.valuesCompared)
    for layer in report.layers {
      print(layer.layer, layer.keptEntries, layer.cycles, layer.estimatedCycles, layer.floor)
    }
    print(report.divergence.map { "\($0)" } ?? "exact")
    for name in [
      "cycles.count", "issued.count", "stalled_slots.count", "stalled_scores.count",
      "stalled_outputs.count", "macs.count", "bytes_read.count", "bytes_written.count", "fault",
      "status",
    ] {
      print(name, try simulation.registers.read(name))
    }
  }
}
