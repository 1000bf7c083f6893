import AttentionSpec
import SimulationInterface
import TestSupport

@testable import Accelerator

/// What a channel has to say of the tokens of each tag.
struct ArrivalModel {
  /// Tokens of queries, or of all operands, and of keys.
  var arrived = [[0, 0, 0, 0], [0, 0, 0, 0]]
  private var cleared: Int?

  /// Begins a unit, in a sixth of the cycles.
  mutating func clear(in simulation: any Simulator, noise: inout TestRandom) throws {
    let tag = noise.integer(0...3)
    cleared = noise.oneIn(6) ? tag : nil
    try simulation.poke("counts_clear_valid_i", cleared == nil ? 0 : 1)
    try simulation.poke("counts_clear_data_i", PortValue(tag))
  }

  /// What a cycle has brought; a unit that begins has nothing yet.
  mutating func count(_ writes: [WordsWritten]) {
    for write in writes where write.endsToken { arrived[write.isKeys ? 1 : 0][write.tag] += 1 }
    if let cleared { for kind in arrived.indices { arrived[kind][cleared] = 0 } }
  }

  /// What is wrong with the outputs of a channel of so many kinds of operands.
  func mistake(
    in simulation: any Simulator, kinds: Int, _ configuration: AcceleratorConfiguration
  ) -> String? {
    for tag in 0..<4 {
      for kind in 0..<kinds {
        let got = simulation["counts_arrived_\(kind)_count_\(tag)_o"]
        let expected = arrived[kind][tag] % (1 << configuration.tokenCountBits)
        guard got == expected else {
          return "arrived of kind \(kind), tag \(tag): expected \(expected), got \(got)"
        }
      }
    }
    return nil
  }
}
