import AttentionSpec
import CircuitInterpreter
import SimulationInterface
import Testing

@testable import CoSimulation

/// Masks at the ends of what is possible.
@Suite("Corner cases of runs from memory to memory")
struct CornerRunTests {
  private static let accelerator = Result { try GeneratedAccelerator(AttentionRunTests.small) }

  private static let tokens = 24

  private static func mask(_ keeps: (_ query: Int, _ key: Int) -> Bool) throws -> AttentionMask {
    try AttentionMask(
      tokens: tokens,
      kept: (0..<tokens * tokens).map { keeps($0 / tokens, $0 % tokens) })
  }

  private static func masks() throws -> [(name: String, heads: [AttentionMask])] {
    let dense = try AttentionMask.dense(tokens: tokens)
    let diagonal = try mask { $0 == $1 }
    return [
      ("dense", [dense, dense]),
      ("rows of one entry", [diagonal, try mask { ($0 + 1) % tokens == $1 }]),
      ("one column, so that the others are empty", [try mask { $1 == 7 }]),
      ("a class token", [try mask { $0 == 0 || $1 == 0 || $0 == $1 }]),
      (
        "global tokens alone",
        [try mask { _, key in key < 3 }, try mask { _, key in key % 5 == 0 }]
      ),
      ("triangles", [try mask { $1 <= $0 }, try mask { $1 >= $0 }]),
      ("heads of very unlike density", [dense, diagonal, diagonal, diagonal]),
    ]
  }

  private func run(
    _ layers: [LayerInput], fill: StateFill = .random(seed: 4)
  ) throws -> AttentionTrace {
    let accelerator = try Self.accelerator.get()
    let simulation = try SimulatedAttention(
      interpreting: accelerator, MemorySettings(readLatency: 20, writeLatency: 20), fill: fill)
    let job = try AttentionJob(layers, accelerator.configuration)
    let trace = try simulation.run(job, cycleLimit: job.cycleLimit)
    let comparison = AttentionComparison(job, trace)
    #expect(comparison.divergences.map(\.description) == [])
    #expect(trace.fault == nil)
    return trace
  }

  @Test("Every kind of mask is exact", arguments: [0, 2])
  func masks(codes: Int) throws {
    var generator = SplitMix64(seed: 9)
    for (name, masks) in try Self.masks() {
      let layer = try LayerInput.random(masks, headDimension: 8, codes: codes, &generator)
      let trace = try run([layer, layer])
      #expect(trace.cycles > 0, "\(name)")
    }
  }

  @Test("One token, and one feature")
  func smallest() throws {
    var generator = SplitMix64(seed: 10)
    let one = try AttentionMask.dense(tokens: 1)
    _ = try run([.random([one], headDimension: 1, codes: 1, &generator)])
    _ = try run([.random([one, one, one], headDimension: 8, codes: 0, &generator)])
  }

  @Test("What memories and registers hold at first changes no value and no cycle")
  func fills() throws {
    let masks = try Self.masks()[6].heads
    var first: AttentionTrace?
    for fill in [.zeros, .ones, .random(seed: 1), .random(seed: 2)] as [StateFill] {
      var generator = SplitMix64(seed: 11)
      let layer = try LayerInput.random(masks, headDimension: 7, codes: 3, &generator)
      let trace = try run([layer], fill: fill)
      let same = first ?? trace
      #expect(trace.cycles == same.cycles, "\(fill)")
      #expect(trace.scores == same.scores && trace.rowSums == same.rowSums, "\(fill)")
      #expect(trace.image == same.image, "\(fill)")
      first = same
    }
  }
}
