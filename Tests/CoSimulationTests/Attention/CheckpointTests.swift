import AttentionCompiler
import AttentionSpec
import CircuitFuzzing
import CircuitInterpreter
import HardwareDSL
import HardwareIR
import SimulationInterface
import Testing

@testable import Accelerator
@testable import CoSimulation

/// What is compared of a run of layers: each checkpoint sees what goes wrong there, and names it.
@Suite("Checkpoints of layers")
struct CheckpointTests {
  private static let configuration = AttentionRunTests.small

  private static let circuit = Result {
    var circuit = try elaborate(AcceleratorTop(configuration), .strict)
    // What goes wrong is to be found by the comparison, not by a claim.
    circuit.modules = circuit.modules.map { $0.withoutGhosts() }
    return circuit
  }

  private static let job = Result {
    try AttentionJob(
      AttentionRunTests.layers(2, tokens: 8, headDimension: 6, codes: 3, seed: 5), configuration)
  }

  private static let right = Result { try trace(of: circuit.get()) }

  private static func trace(of circuit: Circuit) throws -> AttentionTrace {
    let attention = try SimulatedAttention(
      configuration, in: InterpretedSimulation(of: circuit),
      MemorySettings(readLatency: 12, writeLatency: 9))
    return try attention.run(job.get(), cycleLimit: 30_000)
  }

  /// The comparison of a run of which something was changed.
  private func comparison(_ change: (inout AttentionTrace) -> Void) throws -> AttentionComparison {
    var trace = try Self.right.get()
    change(&trace)
    return try AttentionComparison(Self.job.get(), trace)
  }

  @Test("A flawless run is exact, and everything was compared")
  func exact() throws {
    let comparison = try comparison { _ in }
    #expect(comparison.first == nil)
    // 2 layers x 3 heads x 8 tokens, in 2 words of 4 features; 3 codes are read for each head.
    let operands = 2 * 3 * 8 * 8
    #expect(comparison.counts[.codes] == 2 * 2 * 8 * 8 * 3 * 3)
    for memory: Checkpoint in [.queries, .keys, .values, .output] {
      #expect(comparison.counts[memory] == operands, "\(memory)")
    }
    let kept = try Self.job.get().layers.reduce(0) {
      $0 + $1.heads.reduce(0) { $0 + $1.mask.keptCount }
    }
    #expect(comparison.counts[.scores] == kept)
    #expect(comparison.counts[.numerators] == kept)
    #expect(comparison.counts[.rowSums] == 2 * 3 * 8)
  }

  @Test("A wrong feature is named by layer, head, token and feature, with its cycle")
  func wrongFeature() throws {
    // Behind layer 0, head 1 of token 2: its second word, of features 4 to 7.
    let place = 48 + 2 * 6 + 4
    let comparison = try comparison { $0.operands[.keys]?[place].features[1] ^= 1 }
    let first = try #require(comparison.first)
    #expect(first.checkpoint == .keys)
    #expect(first.index == "layer 1, head 1, token 2, feature 5")
    #expect(try first.cycle == Self.right.get().operands[.keys]?[place].cycle)
    #expect(first.differing == 1 && first.compared == 384)
    #expect(comparison.divergences.count == 1)
  }

  @Test("A wrong code is named by its number and by the heads that it is read for")
  func wrongCode() throws {
    let comparison = try comparison { $0.codes[4].features[2] ^= 4 }
    let first = try #require(comparison.first)
    #expect(first.checkpoint == .codes)
    #expect(first.index.hasPrefix("layer 0, code 1 of "))
    #expect(first.index.hasSuffix(" for head 1, token 0, feature 2"))
  }

  @Test("A word that goes to another place has no right feature, and both places are named")
  func wrongPlace() throws {
    let comparison = try comparison { $0.operands[.values]?[0].place.number += 2 }
    let first = try #require(comparison.first)
    #expect(first.checkpoint == .values)
    #expect(first.index == "layer 0, head 0, token 0, place")
    #expect(first.expected.hasSuffix("of values, chunk 0"))
    #expect(first.differing == 4)
  }

  @Test("A word that never comes, and one too many, are divergences")
  func counts() throws {
    let fewer = try comparison { $0.operands[.queries]?.removeLast() }
    let missing = try #require(fewer.first)
    #expect(missing.index == "layer 1, head 2, token 7")
    #expect(missing.cycle == nil && missing.expected == "96 words" && missing.got == "95")
    #expect(missing.differing == 4)
    let more = try comparison { $0.codes.append($0.codes[0]) }
    let added = try #require(more.first)
    #expect(added.checkpoint == .codes && added.got == "577" && added.cycle != nil)
  }

  @Test("Words of which none comes are found before what is made of them")
  func noWord() throws {
    let comparison = try comparison {
      $0.operands[.keys] = []
      for element in $0.scores.indices {
        for score in $0.scores[element].indices { $0.scores[element][score].value += 1 }
      }
    }
    #expect(comparison.divergences.map(\.checkpoint) == [.keys, .scores])
    #expect(comparison.first?.checkpoint == .keys)
  }

  @Test(
    "A slip in a unit is found first at the checkpoint behind it",
    arguments: [
      (
        Mutant("Accelerator/CodeWalk.swift", "codes_0_choice", "another signal is read"),
        Checkpoint.codes, "layer 0, code 0 of keys for head 0, token 0, feature 0"
      ),
      (
        Mutant("Accelerator/DecoderLine.swift", "sum_2_q", "another signal is read"),
        .keys, "layer 0, head 0, token 0, feature 2"
      ),
      // One that shows in a few features alone, far from the first.
      (
        Mutant("Accelerator/DecoderLine.swift", "when of result_0_q", "another signal is read"),
        .queries, "layer 0, head 1, token 7, feature 4"
      ),
      (
        Mutant("Accelerator/WeightTable.swift", "held_first_q", "another signal is read"),
        .keys, "layer 0, head 0, token 0, feature 0"
      ),
      (
        Mutant("Accelerator/CodeWalk.swift", "read_target_place_o", "the assignment is dropped"),
        .keys, "layer 0, head 1, token 0, place"
      ),
      (
        Mutant("Accelerator/CodeChannel.swift", "keys_0_valid_o", "the assignment is dropped"),
        .keys, "layer 0, head 0, token 0"
      ),
      (
        Mutant("Accelerator/ValueChannel.swift", "index_q", "a constant is one too small"),
        .values, "layer 0, head 2, token 0, feature 0"
      ),
    ])
  func slip(_ slip: Mutant, _ checkpoint: Checkpoint, _ index: String) throws {
    let faulty = try #require(
      slip.applied(to: Self.circuit.get()), "there is no such place any more")
    let comparison = try AttentionComparison(Self.job.get(), Self.trace(of: faulty))
    let first = try #require(comparison.first)
    #expect(first.checkpoint == checkpoint, "\(first)")
    #expect(first.index == index, "\(first)")
  }
}
