import AttentionCompiler
import AttentionSpec
import CircuitInterpreter
import Foundation
import HardwareDSL
import ModelImport
import SimulationInterface
import TensorFiles
import TestSupport
import Testing
import VerilatorSimulation

@testable import Accelerator
@testable import CoSimulation

/// A kind of array, and what runs on it.
struct EstimateCase: CustomTestStringConvertible {
  let name: String
  var configuration = AttentionRunTests.small
  var codes = 2
  var tokens = 12
  var headDimension = 8

  var testDescription: String { name }

  static let all: [Self] = {
    var decodesTwo = AttentionRunTests.small
    decodesTwo.decoder.heads = 2
    var fewRows = AttentionRunTests.small
    fewRows.memory.finishedRows = 2
    fewRows.memory.outputs = 2
    var narrow = AttentionRunTests.small
    narrow.memory.queries = 24
    narrow.memory.keys = 36
    narrow.memory.values = 24
    narrow.capacity.tokens = 12
    var chunked = AttentionRunTests.small
    chunked.capacity.headDimension = 16
    return [
      Self(name: "plain", codes: 0), Self(name: "two codes"), Self(name: "three codes", codes: 3),
      Self(name: "two heads decoded", configuration: decodesTwo),
      Self(name: "little room for outputs", configuration: fewRows),
      Self(name: "a head or two at once", configuration: narrow),
      Self(name: "two chunks", configuration: chunked, headDimension: 16),
    ]
  }()
}

@Suite("The estimate of a run of layers, against the RTL")
struct EstimateTests {
  /// The memory that estimates are for.
  private static let memory = MemorySettings(
    bandwidth: .shared(TokenBucket(bytes: 1_536, cycles: 10, capacity: 308)), readLatency: 100,
    writeLatency: 100)

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(
    "Small layers take the cycles of the estimate, within 3 % or 16 cycles",
    arguments: TestExtent.current.choose(
      daily: Array(EstimateCase.all.prefix(2)), all: EstimateCase.all))
  func small(_ example: EstimateCase) throws {
    let layers = try AttentionRunTests.layers(
      4, tokens: example.tokens, headDimension: example.headDimension, codes: example.codes,
      seed: 7)
    let job = try AttentionJob(layers, example.configuration)
    let circuit = try elaborate(AcceleratorTop(example.configuration), .strict)
    let simulation = try SimulatedAttention(
      example.configuration, in: InterpretedSimulation(of: circuit), Self.memory)
    try expectAgreement(job, simulation.run(job, cycleLimit: 100_000), slack: 16)
  }

  @Test(
    "Each of the authors' layers takes the cycles of the estimate, within 3 %",
    .enabled(if: TestExtent.current == .all, "the preset takes a build of minutes"),
    .enabled(
      if: PublishedMask.path != nil, "the shared data is not beside the package"),
    arguments: [0, 2])
  func published(codes: Int) async throws {
    let file = try MaskFile(
      NpyFile(path: #require(PublishedMask.path)).tensor, meaning: .pruned)
    try await run(file, headDimension: 64, codes: codes, Self.preset)
  }

  @Test(
    "Each layer of the trained network takes the cycles of the estimate, within 3 %",
    .enabled(if: TestExtent.current == .all, "the preset takes a build of minutes"))
  func trained() async throws {
    let masks = try NpzFile(path: Self.root.appending(path: "models/animals/masks_kept.npz").path)
    let file = try MaskFile(masks.tensor("sparse_90"), meaning: .kept)
    try await run(file, headDimension: 16, codes: 2, Self.presetOfSmallHeads)
  }

  private func run(
    _ file: MaskFile, headDimension: Int, codes: Int, _ configuration: AcceleratorConfiguration
  ) async throws {
    var generator = SplitMix64(seed: 1)
    let layers = try (0..<file.blocks).map { block in
      try LayerInput.random(
        (0..<file.heads).map { try file.mask(block: block, head: $0) },
        headDimension: headDimension, codes: codes, &generator)
    }
    let job = try AttentionJob(layers, configuration)
    let simulation = try await AttentionSimulation(
      GeneratedAccelerator(configuration), Self.memory)
    try expectAgreement(job, simulation.run(job, cycleLimit: 60_000), slack: 0)
  }

  /// - Parameter slack: Cycles that a layer may differ by beside its 3 %, since a short one is over
  ///   before that is a cycle.
  private func expectAgreement(_ job: AttentionJob, _ trace: AttentionTrace, slack: Int) {
    let report = AttentionReport(job, trace, AttentionComparison(job, trace))
    #expect(report.divergence == nil)
    for layer in report.layers {
      let most = max(slack, layer.cycles * 3 / 100)
      #expect(
        abs(layer.estimatedCycles - layer.cycles) <= most,
        "layer \(layer.layer): \(layer.cycles) cycles, estimate \(layer.estimatedCycles)")
    }
    #expect(
      abs(report.estimatedCycles - report.cycles) <= max(slack, report.cycles / 100),
      "\(report.cycles) cycles, estimate \(report.estimatedCycles)")
    #expect(job.program.estimate.bytesRead == report.bytesRead)
    #expect(job.program.estimate.bytesWritten == report.bytesWritten)
  }

  /// The preset of the paper.
  static let preset = AcceleratorConfiguration(
    name: "vitcod_64x8", array: ArrayShape(lines: 64, macsPerLine: 8, elements: 8),
    capacity: Capacity(
      tokens: 200, headDimension: 64,
      heads: 4),
    memory: MemoryShape(banks: 16, queries: 1184, keys: 1776, values: 1184))

  /// As many MACs for heads of 16 features.
  private static let presetOfSmallHeads = AcceleratorConfiguration(
    name: "vitcod_64x8_d16", array: ArrayShape(lines: 64, macsPerLine: 8, elements: 32),
    capacity: Capacity(
      tokens: 255, headDimension: 16,
      heads: 4),
    memory: MemoryShape(banks: 64, queries: 1664, keys: 2496, values: 1664),
    decoder: DecoderShape(codes: 2, heads: 4))
}
