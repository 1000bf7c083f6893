import AttentionCompiler
import AttentionSpec
import CircuitInterpreter
import HardwareDSL
import LayerSupport
import SimulationInterface
import TestSupport
import Testing
import VerilatorSimulation

@testable import Accelerator
@testable import CoSimulation

@Suite("Runs of layers from memory to memory")
struct AttentionRunTests {
  static let small = AcceleratorConfiguration(
    name: "attention_2x4", array: ArrayShape(lines: 2, macsPerLine: 4, elements: 2),
    capacity: Capacity(
      tokens: 24, headDimension: 8,
      heads: 4),
    memory: MemoryShape(
      banks: 4, queries: 96, keys: 144, values: 96, slots: 128, slotsAhead: 16, scores: 64,
      rows: 32, finishedRows: 4, outputs: 8, codeBeats: 16, valueBeats: 16, indexBeats: 4),
    decoder: DecoderShape(codes: 2, heads: 1, codesMax: 4),
    port: PortShape(dataBits: 128, addressBits: 32, burstBytes: 128, writes: 16))

  static func layers(
    _ count: Int, heads: Int = 3, tokens: Int = 12, headDimension: Int = 8, codes: Int,
    seed: UInt64
  ) throws -> [LayerInput] {
    var generator = SplitMix64(seed: seed)
    return try (0..<count).map { _ in
      try RandomLayer.layer(
        heads: heads, tokens: tokens, headDimension: headDimension, codes: codes, &generator)
    }
  }

  @Test(
    "The interpreter runs small layers exactly, also of heads that do not fill their words",
    arguments: [(8, 0), (8, 2), (6, 3), (3, 2), (5, 0)])
  func interpreted(headDimension: Int, codes: Int) throws {
    let circuit = try elaborate(AcceleratorTop(Self.small), .strict)
    let job = try AttentionJob(
      Self.layers(3, headDimension: headDimension, codes: codes, seed: 1), Self.small)
    let simulation = try SimulatedAttention(
      Self.small, in: InterpretedSimulation(of: circuit),
      MemorySettings(readLatency: 20, writeLatency: 20))
    let trace = try simulation.run(job, cycleLimit: 100_000)
    #expect(try simulation.registers.read("fault") == 0)
    let comparison = AttentionComparison(job, trace)
    #expect(comparison.divergences.map(\.description) == [])
  }
}
